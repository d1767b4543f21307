"""What mailings ask of people, and what stops with a plugin or when somebody unsubscribes."""

from collections.abc import Iterator

from flask_babel import gettext as _

from ovkk_core.accounts import User, may
from ovkk_core.consents import may_write_to
from ovkk_core.contacts import Person
from ovkk_core.errors import NotFoundError
from ovkk_core.hookspecs import TodoItem
from ovkk_core.mail import drop_queued
from ovkk_core.mailings.declarations import APPROVE, SEND, WRITE
from ovkk_core.mailings.models import Mailing, MailingState

ASKING = (MailingState.IN_REVIEW, MailingState.APPROVED, MailingState.PAUSED)


def todos(user: User) -> list[TodoItem]:
    """Ask who may: to approve what another wrote, to change what was returned, to go on with what was paused."""
    returned = (Mailing.state == MailingState.DRAFT) & (Mailing.remark != "")
    rows = Mailing.select().where(Mailing.state.in_(ASKING) | returned).order_by(Mailing.id)
    return [todo for mailing in rows for todo in _todo(mailing, user)]


def _todo(mailing: Mailing, user: User) -> Iterator[TodoItem]:
    me, address = f"user:{user.id}", f"/beheer/mailings/{mailing.id}/"
    if mailing.state is MailingState.IN_REVIEW and me not in {mailing.writer, mailing.asked_by} and may(APPROVE, user):
        yield TodoItem(_("“%(title)s” waits for your approval", title=mailing.title), address, _("Look at it"))
    if mailing.state is MailingState.DRAFT and mailing.writer == me and may(WRITE, user):
        yield TodoItem(_("“%(title)s” must change before it can go", title=mailing.title), address, _("Look at it"))
    if mailing.state is MailingState.APPROVED and mailing.writer == me and may(SEND, user):
        yield TodoItem(_("“%(title)s” was approved and can be sent", title=mailing.title), address, _("Send"))
    if mailing.state is MailingState.PAUSED and may(SEND, user):
        yield TodoItem(_("“%(title)s” was paused", title=mailing.title), address, _("Look at it"))


def drop_unwanted(person_id: int, purpose: str) -> None:
    """Take out of the queue what somebody no longer wants (MAIL-5)."""
    person = Person.get_or_none(Person.id == person_id)
    try:
        unwanted = person is not None and not may_write_to(person, purpose).allowed
    except NotFoundError:  # a purpose of a plugin that is away
        return
    if unwanted:
        drop_queued(person_id=person_id, purpose=purpose)
