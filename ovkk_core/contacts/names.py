"""Dutch names: written, addressed, and sorted under the main word (glossary, "Names and salutations")."""

import re

from ovkk_core.contacts.kinds import FormOfAddress
from ovkk_core.database import fold

ARTICLES = frozenset({"de", "het", "een", "den", "'t", "'s", "’t", "’s"})
SMALL_PREFIXES = ("d'", "d’", "'", "’")  # these stay small wherever they stand
ARABIC = frozenset({"al", "el", "ben"})  # part of one name, not the first half of a double one

BOARD = "Geacht bestuur,"
SEVERAL = "Geachte dames en heren,"
UNKNOWN = "Geachte heer of mevrouw,"
TITLES = {
    FormOfAddress.FORMAL_MR: "Geachte heer",
    FormOfAddress.FORMAL_MRS: "Geachte mevrouw",
    FormOfAddress.FRIENDLY_MR: "Beste heer",
    FormOfAddress.FRIENDLY_MRS: "Beste mevrouw",
}


def capitalised(text: str) -> str:
    """Give ``text`` with a capital first letter; IJ is one letter: ``ijssel`` becomes ``IJssel``."""
    if text[:2].lower() == "ij":
        return "IJ" + text[2:]
    return text[:1].upper() + text[1:]


def with_prefix(prefix: str, family_name: str) -> str:
    """Join prefix and family name as they stand in a sentence: ``van Dijk``, ``d'Ancona``."""
    space = "" if not prefix or prefix.endswith(("'", "’")) else " "
    return f"{prefix}{space}{family_name}"


def standing_alone(prefix: str, family_name: str) -> str:
    """Give the name without a first name before it: ``Van der Berg``; ``d'`` and ``'t`` stay small."""
    start = prefix if prefix.startswith(SMALL_PREFIXES) else capitalised(prefix)
    return with_prefix(start, family_name) if prefix else capitalised(family_name)


def first_half(family_name: str) -> str:
    """Give the part of a double name that a salutation uses: ``Jansen`` of ``Jansen-de Jong``."""
    first, hyphen, _ = family_name.partition("-")
    if not hyphen or fold(first) in ARABIC:
        return family_name
    return first.strip() or family_name


def place_sort_key(name: str) -> str:
    """Give the key under which to list a place or organisation: its main word, ``de Lutte`` under the L."""
    first, _, rest = name.partition(" ")
    if rest and fold(first) in ARTICLES:
        return fold(f"{rest} {first}")
    hyphened = re.fullmatch(r"(['’][st])-(.+)", name, flags=re.IGNORECASE)
    return fold(f"{hyphened[2]} {hyphened[1]}") if hyphened else fold(name)


def person_sort_key(family_name: str, first: str, prefix: str) -> str:
    """Give the key under which to list a person: ``berg jan van der`` (Dutch usage, not Belgian)."""
    return fold(f"{family_name} {first} {prefix}")


def full_name(first: str, prefix: str, family_name: str) -> str:
    """Give the name as in a sentence; ``first`` is a first name or initials, or "" (then with a capital)."""
    if not family_name:
        return first
    return f"{first} {with_prefix(prefix, family_name)}" if first else standing_alone(prefix, family_name)


def list_name(first: str, prefix: str, family_name: str) -> str:
    """Give the name as in a list: ``Berg, J. van der``."""
    rest = " ".join(part for part in (first, prefix) if part)
    return ", ".join(part for part in (family_name, rest) if part)


def salutation(wish: FormOfAddress, first: str, prefix: str, family_name: str) -> str:
    """Give the salutation with its comma, without initials or title; of a double name only the first half.

    A wish that cannot be met, such as a first name that is not known, becomes the neutral one.
    """
    if wish is FormOfAddress.FIRST_NAME and first:
        return f"Beste {first},"
    if wish is FormOfAddress.FULL_NAME and first:
        return f"Beste {full_name(first, prefix, family_name)},"
    word = TITLES.get(wish, UNKNOWN.removesuffix(","))
    name = standing_alone(prefix, first_half(family_name)) if family_name else ""
    return f"{word} {name}".rstrip() + ","
