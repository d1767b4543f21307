"""Makes and changes date polls, and turns the winner into an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ovkk_core.calendars import Event, EventStatus, Visibility, local, publish_event, save_event
from ovkk_core.clock import today
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import audit
from ovkk_core.planning.mail import queue_result
from ovkk_core.planning.models import DatePoll, PollGuest, PollOption, options_of

OWNER = "planning"
FEWEST, MOST = 2, 8
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class PollPlan:
    """What somebody decides about a poll; the moments are aware, the last day to answer is included."""

    title: str
    closes_on: date
    options: Sequence[Span]
    explanation: str = ""
    location: str = ""


def save_poll(plan: PollPlan, poll: DatePoll | None = None) -> DatePoll:
    """Store a new or changed poll. Options that stay keep their answers; once people were asked, none can go.

    Raises ``BadInputError`` for too few, double or impossible options, a last day in the past, or a poll that is over.
    """
    spans = _checked(plan)
    given = {name: getattr(plan, name) for name in ("title", "explanation", "location", "closes_on")}
    with transaction():
        saved = _waiting(poll) if poll else DatePoll()
        for name, value in given.items():
            setattr(saved, name, value)
        saved.save()
        _keep_options(saved, spans)
    return saved


def poll_by_id(number: int) -> DatePoll:
    """Give the poll, or raise :class:`NotFoundError`."""
    poll = DatePoll.get_or_none(DatePoll.id == number) if number < 2**31 else None
    if poll is None:
        raise NotFoundError("Deze datumprikker bestaat niet. Ga terug naar het overzicht.")
    return poll


def choose(poll: DatePoll, option_id: int, *, publish: bool = False) -> Event:
    """Make the option an event with the UID of the poll, close the poll and tell everybody who was asked.

    The event is a draft for those asked only, or public with ``publish`` and when the public knew of it before.
    Raises ``BadInputError`` when a date was chosen or the poll was ended, ``NotFoundError`` for an option of another
    poll.
    """
    with transaction():
        poll = _waiting(poll)
        option = options_of(poll).where(PollOption.id == option_id).first()
        if option is None:
            raise NotFoundError("Deze datum hoort niet bij deze datumprikker. Kies er een uit de lijst.")
        event = Event.get_or_none(Event.uid == poll.uid) or Event(uid=poll.uid, owner=OWNER, kind="meeting")
        event.title, event.location, event.description = poll.title, poll.location, poll.explanation
        event.starts_at, event.ends_at, event.visibility = option.starts_at, option.ends_at, Visibility.PUBLIC
        save_event(event)
        if publish or event.cancelled:
            publish_event(event)
        poll.event = event
        poll.save()
        audit("planning.poll_choose", "poll", poll.id)
        for guest in PollGuest.select().where(PollGuest.poll == poll).order_by(PollGuest.id):
            queue_result(poll, event, guest)
    return event


def publish_winner(poll: DatePoll) -> None:
    """Show the chosen date to the public; does nothing when that was done. Raises ``BadInputError`` without one."""
    if poll.event is None:
        raise BadInputError("Er is nog geen datum gekozen. Kies eerst de datum.")
    if poll.event.status in {EventStatus.DRAFT, EventStatus.WITHDRAWN}:
        publish_event(poll.event)


def alone_with(poll: DatePoll) -> DatePoll:
    """Make other changes of this poll wait until the transaction ends, and give it as it is now."""
    lock(f"planning.poll.{poll.id}")
    fresh: DatePoll = DatePoll.get_by_id(poll.id)
    return fresh


def _waiting(poll: DatePoll) -> DatePoll:
    """Give the poll alone; refuse when its date was chosen, or when it was ended without."""
    fresh = alone_with(poll)
    if fresh.event_id is not None:
        raise BadInputError("Bij deze datumprikker is de datum al gekozen. Trek eerst die keuze in.")
    if fresh.ended_on is not None:
        raise BadInputError("Deze datumprikker is gestopt zonder datum. Open hem eerst opnieuw.")
    return fresh


def _checked(plan: PollPlan) -> list[Span]:
    spans = sorted(set(plan.options))
    if len(spans) < len(plan.options):
        raise BadInputError("Een van de voorstellen staat er twee keer in. Haal er een weg.")
    if not FEWEST <= len(spans) <= MOST:
        raise BadInputError(f"Geef {FEWEST} tot {MOST} voorstellen. Nu zijn het er {len(spans)}.")
    if any(end <= start for start, end in spans):
        raise BadInputError("Een voorstel eindigt voordat het begint. Pas de tijden aan.")
    if plan.closes_on < today():
        raise BadInputError("De laatste dag om te antwoorden is al voorbij. Kies een latere dag.")
    if local(spans[0][0]).date() <= plan.closes_on:
        raise BadInputError("De laatste dag om te antwoorden moet vóór de eerste voorgestelde datum liggen.")
    return spans


def _keep_options(poll: DatePoll, spans: Sequence[Span]) -> None:
    present = {(option.starts_at, option.ends_at): option for option in options_of(poll)}
    gone = [option for span, option in present.items() if span not in spans]
    if gone and PollGuest.select().where(PollGuest.poll == poll).exists():
        raise BadInputError(
            "Deze voorstellen zijn al verstuurd en kunnen niet meer weg of anders. Een nieuw voorstel kan er wel bij."
        )
    for option in gone:
        option.delete_instance()
    for starts_at, ends_at in spans:
        if (starts_at, ends_at) not in present:
            PollOption.create(poll=poll, starts_at=starts_at, ends_at=ends_at)
