"""Asking for a new link: the same answer for every address, and the worker mails who we know (SEC-10)."""

from datetime import timedelta

import peewee

from ovkk_core.clock import now
from ovkk_core.consents import SuppressionReason, suppression_of, usable
from ovkk_core.contacts import Person
from ovkk_core.database import lock, transaction
from ovkk_core.jobs import enqueue
from ovkk_core.personal import mail
from ovkk_core.personal.kinds import LinkScope
from ovkk_core.personal.links import personal_link
from ovkk_core.personal.models import LinkRequest, PersonalLink

SEND_JOB = "personal.send_link"
MOST_PER_DAY = 3
MOST_PERSONS = 5  # with the same address, such as a couple
DAY = timedelta(days=1)
FINAL = (SuppressionReason.BOUNCED, SuppressionReason.COMPLAINT)  # no mail goes there, whoever asks for it


def ask_link(address: str) -> None:
    """Have the worker mail a link to whoever has ``address``; whether anybody does takes no time here."""
    with transaction():
        asked = LinkRequest.create(address=address)
        enqueue(SEND_JOB, request_id=asked.id)


def send_link(request_id: int) -> None:
    """Mail a link to everybody with the address that was typed, at most three a day each; forget the address."""
    with transaction():
        lock("personal.link")
        asked = LinkRequest.get_or_none(id=request_id)
        if asked is None:
            return
        asked.delete_instance()
        if (listed := suppression_of(asked.address)) and listed.reason in FINAL:
            return
        own = peewee.fn.LOWER(Person.email) == asked.address.lower()
        for person in Person.select().where(own).order_by(Person.id).limit(MOST_PERSONS):
            if _made_today(person) < MOST_PER_DAY:
                mail.queue_link(person, personal_link(person))


def mail_own_link(person: Person) -> bool:
    """Mail ``person`` a link to their own page; say whether there is an address where mail may go."""
    if not person.email or not usable(person.email):
        return False
    mail.queue_link(person, personal_link(person))
    return True


def _made_today(person: Person) -> int:
    mine = (PersonalLink.person == person) & (PersonalLink.scope == LinkScope.OWN)
    return int(PersonalLink.select().where(mine, PersonalLink.created_at > now() - DAY).count())
