"""What planning keeps of people, for the register, for who asks, to go after a year and to be erased (PRIV-7)."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import peewee

from ovkk_core.clock import AMSTERDAM
from ovkk_core.history import row_in_words
from ovkk_core.hookspecs import PersonalData, Processing, RetentionRule
from ovkk_core.planning.models import Choice, DatePoll, PollAnswer, PollGuest, PollOption

PROCESSING = [
    Processing(
        name="planning.polls",
        title="Antwoorden op datumprikkers",
        purpose="Een datum vinden waarop de meeste mensen kunnen",
        basis="legitimate_interest",
        people="Wie voor een datumprikker is gevraagd",
        data="Naam, e-mailadres, wanneer iemand kan, een opmerking",
        recipients="Niemand buiten de vereniging",
        term="12 maanden na de laatste dag om te antwoorden",
        source="De contactgegevens en het antwoord van de persoon zelf",
        tables=frozenset({"planning_poll_guest", "planning_poll_answer", "planning_poll_link"}),
        exempt={"planning_date_poll": "De vraag zelf; wie gevraagd is, staat in een andere tabel"},
    )
]
CHOICES = {Choice.YES: "kan", Choice.IF_NEED_BE: "kan als het moet", Choice.NO: "kan niet"}
LABELS: dict[str, Any] = {
    "Datumprikker": lambda guest: guest.poll.title,
    "Naam": "name",
    "E-mailadres": "address",
    "Opmerking": "comment",
    "Geantwoord": "answered_at",
    "Antwoorden": lambda guest: [
        f"{answer.option.starts_at:%Y-%m-%d %H:%M} UTC: {CHOICES[answer.choice]}" for answer in guest.answers
    ],
}


def held(person_id: int, addresses: Collection[str]) -> Iterator[PersonalData]:
    """Give what the person was asked and said."""
    polls = PollGuest.select(PollGuest, DatePoll).join(DatePoll).where(_of(person_id, addresses))
    answers = PollAnswer.select(PollAnswer, PollOption).join(PollOption).order_by(PollAnswer.id)
    rows = peewee.prefetch(polls.order_by(PollGuest.id), answers)
    yield PersonalData("Datumprikkers", tuple(row_in_words(guest, LABELS) for guest in rows))


def erase(person_id: int, addresses: Collection[str]) -> None:
    """Delete that the person was asked, with links and answers."""
    PollGuest.delete().where(_of(person_id, addresses)).execute()


def old(before: datetime) -> Any:
    """Give those asked in polls that closed before ``before``."""
    day = before.astimezone(AMSTERDAM).date()
    return PollGuest.select(PollGuest, DatePoll).join(DatePoll).where(DatePoll.closes_on < day).order_by(PollGuest.id)


def delete_old(before: datetime) -> int:
    """Delete those asked in polls that closed before ``before``, with their answers; give how many."""
    closed = DatePoll.select(DatePoll.id).where(DatePoll.closes_on < before.astimezone(AMSTERDAM).date())
    count: int = PollGuest.delete().where(PollGuest.poll.in_(closed)).execute()
    return count


def shown(guest: PollGuest) -> str:
    """Give somebody asked in words for who looks at what will go."""
    return f"{guest.name}, datumprikker {guest.poll.title}"


def _of(person_id: int, addresses: Collection[str]) -> Any:
    """Give the condition for the person: by reference, or by an address of nobody else."""
    return (PollGuest.person == person_id) | peewee.fn.LOWER(PollGuest.address).in_(sorted(addresses))


RULES = [
    RetentionRule(
        name="planning.answers",
        title="Wie voor een datumprikker is gevraagd, en de antwoorden",
        keep=12,
        after="na de laatste dag om te antwoorden",
        basis="Een jaar later kan nog worden nagegaan waarom een datum is gekozen.",
        find=old,
        run=delete_old,
        show=shown,
    )
]
