"""Who is like one contact: a few questions to the database instead of an index of everybody."""

import re
from typing import Any

from ovkk_core.contacts.duplicates import (
    ContactKind,
    Details,
    DuplicateIndex,
    Match,
    organisation_details,
    person_details,
)
from ovkk_core.contacts.formats import stored_phone
from ovkk_core.contacts.likeness import VILLAGE_COUNCIL, person_words
from ovkk_core.contacts.models import Organisation, OrganisationVillage, Person, Village
from ovkk_core.database import fold
from ovkk_core.errors import BadInputError

MOST = 2000
FIRST_LETTERS = 3
TELLING = 4


def details_of(contact: Person | Organisation) -> Details:
    """Give what a contact is compared by; one that is not stored yet has the id 0 and no villages but its place."""
    if contact.id:
        read = person_details if isinstance(contact, Person) else organisation_details
        return next(read([contact.id]))
    villages = (contact.city,) if contact.city else ()
    shared = (contact.email, contact.phone, contact.postcode, villages)
    if isinstance(contact, Person):
        return Details(0, contact.full_name, *shared)
    return Details(0, contact.name, *shared, kvk_number=contact.kvk_number)


def alike(details: Details, kind: ContactKind) -> list[Match]:
    """Give at most ten stored contacts of ``kind`` that may be the same, the likeliest first; never itself."""
    persons = kind is ContactKind.PERSON
    ids = _near_persons(details) if persons else _near_organisations(details)
    index = DuplicateIndex(kind)
    for one in person_details(ids) if persons else organisation_details(ids):
        index.add(one)
    return index.like(details, but=details.id)


def _near_persons(details: Details) -> list[int]:
    words = person_words(details.name).split()
    starts = {word[:FIRST_LETTERS] for word in words[1:] or words if len(word) > 1}
    named = [Person.sort_key.startswith(start) for start in sorted(starts)]
    return _ids(Person, [*_shared(Person, details), *named])


def _near_organisations(details: Details) -> list[int]:
    of_village = OrganisationVillage.select(OrganisationVillage.organisation).join(Village)
    words = [w for w in re.split(r"[^\w]+", VILLAGE_COUNCIL.sub(" ", fold(details.name))) if len(w) >= TELLING]
    return _ids(
        Organisation,
        [
            *_shared(Organisation, details),
            Organisation.kvk_number == details.kvk_number if details.kvk_number else None,
            Organisation.id.in_(of_village.where(Village.name.in_(details.villages))) if details.villages else None,
            Organisation.city.in_(details.villages) if details.villages else None,
            *(Organisation.sort_key.contains(word) for word in words[:TELLING]),
        ],
    )


def _shared(model: Any, details: Details) -> list[Any]:
    return [
        model.email == details.email if details.email else None,
        model.phone == _phone(details.phone) if details.phone else None,
        model.postcode == details.postcode if details.postcode else None,
    ]


def _phone(text: str) -> str:
    try:
        return stored_phone(text)
    except BadInputError:
        return text


def _ids(model: Any, ways: list[Any]) -> list[int]:
    found: set[int] = set()
    for way in ways:
        if way is not None:
            found |= {pk for (pk,) in model.select(model.id).where(way).limit(MOST).tuples()}
    return sorted(found)
