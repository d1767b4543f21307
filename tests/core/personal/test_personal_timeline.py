"""Answers to "Klopt dit nog?" and changes of boards stand in the dossiers of who they are about."""

from datetime import date, timedelta

from ovkk_core.contacts import Organisation, Position
from ovkk_core.hookspecs import Subject
from ovkk_core.personal import Newcomer, hand_over
from ovkk_core.personal.handing import undo
from ovkk_core.personal.kinds import CheckState
from ovkk_core.personal.models import CheckItem, CheckRound
from ovkk_core.personal.timeline import items
from tests.core.contacts.counting import counted
from tests.core.personal.conftest import NOW

DAYS = {"closes_on": date(2026, 3, 1), "first_reminder_on": date(2026, 2, 10), "second_reminder_on": date(2026, 2, 20)}


def told(subject: Subject, until: object = None) -> list[tuple[str, str]]:
    """Give what the timeline tells, in a fixed number of questions."""
    with counted() as asked:
        found = [(item.title, item.text) for item in items(subject, until, 30)]  # type: ignore[arg-type]
    assert len(asked) == 2
    return found


def test_answers_and_changes_of_boards_are_told_of_person_and_organisation(
    secretary: Position, council: Organisation
) -> None:
    handover = hand_over(secretary, Newcomer("Bea", "de", "Boer", "bea@dorp.test"), date(2026, 4, 1), by_link=True)
    asked = CheckRound.create(name="Klopt dit nog? 2026", started_by="user:1", **DAYS)
    earlier = {"round": asked, "answered_at": NOW - timedelta(days=1)}
    CheckItem.create(person=secretary.person, state=CheckState.OK, **earlier)
    CheckItem.create(organisation=council, state=CheckState.CHANGED, **earlier)
    CheckItem.create(round=asked, person=secretary.person)
    change = ("Anna van Dijk stopt als secretaris", "Bea de Boer komt erna · gemeld via een persoonlijke link")
    answer = "Beantwoordde “Klopt dit nog? 2026”"
    anna, bea = Subject("person", secretary.person_id), Subject("person", handover.new_position.person_id)
    assert told(anna) == [change, (answer, "alles klopt")]
    assert told(bea) == [change]
    assert told(Subject("organisation", council.id)) == [change, (answer, "gewijzigd")]
    assert told(anna, NOW - timedelta(hours=1)) == [(answer, "alles klopt")]
    undo(handover)
    assert told(anna)[0][1] == "er komt nog niemand na · gemeld via een persoonlijke link · ingetrokken"
    assert list(items(Subject("village", 1), None, 30)) == []
