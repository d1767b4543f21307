"""vCards in and out, by vobject: it is kept, reads 2.1, 3.0 and 4.0, and writes the 3.0 that every address book takes.

A card becomes a row with fixed columns, so that all else is as with a table.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import vobject
from vobject.base import ParseError, VObjectError

from ovkk_core.exchange.fields import BY_KEY

KEYS = (
    *("person.id", "person.title", "person.given_name", "person.nickname", "person.name_prefix", "person.family_name"),
    *("person.full_name", "person.email", "person.phone", "person.street_line", "person.postcode", "person.city"),
    *("organisation.name", "organisation.website", "position.function"),
)
COLUMNS = [BY_KEY[key].headings[0] for key in KEYS]
UID = re.compile(r"ovkk-person-(\d{1,9})")
logging.getLogger("vobject.base").disabled = True  # it logs the lines that it skips, and they hold personal data
LONGEST_CARD = 2_000_000  # characters: a card may hold a photograph
CARD = re.compile(r"^BEGIN:VCARD\s*$.*?^END:VCARD\s*$", re.IGNORECASE | re.MULTILINE | re.DOTALL)


def read_cards(text: str) -> Iterator[tuple[int, list[str], str]]:
    """Give (line at which the card begins, cells of ``COLUMNS``, what is wrong with it or "")."""
    line, after = 1, 0
    for found in CARD.finditer(text):
        line += text.count("\n", after, found.start())
        after = found.start()
        try:
            yield line, _cells(found[0]), ""
        except (ParseError, VObjectError, ValueError, TypeError, AttributeError, IndexError, LookupError):
            yield line, [""] * len(KEYS), "dit visitekaartje is niet te lezen"


def _cells(text: str) -> list[str]:
    if len(text) > LONGEST_CARD:
        raise ValueError("too long")
    text = re.sub(r"^(PHOTO|LOGO|SOUND|KEY)[;:].*\n(?:[ \t].*\n)*", "", text, flags=re.IGNORECASE | re.MULTILINE)
    card = next(vobject.readComponents(text, ignoreUnreadable=True, allowQP=True))
    said = _person(card) | _details(card)
    return [" ".join(str(said.get(key) or "").split()) for key in KEYS]


def _person(card: Any) -> dict[str, str]:
    name = _first(card, "n")
    said = {"person.nickname": _first(card, "nickname")}
    if found := UID.fullmatch(str(_first(card, "uid") or "")):
        said["person.id"] = found[1]
    if name is None or not (_joined(name.family) or _joined(name.given)):
        return said | {"person.full_name": _first(card, "fn")}
    parts = _joined(name.family).split()
    extra = _joined(name.additional).split()
    while len(parts) > 1 and parts[0].islower():  # cards know no prefixes: they stand before or after the name
        extra.append(parts.pop(0))
    prefix = [word for word in extra if word.islower()]
    given = [_joined(name.given), *(word for word in extra if not word.islower())]
    return said | {
        "person.title": _joined(name.prefix),
        "person.given_name": " ".join(filter(None, given)),
        "person.name_prefix": " ".join(prefix),
        "person.family_name": " ".join(parts),
    }


def _details(card: Any) -> dict[str, Any]:
    address, body = _first(card, "adr"), _first(card, "org")
    said = {
        "person.email": re.sub("^mailto:", "", str(_first(card, "email") or ""), flags=re.IGNORECASE),
        "person.phone": re.sub("^tel:", "", str(_first(card, "tel") or ""), flags=re.IGNORECASE).partition(";")[0],
        "organisation.name": body[0] if isinstance(body, list) else body,
        "organisation.website": _first(card, "url") if body else None,
        "position.function": (_first(card, "title") or _first(card, "role")) if body else None,
    }
    if address is not None:
        said |= {
            "person.street_line": _joined(address.street) or _joined(address.box),
            "person.postcode": _joined(address.code),
            "person.city": _joined(address.city),
        }
    return said


def _first(card: Any, name: str) -> Any:
    """Give the value of the first, or of the preferred, line with this name."""
    lines = card.contents.get(name, [])
    preferred = [
        line for line in lines if "PREF" in line.params or "pref" in map(str.lower, line.params.get("TYPE", ()))
    ]
    return (preferred or lines)[0].value if lines else None


def _joined(part: Any) -> str:
    return " ".join(filter(None, part)) if isinstance(part, list) else str(part or "")


def write_cards(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Give a file of vCards 3.0; rows are key of a field → text, with ``full_name`` and ``street_line`` filled."""
    return "".join(_card(row) for row in rows).encode()


def _card(row: Mapping[str, str]) -> str:
    card = vobject.vCard()
    card.add("n").value = vobject.vcard.Name(
        family=row["person.family_name"],
        given=row["person.given_name"] or row["person.initials"],
        additional=row["person.name_prefix"],
        prefix=row["person.title"],
    )
    card.add("fn").value = row["person.full_name"] or row["organisation.name"]
    if row["person.id"]:
        card.add("uid").value = f"ovkk-person-{row['person.id']}"
    for name, key in (("nickname", "person.nickname"), ("email", "person.email"), ("tel", "person.phone")):
        if row[key]:
            card.add(name).value = row[key]
    if row["person.street_line"] or row["person.city"]:
        card.add("adr").value = vobject.vcard.Address(
            street=row["person.street_line"], code=row["person.postcode"], city=row["person.city"]
        )
    if row["organisation.name"]:
        card.add("org").value = [row["organisation.name"]]
    if row["position.function"]:
        card.add("title").value = row["position.function"]
    return str(card.serialize())
