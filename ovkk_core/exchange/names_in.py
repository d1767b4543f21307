"""Takes apart what stands in one cell: a whole name, an address line, a house number with letters."""

import re

from ovkk_core.contacts import FormOfAddress
from ovkk_core.database import fold
from ovkk_core.errors import BadInputError

WRITTEN = (
    "aan bij de den der des d' da di do dos du el en het 't in 'in la le les op 's te ten ter tot uit van vd von zu"
)
PREFIXES = frozenset(WRITTEN.split())
POLITE = {
    **dict.fromkeys(("dhr", "heer", "de heer"), FormOfAddress.FORMAL_MR.value),
    **dict.fromkeys(("mevr", "mw", "mevrouw"), FormOfAddress.FORMAL_MRS.value),
}
SALUTED = re.compile(r"(de heer|dhr|heer|mevrouw|mevr|mw)\.?\s+", re.IGNORECASE)
INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.){1,8}|[A-Z]{1,4}(?=$)")
STREET = re.compile(r"(?P<street>.*\D)\s+(?P<rest>\d+.*)")
NUMBER = re.compile(r"(?P<number>\d{1,5})\s*(?:(?P<letter>[A-Za-z])(?![A-Za-z]))?[\s\-/]*(?P<addition>.*)")


def name_parts(text: str) -> dict[str, str]:
    """Take a whole name apart: ``J.P. van der Berg``, ``Berg, Jan van der``, ``mevrouw De Vries``."""
    parts: dict[str, str] = {}
    if polite := SALUTED.match(text):
        parts["form_of_address"] = POLITE[fold(polite[1])]
        text = text[polite.end() :]
    family, comma, rest = text.partition(",")
    words = rest.split() if comma else text.split()
    prefixed = [at for at, word in enumerate(words) if fold(word).replace("’", "'") in PREFIXES]
    if comma:
        begin = prefixed[0] if prefixed else len(words)
        first, prefix = words[:begin], words[begin:]
        parts["family_name"] = family.strip()
    else:
        begin = prefixed[0] if prefixed and prefixed[0] < len(words) - 1 else _of_double_name(words)
        end = begin
        while end < len(words) - 1 and end in prefixed:
            end += 1
        first, prefix = words[:begin], words[begin:end]
        parts["family_name"] = " ".join(words[end:])
    if prefix:
        parts["name_prefix"] = " ".join(word.lower() for word in prefix)
    if first and all(INITIALS.fullmatch(word) for word in first):
        parts["initials"] = "".join(word if "." in word else ".".join(word) + "." for word in first)
    elif first:
        parts["given_name"] = " ".join(first)
    return parts


def family_parts(text: str) -> dict[str, str]:
    """Take the prefix off a family name that is written with it: ``van der Berg``; a capital makes it part of it."""
    words = text.split()
    count = 0
    while count < len(words) - 1 and words[count].replace("’", "'") in PREFIXES:
        count += 1
    return {"family_name": " ".join(words[count:])} | ({"name_prefix": " ".join(words[:count])} if count else {})


def _of_double_name(words: list[str]) -> int:
    """Give where the family name begins in a name without a prefix of its own: ``Jansen-de Jong`` is one."""
    for at, word in enumerate(words):
        if "-" in word and fold(word.rpartition("-")[2]) in PREFIXES:
            return at
    return max(len(words) - 1, 0)


def address_parts(text: str) -> dict[str, str | int]:
    """Take ``Vilsterseweg 11a-2`` apart; a line without a number is all street."""
    found = STREET.fullmatch(text)
    if not found:
        return {"street": text}
    return {"street": found["street"].strip(), **number_parts(found["rest"])}


def number_parts(text: str) -> dict[str, str | int]:
    """Take ``11a-2`` apart into number, letter and addition; raises :class:`BadInputError` without a number."""
    found = NUMBER.fullmatch(text.strip())
    if not found or not int(found["number"]):
        raise BadInputError(f"'{text[:40]}' is geen huisnummer. Schrijf een getal, zoals 11, 11a of 11-2.")
    parts: dict[str, str | int] = {"house_number": int(found["number"])}
    if found["letter"]:
        parts["house_letter"] = found["letter"]
    if found["addition"]:
        parts["house_addition"] = found["addition"].strip()
    return parts
