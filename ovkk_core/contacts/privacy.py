"""What contacts keep of people, for the register, for who asks, and to be erased."""

from collections.abc import Iterator
from typing import Any

from ovkk_core.contacts.models import Organisation, Person, Position
from ovkk_core.database import transaction
from ovkk_core.history import Change, Revision, forget_history, plain, row_in_words
from ovkk_core.hookspecs import PersonalData, Processing

NOT_OF_PEOPLE = "Namen van plaatsen en van organisaties, geen gegevens van personen"
PROCESSING = [
    Processing(
        name="contacts.contacts",
        title="Contactpersonen en hun functies",
        purpose="Contact onderhouden met dorpen, dorpshuizen, gemeenten, provincie en partners",
        basis="legitimate_interest",
        people="Bestuurders, beheerders, ambtenaren, politici en andere contactpersonen; belangstellenden",
        data="Naam, aanspreekvorm, taal, e-mailadres, telefoonnummer, postadres, functies met begin en einde, herkomst",
        recipients="Niemand buiten de vereniging, tenzij iemand daar zelf om vraagt",
        term="Zolang iemand een functie of toestemming heeft, en daarna 24 maanden",
        source="De persoon zelf, de organisatie, of openbare bronnen; per persoon vermeld",
        tables=frozenset(
            {"contacts_person", "contacts_position", "contacts_organisation", "contacts_organisation_channel"}
        ),
        exempt={
            "contacts_province": NOT_OF_PEOPLE,
            "contacts_municipality": NOT_OF_PEOPLE,
            "contacts_village": NOT_OF_PEOPLE,
            "contacts_organisation_village": NOT_OF_PEOPLE,
            "contacts_place_import": NOT_OF_PEOPLE,
        },
    )
]
CHANGES = {
    Change.CREATED: "toegevoegd",
    Change.CHANGED: "gewijzigd",
    Change.DELETED: "verwijderd",
    Change.RESTORED: "teruggezet",
}
PERSON = {
    "Titel": "title",
    "Voorletters": "initials",
    "Voornaam": "given_name",
    "Roepnaam": "nickname",
    "Tussenvoegsel": "name_prefix",
    "Achternaam": "family_name",
    "Aanspreekvorm": "form_of_address",
    "Taal": "language",
    "E-mailadres": "email",
    "Telefoon": "phone",
    "Straat en huisnummer": "street_line",
    "Postcode": "postcode",
    "Plaats": "city",
    "Herkomst": "source",
    "Toegevoegd": "created_at",
}
NAMES = {name: label for label, name in PERSON.items() if name not in {"street_line", "created_at"}} | {
    "street": "Straat",
    "house_number": "Huisnummer",
}
POSITION: dict[str, Any] = {
    "Organisatie": lambda position: str(position.organisation),
    "Functie": "function",
    "Eigen titel": "own_title",
    "Vanaf": "starts_on",
    "Tot en met": "ends_on",
    "Reden van einde": "ended_reason",
    "E-mailadres van de functie": "email",
    "Telefoon van de functie": "phone",
    "Bevestigd": "confirmed_at",
}


def held(person_id: int) -> Iterator[PersonalData]:
    """Give the record, the positions and what changed in the record."""
    people = Person.select().where(Person.id == person_id)
    yield PersonalData("Uw gegevens", tuple(row_in_words(person, PERSON) for person in people))
    positions = Position.select(Position, Organisation).join(Organisation)
    own = positions.where(Position.person == person_id).order_by(Position.starts_on, Position.id)
    yield PersonalData("Uw functies", tuple(row_in_words(position, POSITION) for position in own))
    standing_in = positions.where(Position.deputy == person_id).order_by(Position.id)
    of_others = {label: POSITION[label] for label in ("Organisatie", "Functie", "Vanaf", "Tot en met")}
    yield PersonalData("Plaatsvervanger van", tuple(row_in_words(one, of_others) for one in standing_in))
    yield PersonalData("Wijzigingen van uw gegevens", tuple(_changes(person_id)))


def _changes(person_id: int) -> Iterator[dict[str, str]]:
    about = (Revision.table_name == Person._meta.table_name) & (Revision.object_id == str(person_id))
    for revision in Revision.select().where(about).order_by(Revision.id):
        said = {"Wanneer": plain(revision.at), "Wat": CHANGES[revision.change]}
        if revision.change is not Change.CHANGED:  # all of it stands above, or in the change after
            yield said
            continue
        pairs = {name: pair for name, pair in revision.changes.items() if name in NAMES}
        yield said | {NAMES[name]: " → ".join(_value(name, one) for one in pair) for name, pair in pairs.items()}


def _value(name: str, value: Any) -> str:
    """Give a value as the history keeps it in words."""
    return plain(Person._meta.fields[name].python_value(value)) if value else "–"


def erase(person_id: int) -> None:
    """Take the person out of positions, with their history: one that is held becomes vacant, past ones nameless.

    Its address and number go when they are the person's own. The record stays until :func:`erase_record`.
    """
    with transaction():
        person = Person.get_or_none(Person.id == person_id)
        mine = list(Position.select().where((Position.person == person_id) | (Position.deputy == person_id)))
        for position in mine:
            _empty(position, person_id, person)
        forget_history(Position, [position.id for position in mine])
        forget_history(Position, _once_of(person_id))


def erase_record(person_id: int) -> None:
    """Delete the record of a person with its history: the last step of erasing."""
    with transaction():
        Person.delete().where(Person.id == person_id).execute()
        forget_history(Person, [person_id])


def _empty(position: Position, person_id: int, person: Person | None) -> None:
    values: dict[str, Any] = {"deputy": None} if position.deputy_id == person_id else {}
    if position.person_id == person_id:
        values |= {"person": None, "own_title": "", "ended_reason": "", "confirmed_at": None}
        for name in ("email", "phone"):
            if person is not None and getattr(position, name) == getattr(person, name):
                values[name] = ""
    Position.update(values).where(Position.id == position.id).execute()


def _once_of(person_id: int) -> list[str]:
    """Give the positions, also deleted ones, in whose history the person stands."""
    rows = Revision.select(Revision.object_id, Revision.changes).where(Revision.table_name == Position._meta.table_name)
    return [key for key, changes in rows.tuples().iterator() if _names_person(changes, person_id)]


def _names_person(changes: dict[str, list[Any]], person_id: int) -> bool:
    return any(person_id in changes.get(name, ()) for name in ("person", "deputy"))
