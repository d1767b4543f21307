"""The cast of the poll tests: Anna and Bram of two village councils, and three evenings in March 2026."""

from datetime import date, datetime

from ovkk_core.contacts import (
    FormOfAddress,
    Municipality,
    Organisation,
    OrganisationKind,
    Person,
    Position,
    PositionFunction,
)
from ovkk_core.planning.inviting import invite
from ovkk_core.planning.models import DatePoll, PollGuest, PollOption, options_of
from ovkk_core.planning.polls import PollPlan, save_poll
from tests.core.planning.conftest import at

EVENINGS = ("2026-03-10", "2026-03-11", "2026-03-12")


def spans(*days: str) -> list[tuple[datetime, datetime]]:
    """Give the evenings of these days."""
    return [(at(f"{day} 19:30"), at(f"{day} 21:30")) for day in days]


def make_plan(**changes: object) -> PollPlan:
    """Give the plan of the cast's poll with ``changes``."""
    values = {
        "title": "Overleg over het dorpshuis",
        "closes_on": date(2026, 2, 27),
        "options": spans(*EVENINGS),
        "explanation": "Wij bespreken het dak.",
        "location": "Dorpshuis De Kern",
    }
    return PollPlan(**(values | changes))


def make_poll(**changes: object) -> DatePoll:
    """Store the poll."""
    return save_poll(make_plan(**changes))


def make_secretary(
    name: str, place: Municipality, kind: OrganisationKind = OrganisationKind.VILLAGE_COUNCIL
) -> Position:
    """Store a secretary of an organisation in ``place``, with an address of their own."""
    body = Organisation.create(name=f"Dorpsbelang {place.name} {name}", kind=kind, municipality=place)
    person = Person.create(
        given_name=name,
        name_prefix="van",
        family_name="Dijk",
        form_of_address=FormOfAddress.FIRST_NAME,
        email=f"{name.lower()}@dorp.example",
    )
    return Position.create(person=person, organisation=body, function=PositionFunction.SECRETARY)


def ask(poll: DatePoll, *positions: Position) -> list[PollGuest]:
    """Ask people; give the guests in that order."""
    before = {guest.id for guest in PollGuest.select()}
    invite(poll, [f"f{position.id}" for position in positions])
    made = {guest.position_id: guest for guest in PollGuest.select() if guest.id not in before}
    return [made[position.id] for position in positions if position.id in made]


def options(poll: DatePoll) -> list[PollOption]:
    """Give the options in order of time."""
    return list(options_of(poll))
