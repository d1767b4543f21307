"""Who hands a position over gets nothing for it from that moment, also not what already lay in the outbox."""

from datetime import date, timedelta

import pytest

from ovkk_core.agreements import Places, make_own_feed
from ovkk_core.contacts import Organisation, Person, Position
from ovkk_core.jobs import run_due
from ovkk_core.mail import MailState, OutboxMail, Recipient, queue_mail
from ovkk_core.personal import CheckItem, Newcomer, hand_over
from ovkk_core.personal.handing import undo
from ovkk_core.personal.mail import queue_link
from ovkk_core.personal.rounds import send_round, start
from ovkk_core.planning.inviting import invite, remind_silent
from ovkk_core.planning.polls import PollPlan, save_poll
from tests.core.personal.conftest import NOW, hold
from tests.core.personal.test_checking import plan

BEA = Newcomer("Bea", "de", "Boer", "bea@dorp.test")
TODAY = date(2026, 2, 2)


@pytest.fixture
def waiting(secretary: Position, council: Organisation) -> Position:
    """Give Anna's position, with mail of several rooms to her that the worker has not taken yet."""
    moments = [(NOW + timedelta(days=number), NOW + timedelta(days=number, hours=1)) for number in (30, 31)]
    poll = save_poll(PollPlan("Overleg", date(2026, 2, 27), moments))
    invite(poll, [f"f{secretary.id}"])
    remind_silent(poll)
    agreement, _ = make_own_feed(secretary.id, Places.ORGANISATION.value)
    values = {"salutation": "Dag", "calendar": "x", "month": "januari 2026", "changes": "geen"}
    queue_mail(
        "agreements.changes", Recipient("anna@dorp.test"), values, key=f"agreements.changes:{agreement.id}:2026-01"
    )
    send_round(start(plan()).id)
    queue_link(secretary.person, "http://localhost/u/eigen")
    return secretary


def to(address: str, state: MailState = MailState.QUEUED) -> list[str]:
    rows = OutboxMail.select().where(OutboxMail.address == address, OutboxMail.state == state)
    return sorted(mail.kind for mail in rows)


def test_mail_that_waits_for_who_leaves_goes_to_who_comes_or_is_dropped(waiting: Position) -> None:
    assert len(to("anna@dorp.test")) == 5
    hand_over(waiting, BEA, TODAY, by_link=False)
    assert to("anna@dorp.test") == ["personal.link", "personal.thanks"]
    assert to("anna@dorp.test", MailState.DROPPED) == [
        "agreements.changes",
        "personal.check",
        "planning.poll_invitation",
        "planning.poll_reminder",
    ]
    assert [item.person_id for item in CheckItem.select()] == [None]
    send_round(CheckItem.get().round_id)
    assert to("bea@dorp.test") == ["personal.check", "personal.welcome", "planning.poll_invitation"]


def test_mail_goes_to_the_general_address_when_nobody_comes(waiting: Position) -> None:
    hand_over(waiting, None, TODAY, by_link=False)
    send_round(CheckItem.get().round_id)
    assert to("anna@dorp.test") == ["personal.link", "personal.thanks"]
    assert to("info@vilsteren.test") == ["personal.check", "planning.poll_invitation"]


def test_mail_to_the_address_of_the_function_reaches_who_comes(secretary: Position) -> None:
    secretary.email = "secretaris@vilsteren.test"
    secretary.save()
    send_round(start(plan()).id)
    hand_over(secretary, BEA, TODAY, by_link=False)
    assert to("secretaris@vilsteren.test") == ["personal.check"]


def test_who_keeps_another_position_is_still_asked_about_themselves(waiting: Position, anna: Person) -> None:
    hold(anna, waiting.organisation, "BOARD_MEMBER")
    hand_over(waiting, BEA, TODAY, by_link=False)
    run_due()
    assert sorted(str(item.person or item.organisation) for item in CheckItem.select()) == [
        "Anna van Dijk",
        "Dorpsbelang Vilsteren",
    ]


def test_change_that_is_taken_back_asks_who_was_there_again(waiting: Position) -> None:
    undo(hand_over(waiting, BEA, TODAY, by_link=False))
    assert "planning.poll_invitation" in to("anna@dorp.test")
    assert to("bea@dorp.test") == ["personal.welcome"]
