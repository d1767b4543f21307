"""What comes back by mail about an open date poll: that somebody wrote, or that our mail did not arrive."""

from ovkk_core.hookspecs import ReceivedMail
from ovkk_core.planning.models import WAITING, DatePoll, PollGuest

ANSWER = "answer"


def wrote(message: ReceivedMail) -> None:
    """Note that a guest answered our mail by mail, so that whoever chooses reads it; it answers no option."""
    if message.kind == ANSWER and message.outbox_kind.startswith("planning."):
        mine = (PollGuest.mail == message.outbox_id) & PollGuest.poll.in_(_open())
        PollGuest.update(wrote_at=message.received_at).where(mine).execute()


def came_back(address: str, reason: str) -> None:
    """Note why mail to a guest did not arrive."""
    mine = (PollGuest.address == address) & PollGuest.poll.in_(_open())
    PollGuest.update(returned=reason[:200]).where(mine).execute()


def _open() -> object:
    return DatePoll.select(DatePoll.id).where(WAITING)
