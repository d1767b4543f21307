"""An agreement on the partner's own website: a public name instead of the secret address, and who may frame it."""

import re
from datetime import timedelta
from typing import Any

from ovkk_core.agreements.choices import Cancelling
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.others import JudgedOther, judged_others, others_of
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


def coming(agreement: FeedAgreement) -> list[Occurrence | JudgedOther]:
    """Give what takes place of ``agreement`` in the coming year, soonest first, at most so many; that of others too."""
    on, moment = selecting.owners(), now()
    events = [one.event for one in judged(agreement, Event.over_at > moment) if not one.verdict.reason]
    seen = [event for event in events if event.visible and event.owner in on]
    found = occurrences_of(seen, moment, moment + YEAR)
    silent = agreement.cancelling is Cancelling.LEAVE_OUT
    own = [one for one in found if not (silent and one.cancelled)]
    others = [one for one in judged_others(agreement, others_of(agreement)) if not one.reason]
    near = [one for one in others if one.starts_at < moment + YEAR and one.ends_at > moment]
    both: list[Occurrence | JudgedOther] = [*own, *near]
    return sorted(both, key=lambda one: (one.starts_at, one.title))[:SHOWN]


def page_of(one: Occurrence | JudgedOther, base_url: str) -> str:
    """Give the address where more is said: the maker's own page of what others plan, "" when there is none."""
    if isinstance(one, JudgedOther):
        return one.event.address if one.event.address.startswith("https://") else ""
    return writer.page_of(one.event, base_url)


def policy(agreement: FeedAgreement) -> str:
    """Give the Content-Security-Policy: only the partner's sites may frame the list (SEC-6)."""
    framing = " ".join(["'self'", *agreement.origins])
    return (
        "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {framing}"
    )


def json_feed(agreement: FeedAgreement, events: list[Occurrence | JudgedOther], base_url: str) -> dict[str, Any]:
    """Give ``events`` as a JSON Feed; ``_event`` adds when and where (moments with their offset)."""
    return {
        "version": VERSION,
        "title": agreement.name,
        "home_page_url": f"{base_url}/agenda",
        "feed_url": f"{base_url}/kalender/inbedden/{agreement.embed}.json",
        "language": "nl",
        "items": [_item(one, base_url) for one in events],
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


def _item(one: Occurrence | JudgedOther, base_url: str) -> dict[str, Any]:
    start, end = one.first_day or local(one.starts_at), one.last_day or local(one.ends_at)
    own = _of_others(one) if isinstance(one, JudgedOther) else _of_ours(one)
    words = ", ".join(filter(None, (when(one), one.place)))
    item = own | {
        "url": page_of(one, base_url),
        "title": one.title,
        "content_text": "\n\n".join(filter(None, (words, own["content_text"]))),
        "_event": {
            "start": start.isoformat(),
            "end": end.isoformat(),
            "all_day": one.first_day is not None,
            "place": one.place,
            "cancelled": one.cancelled,
        },
    }
    return {name: value for name, value in item.items() if value != ""}


def _of_ours(one: Occurrence) -> dict[str, Any]:
    event = one.event
    return {
        "id": f"{event.uid}/{one.day}" if event.recurrence else event.uid,
        "content_text": event.description,
        "date_modified": event.last_modified.isoformat(),
        "tags": list(event.categories or ()),
    }


def _of_others(one: JudgedOther) -> dict[str, Any]:
    changed = one.event.changed_at
    return {
        "id": one.event.uid,
        "content_text": f"Gepland door: {one.event.source}",
        "date_modified": changed.isoformat() if changed else "",
        "tags": [],
        "authors": [{"name": one.event.source}],
    }
