"""A mailing reaches who holds a position when it is sent, not who left after the list was fixed."""

from datetime import timedelta

from ovkk_core.clock import frozen, today
from ovkk_core.contacts import Person, Position
from ovkk_core.mail import MailState, OutboxMail
from ovkk_core.mailings import Mailing
from ovkk_core.mailings.deciding import send
from ovkk_core.mailings.listing import fix_list
from ovkk_core.mailings.models import MailingSkip
from ovkk_core.mailings.sending import send_due
from ovkk_core.personal import Newcomer, hand_over
from tests.core.audiences.conftest import NOW
from tests.core.mailings.conftest import Make, queue_all

LEAVER, COMER = "sanne.vilsteren@persoon.test", "noor@persoon.test"
NOOR = Newcomer("Noor", "", "Nieuw", COMER)


def leave(successor: Newcomer | None = NOOR) -> None:
    position = Position.select().join(Person, on=Position.person).where(Person.email == LEAVER).get()
    hand_over(position, successor, today(), by_link=False)


def states(mailing: Mailing, address: str) -> list[MailState]:
    rows = OutboxMail.select().where(OutboxMail.campaign == mailing.campaign, OutboxMail.address == address)
    return [row.state for row in rows]


def test_mail_in_the_outbox_is_dropped_and_queued_for_the_successor(make: Make) -> None:
    mailing = queue_all(make())
    assert states(mailing, LEAVER) == [MailState.QUEUED]
    leave()
    assert (states(mailing, LEAVER), states(mailing, COMER)) == ([MailState.DROPPED], [MailState.QUEUED])
    assert '"naam":"Noor Nieuw"' in OutboxMail.get(campaign=mailing.campaign, address=COMER).personal
    assert "voor wie erna kwam" in MailingSkip.get().reason


def test_mail_in_the_outbox_is_dropped_when_nobody_comes(make: Make) -> None:
    mailing = queue_all(make())
    leave(None)
    assert states(mailing, LEAVER) == [MailState.DROPPED]


def test_mail_that_left_is_not_sent_again_to_the_successor(make: Make) -> None:
    mailing = queue_all(make())
    OutboxMail.update(state=MailState.SENT, due_at=None).execute()
    leave()
    assert (states(mailing, LEAVER), states(mailing, COMER)) == ([MailState.SENT], [])


def test_list_that_was_fixed_before_the_change_reaches_the_successor(make: Make) -> None:
    mailing = make()
    assert send(mailing, fix_list(mailing).id)
    with frozen(NOW + timedelta(days=1)):
        leave()
        send_due(mailing.id, 1)
    assert (states(mailing, LEAVER), states(mailing, COMER)) == ([], [MailState.QUEUED])
