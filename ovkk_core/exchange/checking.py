"""Reads one row of a file by the mapping of its columns: what it says of whom, or why it cannot be used."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from phonenumbers import PhoneMetadata

from ovkk_core.contacts import stored_iban, stored_kvk, stored_phone, stored_postcode, stored_web_address
from ovkk_core.errors import BadInputError
from ovkk_core.exchange import names_in, words
from ovkk_core.exchange.places import Places
from ovkk_core.mail import Recipient
from ovkk_core.web import plain_cell

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
LONGEST = 255
LOCAL_PART = re.compile(r"[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*")
NATIONAL = re.compile(r"0[0-9][0-9 ()\-]{7,14}")
DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S")
NETHERLANDS: Any = PhoneMetadata.metadata_for_region("NL", None)
FIXED_OR_MOBILE = re.compile(
    "|".join(f"(?:{kind.national_number_pattern})" for kind in (NETHERLANDS.fixed_line, NETHERLANDS.mobile))
)


@dataclass(slots=True)
class Facts:
    """What a row says, per record: field → value as the database stores it; what it does not say is not there."""

    person: dict[str, Any] = field(default_factory=dict)
    organisation: dict[str, Any] = field(default_factory=dict)
    position: dict[str, Any] = field(default_factory=dict)


class RowReader:
    """Reads rows of one file; ``mapping`` is the key of a field per column, "" for a column that is left alone."""

    def __init__(self, mapping: Sequence[str], columns: Sequence[str], places: Places) -> None:
        self._steps = [
            (at, columns[at], key.partition(".")[0], _conversion(key, mapping)) for at, key in enumerate(mapping) if key
        ]
        self._places = places

    def read(self, cells: Sequence[str], damage: str = "") -> Facts:
        """Give what the row says; raises :class:`BadInputError` with the reason when it cannot be used."""
        if damage:
            raise BadInputError(damage)
        facts = Facts()
        for at, column, entity, convert in self._steps:
            cell = cells[at]
            if not cell or cell.isspace():
                continue
            try:
                convert(getattr(facts, entity), _text(cell))
            except BadInputError as error:
                raise BadInputError(f"{column}: {error}") from error
        _check(facts)
        if facts.organisation:
            self._places.settle(facts.organisation)
        return facts


def _text(cell: str) -> str:
    text = cell.strip()
    if text[0] == "'":
        text = plain_cell(text).strip()
    if text.isascii() and text.isprintable() and len(text) <= LONGEST:
        return text
    text = " ".join(unicodedata.normalize("NFC", text).replace("\u200b", "").replace("\ufeff", "").split())
    if UNREADABLE in text:
        raise BadInputError("er is een letter onleesbaar; sla het bestand op als 'CSV UTF-8'")
    if any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in text):
        raise BadInputError("er staat een onzichtbaar stuurteken in; typ de tekst opnieuw")
    if len(text) > LONGEST:
        raise BadInputError(f"de tekst is te lang: hoogstens {LONGEST} tekens")
    return text


def _conversion(key: str, mapping: Sequence[str]) -> Callable[[dict[str, Any], str], None]:
    """Give the function that puts the text of a cell into the facts."""
    name = key.partition(".")[2]
    if name in SEVERAL and not (name == "family_name" and "person.name_prefix" in mapping):
        return lambda facts, text: facts.update(SEVERAL[name](text))
    convert = SINGLE.get(name)
    if convert is None:
        return lambda facts, text: facts.__setitem__(name, text)
    return lambda facts, text: facts.__setitem__(name, convert(text))


def _function(text: str) -> dict[str, str]:
    function, own_title = words.function_of(text)
    return {"function": function} | ({"own_title": own_title} if own_title else {})


@lru_cache(4096)
def _domain(domain: str) -> str:
    return Recipient(f"x@{domain}").address[2:]


def stored_address(text: str) -> str:
    """Give a mail address as :class:`Recipient` stores it; usual ones by looking at the domain only once."""
    local, _, domain = text.rpartition("@")
    if LOCAL_PART.fullmatch(local) and len(text) < 100 and len(local) <= 64:
        return f"{local}@{_domain(domain)}"
    return Recipient(text).address


def quick_phone(text: str) -> str:
    """Give a number as ``stored_phone`` does; usual Dutch ones by the same patterns without its detours."""
    if NATIONAL.fullmatch(text):
        digits = re.sub(r"\D", "", text)
        if len(digits) == 10 and FIXED_OR_MOBILE.fullmatch(digits, 1):
            return f"+31{digits[1:]}"
    return stored_phone(text)


def _day(text: str) -> str:
    for form in DAYS:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
        if date(1900, 1, 1) <= found <= date(2200, 1, 1):
            return found.isoformat()
    raise BadInputError(f"'{text[:40]}' is geen datum. Schrijf die zoals 2026-03-07 of 07-03-2026.")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 2**31):
        raise BadInputError(f"'{text[:40]}' is geen nummer van ons. Laat de cel leeg voor een nieuwe.")
    return int(text)


SEVERAL: dict[str, Callable[[str], dict[str, Any]]] = {
    "full_name": names_in.name_parts,
    "family_name": names_in.family_parts,
    "street_line": names_in.address_parts,
    "house_number": names_in.number_parts,
    "function": _function,
}
SINGLE: dict[str, Callable[[str], Any]] = {
    "id": _number,
    "email": stored_address,
    "phone": quick_phone,
    "postcode": lru_cache(4096)(stored_postcode),
    "website": stored_web_address,
    "kvk_number": stored_kvk,
    "iban": stored_iban,
    "kind": words.kind_of,
    "legal_form": words.legal_form_of,
    "form_of_address": words.form_of_address_of,
    "language": words.language_of,
    "starts_on": _day,
    "ends_on": _day,
}


def _check(facts: Facts) -> None:
    """Refuse what makes no record: nothing, details without a name, a function without an organisation."""
    person, organisation, position = facts.person, facts.organisation, facts.position
    if not (person or organisation or position):
        raise BadInputError("de rij is leeg")
    if person and not {"family_name", "given_name", "nickname", "id"} & person.keys():
        raise BadInputError("vul de naam van de persoon in, of kies bij de kolommen van wie de gegevens zijn")
    if organisation and not {"name", "id"} & organisation.keys():
        raise BadInputError("vul de naam van de organisatie in")
    if position and not organisation:
        raise BadInputError("bij een functie hoort een organisatie; vul de naam van de organisatie in")
    if position and not person and "function" not in position:
        raise BadInputError("vul in welke functie het is")
    if position.get("ends_on", "9") < position.get("starts_on", ""):
        raise BadInputError("de functie eindigt vóór zij begint; pas een van de datums aan")
