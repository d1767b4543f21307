"""The demonstration: a date poll among the liaison officers of a few municipalities, half of them answered."""

from collections.abc import Iterator
from datetime import timedelta

from ovkk_core.clock import today
from ovkk_core.contacts import Person, Position, PositionFunction
from ovkk_core.database import transaction
from ovkk_core.planning.answering import answer
from ovkk_core.planning.evenings import free_evenings
from ovkk_core.planning.inviting import invite
from ovkk_core.planning.models import Choice, PollGuest, options_of
from ovkk_core.planning.polls import PollPlan, save_poll

ASKED, ANSWERED, OPTIONS = 6, 4, 3
SAID = (Choice.YES, Choice.IF_NEED_BE, Choice.YES, Choice.NO)


def load() -> None:
    """Add the poll, unless there is nobody to ask."""
    with transaction():
        people = list(_officers())
        evenings = free_evenings(today() + timedelta(days=42), count=OPTIONS)
        if not people or len(evenings) < OPTIONS:
            return
        plan = PollPlan(
            title="Overleg kerncontactambtenaren (voorbeeld)",
            closes_on=min(evenings[0].day - timedelta(days=1), today() + timedelta(days=6)),
            options=[(evening.starts_at, evening.ends_at) for evening in evenings],
            explanation="Wij bespreken de dorpenschouw van volgend jaar. Dit is een verzonnen voorbeeld.",
            location="Dorpshuis van een voorbeelddorp",
        )
        poll = save_poll(plan)
        invite(poll, people)
        options = list(options_of(poll))
        for number, guest in enumerate(PollGuest.select().order_by(PollGuest.id).limit(ANSWERED)):
            said = {o.id: SAID[(number + place) % len(SAID)] for place, o in enumerate(options)}
            answer(guest, said, "Ik kom met de trein." if number == 1 else "")


def _officers() -> Iterator[str]:
    officers = (
        Position.select()
        .join(Person, on=Position.person)
        .where(Position.function == PositionFunction.LIAISON_OFFICER, Person.demo)
    )
    return (f"f{position.id}" for position in officers.order_by(Position.id).limit(ASKED))
