"""What an event must obey before it is stored; every refusal is Dutch and names the field."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from ovkk_core.calendars import occurring
from ovkk_core.calendars.moments import FIRST_YEAR, LAST_YEAR, can_be_written, local, whole_days
from ovkk_core.database import slug
from ovkk_core.errors import BadInputError

if TYPE_CHECKING:
    from ovkk_core.calendars.models import Event
    from ovkk_core.calendars.recurrence import Recurrence

LONGEST_SLUG = 80
CONFERENCE = re.compile(r"https://[!#-;=?-Z\[\]_a-z~%]+\.[!#-;=?-Z\[\]_a-z~%]+")  # RFC 3986, and a whole host


def settle(event: Any, before: Event | None) -> None:
    """Fill in what follows from other fields: the moments of whole days, and the slug of a new event.

    Raises :class:`BadInputError` when title or times are missing.
    """
    if not (event.title or "").strip():
        raise BadInputError("De titel is leeg. Vul in hoe de activiteit heet.")
    if event.first_day and event.last_day:
        if event.last_day < event.first_day:
            raise BadInputError(
                f"De einddatum ({event.last_day:%d-%m-%Y}) ligt vóór de begindatum ({event.first_day:%d-%m-%Y}). "
                "Kies een latere einddatum."
            )
        event.starts_at, event.ends_at = whole_days(event.first_day, event.last_day)
    if event.starts_at is None or event.ends_at is None:
        raise BadInputError("De begintijd of de eindtijd is leeg. Vul beide in.")
    if event.starts_at.microsecond or event.ends_at.microsecond:
        event.starts_at, event.ends_at = event.starts_at.replace(microsecond=0), event.ends_at.replace(microsecond=0)
    if before is None:
        event.opens_at, event.over_at = event.starts_at, event.ends_at  # of every occurrence: follows when stored
    if before is None and not event.slug:
        event.slug = _unused_slug(event)


def check(event: Event) -> None:
    """Raise :class:`BadInputError` when the event cannot be as it is."""
    _check_times(event.starts_at, event.ends_at)
    if (event.first_day is None) != (event.last_day is None):
        raise BadInputError("Bij een activiteit van hele dagen zijn de begindatum en de einddatum allebei nodig.")
    if (event.latitude is None) != (event.longitude is None):
        raise BadInputError("Van de plaats op de kaart is maar één getal bekend. Vul breedte en lengte allebei in.")
    if event.latitude is not None and not (-90 <= event.latitude <= 90 and -180 <= event.longitude <= 180):
        raise BadInputError("De plaats op de kaart bestaat niet. Controleer breedte en lengte.")
    if event.parent_id is not None and event.parent_id == event.id:
        raise BadInputError("Een activiteit kan geen onderdeel van zichzelf zijn. Kies een andere activiteit.")
    _check_conference(event)
    if event.page and (not event.page.startswith("/") or event.page.startswith("//") or not event.page.isascii()):
        raise BadInputError("De pagina van de activiteit moet een adres op deze website zijn, dat begint met '/'.")
    if event.recurrence:
        _check_series(event, event.recurrence)


def _check_series(event: Event, rule: Recurrence) -> None:
    rule.check(occurring.first_day_of(event))
    for one in occurring.all_of(event):
        if one.changed:
            _check_times(one.starts_at, one.ends_at)


def _check_conference(event: Event) -> None:
    if event.conference_url and not CONFERENCE.fullmatch(event.conference_url):
        raise BadInputError(
            "Het adres van de videovergadering moet beginnen met 'https://' en mag geen spaties bevatten. "
            "Kopieer het opnieuw uit de uitnodiging."
        )
    if '"' in event.conference_label:
        raise BadInputError("In de naam van de videovergadering mogen geen aanhalingstekens staan.")


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    for name, moment in (("begintijd", starts_at), ("eindtijd", ends_at)):
        if not FIRST_YEAR <= local(moment).year <= LAST_YEAR:
            raise BadInputError(
                f"De {name} valt in {local(moment).year}. Kies een jaar van {FIRST_YEAR} tot {LAST_YEAR}."
            )
        if not can_be_written(moment):
            raise BadInputError(
                f"De {name} valt in het uur dat in de herfst twee keer komt, en wel de tweede keer. "
                "Kies een andere tijd."
            )
    if ends_at <= starts_at:
        raise BadInputError(
            f"De eindtijd ({_words(ends_at)}) ligt niet na de begintijd ({_words(starts_at)}). "
            "Kies een latere eindtijd."
        )


def _words(moment: datetime) -> str:
    return f"{local(moment):%d-%m-%Y %H.%M} uur"


def _unused_slug(event: Event) -> str:
    """Give ``<date>-<title>``, numbered when another event has it."""
    base = f"{local(event.starts_at):%Y-%m-%d}-{slug(event.title)}"[:LONGEST_SLUG].strip("-")
    names = (base if number == 1 else f"{base}-{number}" for number in count(1))
    model = type(event)
    return next(name for name in names if not model.select().where(model.slug == name).exists())
