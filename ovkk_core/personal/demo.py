"""The demonstration: an open round of "Klopt dit nog?" among village halls, half answered, and a change to look at."""

from datetime import timedelta
from typing import Any

from ovkk_core.clock import now, today
from ovkk_core.contacts import Organisation, OrganisationKind, PositionFunction, current_positions
from ovkk_core.history import acting
from ovkk_core.personal import rounds
from ovkk_core.personal.handing import Newcomer, hand_over
from ovkk_core.personal.kinds import CheckState
from ovkk_core.personal.models import CheckItem, CheckRound

STATES = (CheckState.OK, CheckState.OK, CheckState.OPEN, CheckState.CHANGED, CheckState.OPEN)


def load() -> None:
    """Add them, unless there is nobody to ask."""
    if CheckRound.select().exists() or not _halls().exists():
        return
    day = today()
    made = rounds.start(
        CheckRound(
            name=f"Klopt dit nog? {day.year}",
            kinds=[OrganisationKind.COMMUNITY_CENTRE.value],
            first_reminder_on=day + timedelta(days=9),
            second_reminder_on=day + timedelta(days=23),
            closes_on=day + timedelta(days=37),
        )
    )
    rounds.send_round(made.id)
    for number, item in enumerate(CheckItem.select().where(CheckItem.round == made).order_by(CheckItem.id)):
        state = STATES[number % len(STATES)]
        if state is not CheckState.OPEN:
            who = f"persoon:{item.person_id}" if item.person_id else "system"
            item.state, item.answered_at, item.answered_by = state, now(), who
            item.save()
    _change()


def _change() -> None:
    """Let a treasurer follow up another by the link of a secretary, to be looked at."""
    councils = current_positions().where(Organisation.kind == OrganisationKind.VILLAGE_COUNCIL, Organisation.demo)
    position = next((one for one in councils if one.function is PositionFunction.TREASURER and one.person_id), None)
    if position:
        with acting(f"persoon:{position.person_id}"):
            newcomer = Newcomer("Femke", "", "Voorbeeld", "femke.voorbeeld@dorpsbewoner.test")
            hand_over(position, newcomer, today() + timedelta(days=14), by_link=True)


def _halls() -> Any:
    return current_positions().where(Organisation.kind == OrganisationKind.COMMUNITY_CENTRE)
