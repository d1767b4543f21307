"""The fields that a column of a file can be, how people head such columns, and the guess from that."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from ovkk_core.database import fold

PERSON, ORGANISATION, POSITION = "person", "organisation", "position"
ENTITIES = {PERSON: _l("Person"), ORGANISATION: _l("Organisation"), POSITION: _l("Position")}


@dataclass(frozen=True)
class Column:
    """A field of a record that a column can fill; the first of ``headings`` is what exports write above it."""

    entity: str
    name: str
    headings: tuple[str, ...]

    @property
    def key(self) -> str:
        """What a mapping names it by: ``person.email``."""
        return f"{self.entity}.{self.name}"

    @property
    def title(self) -> str:
        """What people read."""
        return self.headings[0][:1].upper() + self.headings[0][1:]


def _of(entity: str, **names: str) -> list[Column]:
    return [Column(entity, name, tuple(headings.split("|"))) for name, headings in names.items()]


ADDRESS = {
    "street_line": "adres van {}|{}adres|{}straat en huisnummer|{}postal_line|{}address",
    "street": "straat van {}|{}straat|{}straatnaam|{}street",
    "house_number": "huisnummer van {}|{}huisnummer|{}huisnr|{}nummer|{}house number|{}nr",
    "house_letter": "huisletter van {}|{}huisletter",
    "house_addition": "toevoeging van {}|{}toevoeging|{}huisnummertoevoeging|{}addition",
    "postcode": "postcode van {}|{}postcode|{}zip|{}postal code|{}pc",
    "city": "plaats van {}|{}plaats|{}woonplaats|{}plaatsnaam|{}city|{}vestigingsplaats",
}


def _address(whose: str, prefix: str) -> dict[str, str]:
    return {name: text.format(whose, *[prefix] * (text.count("{}") - 1)) for name, text in ADDRESS.items()}


COLUMNS: tuple[Column, ...] = (
    *_of(
        PERSON,
        id="ovkk-nummer van de persoon",
        title="titel|title|titulatuur",
        initials="voorletters|voorletter|initialen|initials",
        given_name="voornaam|voornamen|first name|given name|firstname",
        nickname="roepnaam|nickname",
        name_prefix="tussenvoegsel|tussenvoegsels|voorvoegsel|prefix|tv|middle name",
        family_name="achternaam|familienaam|last name|surname|family name|lastname",
        full_name="naam van de persoon|volledige naam|contactpersoon|naam contactpersoon|full name|contact|naam|name",
        form_of_address="aanspreekvorm|aanhef|geslacht|salutation|m/v",
        language="taal|language",
        email="e-mail van de persoon|e-mail|email|e-mailadres|emailadres|mail|mailadres|email address|e-mail address",
        phone="telefoon van de persoon|telefoon|telefoonnummer|mobiel|tel|gsm|phone|mobile|mobiele telefoon|telefoon 1",
        **_address("de persoon", ""),
    ),
    *_of(
        ORGANISATION,
        id="ovkk-nummer van de organisatie",
        name="organisatie|naam organisatie|organisatienaam|vereniging|bedrijf|instelling|organisation|organization"
        "|company|naam vereniging|dorpsbelang|bedrijfsnaam|naam van de organisatie",
        kind="soort organisatie|soort|type|kind|type organisatie",
        legal_form="rechtsvorm|legal form",
        municipality="gemeente|gemeentecode|municipality",
        villages="dorpen|dorp|kern|kernen|village|villages",
        email="e-mail van de organisatie|e-mail organisatie|algemeen e-mailadres|email organisatie",
        phone="telefoon van de organisatie|telefoon organisatie|algemeen telefoonnummer",
        website="website|webadres|internet|site|url|homepage",
        kvk_number="kvk-nummer|kvk|kvknummer|kvk nummer|kamer van koophandel",
        iban="iban|rekeningnummer|bankrekening",
        **_address("de organisatie", "organisatie "),
    ),
    *_of(
        POSITION,
        function="functie|rol|position|role|job title|function|bestuursfunctie",
        own_title="eigen titel van de functie|functietitel|functieomschrijving|title of position",
        starts_on="functie van|functie begint op|van|vanaf|begindatum|start date|sinds|from",
        ends_on="functie tot en met|functie eindigt op|tot|tot en met|einddatum|end date|until",
        email="e-mail van de functie|e-mail functie|functie-e-mail|email functie",
        phone="telefoon van de functie|telefoon functie",
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
OTHERS = {"person": "wie de functie heeft"}
SHARED = ("email", "phone", *ADDRESS)  # which of the two entities these are of, the other columns tell


def guess(headings: Sequence[str]) -> list[str]:
    """Give the key of a field per heading, "" where none is known; no field twice.

    Without a column about persons, a bare "naam", "e-mail", "telefoon" or address is the organisation's.
    """
    known = {_bare(heading): column for column in reversed(COLUMNS) for heading in column.headings}
    found = [known.get(_bare(heading)) for heading in headings]
    named = [column.name for column in found if column and column.entity == PERSON]
    about_persons = bool({"given_name", "initials", "family_name", "nickname", "id"} & set(named))
    about_functions = any(column and column.entity == POSITION for column in found)
    about_bodies = {column.name for column in found if column and column.entity == ORGANISATION}
    both = "full_name" in named and "name" in about_bodies
    alone = bool(about_bodies) and not (about_persons or about_functions or both)
    keys = [_of_organisation(column) if column and alone else column.key if column else "" for column in found]
    return [key if key not in keys[:at] else "" for at, key in enumerate(keys)]


def _of_organisation(column: Column) -> str:
    """Give what a column is when the file holds organisations only."""
    if column.key == "person.full_name":
        return "organisation.name"
    moved = f"{ORGANISATION}.{column.name}"
    return moved if column.entity == PERSON and column.name in SHARED and moved in BY_KEY else column.key


def headings_digest(headings: Sequence[str]) -> str:
    """Give by what to remember the mapping of a file with these headings, in whatever order."""
    return hashlib.sha256("\n".join(sorted(_bare(heading) for heading in headings)).encode()).hexdigest()


def _bare(heading: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold(heading)).split())


def label(entity: str, name: str) -> str:
    """Give the words for a field in a sentence."""
    column = BY_KEY.get(f"{entity}.{name}")
    return column.headings[0] if column else OTHERS.get(name, name)
