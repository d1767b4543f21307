"""Rounds of "Klopt dit nog?" that are open when somebody leaves: who is there now is asked instead."""

import peewee

from ovkk_core.clock import today
from ovkk_core.contacts import Position, PositionFunction, current_positions, only_of_holder
from ovkk_core.jobs import enqueue
from ovkk_core.mail import OutboxMail, drop
from ovkk_core.personal.kinds import CheckState
from ovkk_core.personal.mail import CHECK, CHECK_REMINDER
from ovkk_core.personal.models import CheckItem, CheckRound

SEND_JOB = "personal.send_round"
DESK = (PositionFunction.SECRETARY, PositionFunction.CHAIR, PositionFunction.CONTACT)  # who keep a board's details


def ask_others_than(left: Position) -> None:
    """Drop the question that waits for who left, and have it asked to who answers for the organisation now.

    Who holds no position any more is not asked about themselves either.
    """
    if not current_positions().where(Position.person == left.person_id).exists():
        CheckItem.delete().where(CheckItem.person == left.person_id, CheckItem.state == CheckState.OPEN).execute()
    theirs = OutboxMail.kind.in_([CHECK.name, CHECK_REMINDER.name])
    theirs &= peewee.fn.LOWER(OutboxMail.address) == str(left.person.email).lower()
    waiting = [mail for mail in OutboxMail.select().where(theirs) if only_of_holder(left, mail.address)]
    dropped = [mail.id for mail in waiting if drop([mail])]
    items = (CheckItem.mail.in_(dropped)) & (CheckItem.state == CheckState.OPEN)
    rounds = CheckItem.select(CheckItem.round).join(CheckRound).where(items, CheckRound.closes_on >= today())
    numbers = sorted({number for (number,) in rounds.tuples()})
    CheckItem.update(mailed_at=None, mail=None).where(items).execute()
    for number in numbers:
        enqueue(SEND_JOB, round_id=number)
