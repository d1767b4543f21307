"""Two contacts side by side: which of their details differ, and which of the two we would keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from ovkk_core.contacts import ContactKind, FormOfAddress, Organisation, Person, shown_iban, shown_phone
from ovkk_core.web.admin import in_words

Contact = Person | Organisation

ADDRESS: Mapping[str, Any] = {
    "street": _l("Street or PO box"),
    "house_number": _l("Number"),
    "house_letter": _l("Letter after the number"),
    "house_addition": _l("Addition to the number"),
    "postcode": _l("Postcode"),
    "city": _l("Place"),
}
FIELDS: Mapping[ContactKind, Mapping[str, Any]] = {
    ContactKind.PERSON: {
        "given_name": _l("First name"),
        "nickname": _l("Called"),
        "initials": _l("Initials"),
        "name_prefix": _l("Prefix"),
        "family_name": _l("Family name"),
        "title": _l("Title"),
        "form_of_address": _l("How to address"),
        "language": _l("Language"),
        "email": _l("E-mail address"),
        "phone": _l("Phone"),
        **ADDRESS,
        "source": _l("Source"),
    },
    ContactKind.ORGANISATION: {
        "name": _l("Name"),
        "kind": _l("Kind"),
        "legal_form": _l("Legal form"),
        "municipality": _l("Municipality"),
        "email": _l("General e-mail address"),
        "phone": _l("Phone"),
        **ADDRESS,
        "website": _l("Website"),
        "kvk_number": _l("KvK number"),
        "iban": _l("IBAN"),
        "source": _l("Source"),
    },
}
SHOWN = {"phone": shown_phone, "iban": shown_iban}
FROM_KEPT, FROM_MERGED = "blijft", "andere"


@dataclass(frozen=True)
class Line:
    """One detail of both: in words, and whether that of the one that goes is better, or whether they agree."""

    name: str
    label: Any
    kept: Any
    merged: Any
    same: bool
    take: bool


def lines(kind: ContactKind, kept: Contact, merged: Contact) -> list[Line]:
    """Give the details of which at least one has a value, in the order of the form."""
    found = []
    for name, label in FIELDS[kind].items():
        mine, other = getattr(kept, name), getattr(merged, name)
        if not _empty(mine) or not _empty(other):
            shown = _shown(name, mine), _shown(name, other)
            found.append(Line(name, label, *shown, same=mine == other, take=_empty(mine) or _fuller(name, mine, other)))
    return found


def taken_from(form: Mapping[str, str], kind: ContactKind) -> list[str]:
    """Give the fields of which a form says that the value of the one that goes is to stay."""
    return [name for name in FIELDS[kind] if form.get(name) == FROM_MERGED]


def better_kept(one: Contact, other: Contact, hanging: tuple[int, int]) -> tuple[Contact, Contact]:
    """Give the two with the one first that we would keep: on which more hangs, then with more filled in, else older."""
    filled = [sum(not _empty(getattr(c, name)) for name in FIELDS[_kind(c)]) for c in (one, other)]
    turned = (hanging[1], filled[1], -other.id) > (hanging[0], filled[0], -one.id)
    return (other, one) if turned else (one, other)


def _kind(contact: Contact) -> ContactKind:
    return ContactKind.PERSON if isinstance(contact, Person) else ContactKind.ORGANISATION


def _empty(value: Any) -> bool:
    return value is None or value == "" or value is FormOfAddress.NEUTRAL


def _fuller(name: str, mine: Any, other: Any) -> bool:
    """Say whether a first name of the other is written in full where ours is a letter."""
    return name == "given_name" and 0 < len(mine.strip(".")) < 2 < len(other)


def _shown(name: str, value: Any) -> Any:
    return in_words(SHOWN[name](value) if name in SHOWN else value)
