"""An agreement on the partner's own website: a public name instead of the secret address, and who may frame it."""

import re
from datetime import timedelta
from typing import Any

from ovkk_core.agreements.choices import Cancelling
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.selection import judged
from ovkk_core.calendars import Event, Occurrence, local, occurrences_of, selecting, when, writer
from ovkk_core.clock import now
from ovkk_core.database import slug
from ovkk_core.errors import BadInputError, NotFoundError

SHOWN = 50
YEAR = timedelta(days=365)
ORIGIN = re.compile(r"https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?")
VERSION = "https://jsonfeed.org/version/1.1"


def find(name: str) -> FeedAgreement:
    """Give the agreement that is shown under ``name``. Raises ``NotFoundError`` when there is none, or no more."""
    agreement = FeedAgreement.get_or_none(FeedAgreement.embed == name) if name else None
    if agreement is None or agreement.ended or agreement.left:
        raise NotFoundError("Deze lijst bestaat niet. Kijk op onze agenda wat er te doen is.")
    return agreement


def coming(agreement: FeedAgreement) -> list[Occurrence]:
    """Give what takes place of ``agreement`` in the coming year, soonest first, at most so many."""
    on, moment = selecting.owners(), now()
    events = [one.event for one in judged(agreement, Event.over_at > moment) if not one.verdict.reason]
    seen = [event for event in events if event.visible and event.owner in on]
    found = occurrences_of(seen, moment, moment + YEAR)
    silent = agreement.cancelling is Cancelling.LEAVE_OUT
    return [one for one in found if not (silent and one.cancelled)][:SHOWN]


def policy(agreement: FeedAgreement) -> str:
    """Give the Content-Security-Policy: only the partner's sites may frame the list (SEC-6)."""
    framing = " ".join(["'self'", *agreement.origins])
    return (
        "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {framing}"
    )


def json_feed(agreement: FeedAgreement, events: list[Occurrence], base_url: str) -> dict[str, Any]:
    """Give ``events`` as a JSON Feed; ``_event`` adds when and where (moments with their offset)."""
    return {
        "version": VERSION,
        "title": agreement.name,
        "home_page_url": f"{base_url}/agenda",
        "feed_url": f"{base_url}/kalender/inbedden/{agreement.embed}.json",
        "language": "nl",
        "items": [_item(event, base_url) for event in events],
    }


def code(agreement: FeedAgreement, base_url: str) -> str:
    """Give the lines to paste in a page: a frame with a title, and a link for who sees no frame."""
    address = f"{base_url}/kalender/inbedden/{agreement.embed}"
    frame = f'<iframe src="{address}" title="Agenda" width="100%" height="600" loading="lazy"></iframe>'
    return f'{frame}<p><a href="{base_url}/agenda">Bekijk de hele agenda</a></p>'


def unused_name(name: str) -> str:
    """Give a name for the address of the list, that no other agreement has."""
    base = slug(name) or "agenda"
    taken = {one.embed for one in FeedAgreement.select(FeedAgreement.embed)}
    wishes = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(wish for wish in wishes if wish not in taken)


def origins(text: str) -> list[str]:
    """Give the websites typed, one a line, as origins. Raises ``BadInputError`` for what is none."""
    found = []
    for line in filter(None, (line.strip().casefold().rstrip("/") for line in text.splitlines())):
        if not ORIGIN.fullmatch(line):
            raise BadInputError(f"'{line}' is geen adres van een website. Typ bijvoorbeeld https://www.dorp.example.")
        found.append(line)
    return list(dict.fromkeys(found))


def _item(one: Occurrence, base_url: str) -> dict[str, Any]:
    event = one.event
    start, end = one.first_day or local(one.starts_at), one.last_day or local(one.ends_at)
    words = ", ".join(filter(None, (when(one), one.place)))
    return {
        "id": f"{event.uid}/{one.day}" if event.recurrence else event.uid,
        "url": writer.page_of(event, base_url),
        "title": one.title,
        "content_text": "\n\n".join(filter(None, (words, event.description))),
        "date_modified": event.last_modified.isoformat(),
        "tags": list(event.categories or ()),
        "_event": {
            "start": start.isoformat(),
            "end": end.isoformat(),
            "all_day": one.all_day,
            "place": one.place,
            "cancelled": one.cancelled,
        },
    }
