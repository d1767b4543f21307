"""Calendars of one position or one person: agreements too, made with one button, that die with the position."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from ovkk_core.agreements.choices import Places
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.sentences import who
from ovkk_core.contacts import Organisation, Person, Position, current_positions
from ovkk_core.database import fold, transaction
from ovkk_core.errors import BadInputError, NotFoundError

LONGEST = 100  # characters of a name, as in the form
SHOWN = 20
KINDS = {
    Places.ORGANISATION: _l("Calendar for this position"),
    Places.PERSON: _l("Personal calendar"),
}


def positions_found(text: str) -> tuple[list[Position], int]:
    """Give the first positions of today that somebody holds and whose words begin so, and how many there are."""
    found = current_positions().where(Person.id.is_null(False))
    for word in fold("".join(c for c in text[:LONGEST] if c.isprintable())).split():
        found = found.where(Organisation.sort_key.contains(word) | Person.sort_key.contains(word))
    return list(found.limit(SHOWN)), found.count()


def own_feeds(positions: list[Position]) -> Mapping[tuple[int, Places], FeedAgreement]:
    """Give the calendars that these positions have already, by position and kind."""
    theirs = FeedAgreement.contact.in_([one.id for one in positions]) & FeedAgreement.places.in_(list(KINDS))
    rows = FeedAgreement.select().where(theirs).order_by(FeedAgreement.id)
    return {(one.contact_id, one.places): one for one in rows if not one.ended}


def make(number: int, kind: Any) -> tuple[FeedAgreement, bool]:
    """Give the calendar of that kind for a position, and whether it was made now.

    Of a position it has what takes place in the area of the organisation, of a person what takes place in the area
    of everything that person is active for. Raises :class:`NotFoundError` when nobody holds the position now.
    """
    places = next((one for one in KINDS if one.value == kind), None)
    if places is None:
        raise BadInputError("Deze soort agenda bestaat niet. Kies een van de knoppen.")
    with transaction():
        position = current_positions().where(Position.id == number, Person.id.is_null(False)).first()
        if position is None:
            raise NotFoundError("Deze functie is er niet (meer), of niemand vervult haar nu. Ga terug naar de lijst.")
        there = own_feeds([position]).get((position.id, places))
        if there:
            return there, False
        whom = str(position.person) if places is Places.PERSON else who(position)
        name = f"Agenda voor {whom}"[:LONGEST].rstrip(", ")
        return FeedAgreement.create(name=name, contact=position, places=places, embed=""), True
