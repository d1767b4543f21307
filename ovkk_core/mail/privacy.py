"""What the post office keeps of people, for the register, for who asks, to go after a year and to be erased."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import Any

import peewee

from ovkk_core.history import plain, row_in_words
from ovkk_core.hookspecs import PersonalData, Processing, RetentionRule
from ovkk_core.mail.models import MailState, OutboxMail
from ovkk_core.mail.reading import read
from ovkk_core.mail.recalling import kept_of

BATCH = 500
FORGOTTEN = b"Subject: (gewist)\r\n\r\nDe tekst van deze mail is gewist, omdat iemand daarom vroeg.\r\n"
OVER = (MailState.SENT, MailState.FAILED, MailState.DROPPED)
PROCESSING = [
    Processing(
        name="mail.outbox",
        title="Verzonden post",
        purpose="Mail versturen, en kunnen nagaan wat wanneer aan wie is gestuurd en of het aankwam",
        basis="legitimate_interest",
        people="Iedereen aan wie mail is gestuurd",
        data="E-mailadres, naam, onderwerp, tekst en invulling, moment van verzending, antwoord van de mailserver",
        recipients="De mailaanbieder van de vereniging en die van de ontvanger",
        term="12 maanden na verzending",
        source="De contactgegevens, en wat de verzending oplevert",
        tables=frozenset({"mail_outbox_mail"}),
        exempt={
            "mail_campaign": "De naam van een verzending, geen mensen",
            "mail_mail_body": "De tekst die voor alle ontvangers gelijk is",
        },
    )
]
LABELS = {
    "Aan": "address",
    "Naam": "name",
    "Onderwerp": "subject",
    "Klaargezet": "queued_at",
    "Verstuurd": "sent_at",
    "Stand": "state",
    "Antwoord van de mailserver": "reply",
}


def held(person_id: int, addresses: Collection[str]) -> Iterator[PersonalData]:
    """Give every mail to the person or to one of ``addresses``, without its text, in which personal links may stand."""
    rows = OutboxMail.select().where(_to(person_id, addresses)).order_by(OutboxMail.id)
    yield PersonalData("Mail die wij u stuurden", tuple(row_in_words(mail, LABELS) for mail in rows))


def erase(person_id: int, addresses: Collection[str]) -> None:
    """Delete every mail to the person or to one of ``addresses``, also one that waits."""
    OutboxMail.delete().where(_to(person_id, addresses)).execute()


def old(before: datetime) -> Any:
    """Give the mails from before ``before`` that came to their end, or about which nobody decided."""
    return OutboxMail.select().where(OutboxMail.state.in_((*OVER, MailState.HELD)), OutboxMail.queued_at < before)


def delete_old(before: datetime) -> int:
    """Delete them, some at a time; give how many."""
    count = 0
    while keys := [key for (key,) in old(before).select(OutboxMail.id).limit(BATCH).tuples()]:
        count += OutboxMail.delete().where(OutboxMail.id.in_(keys)).execute()
    return count


def shown(mail: OutboxMail) -> str:
    """Give a mail in words for who looks at what will go."""
    return f"{mail.subject}, aan {mail.address}, {plain(mail.queued_at)}"


def _to(person_id: int, addresses: Collection[str]) -> Any:
    return (OutboxMail.person == person_id) | peewee.fn.LOWER(OutboxMail.address).in_(sorted(addresses))


def forget_in_mails(stands_in: Callable[[str], bool]) -> int:
    """Throw away the text of every mail that came to its end and in which ``stands_in`` finds something; give how many.

    That it was sent, to whom and when stays.
    """
    count, last = 0, 0
    complete = OutboxMail.state.in_(OVER) & (OutboxMail.content != b"")
    while batch := list(
        OutboxMail.select(OutboxMail.id, OutboxMail.content, OutboxMail.personal)
        .where(complete, OutboxMail.id > last)
        .order_by(OutboxMail.id)
        .limit(BATCH)
    ):
        last = batch[-1].id
        told = [mail.id for mail in batch if _told(mail, stands_in)]
        gone = OutboxMail.update(content=FORGOTTEN, personal="").where(OutboxMail.id.in_(told))
        count += gone.execute() if told else 0
    return count


def _told(mail: OutboxMail, stands_in: Callable[[str], bool]) -> bool:
    parts = read(bytes(mail.content))
    headers = (value for _, value in parts.headers)
    return any(map(stands_in, (parts.text, parts.html, *headers, *kept_of(mail).values())))


RULES = [
    RetentionRule(
        name="mail.outbox",
        title="Verzonden en mislukte mails",
        keep=12,
        after="nadat de mail werd klaargezet",
        basis="Zo lang kan nog gevraagd worden of een uitnodiging of oproep is verstuurd.",
        find=old,
        run=delete_old,
        show=shown,
    )
]
