"""What the inbox keeps of people, for the register, for who asks, to go after a year and to be erased."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import Any

import peewee

from ovkk_core.history import plain, row_in_words
from ovkk_core.hookspecs import PersonalData, Processing, RetentionRule
from ovkk_core.inbox.models import Bounce, Message
from ovkk_core.inbox.parsing import UnreadableError, content, header_of, open_message

BATCH = 500
FORGOTTEN = b"Subject: (gewist)\r\n\r\nDe tekst van deze mail is gewist, omdat iemand daarom vroeg.\r\n"

PROCESSING = [
    Processing(
        name="inbox.messages",
        title="Binnengekomen post",
        purpose="Antwoorden lezen, afmeldingen en klachten uitvoeren, en weten welke adressen niet meer bestaan",
        basis="legitimate_interest",
        people="Wie de vereniging mailt, en aan wie mail niet aankwam",
        data="E-mailadres, naam, onderwerp en tekst van de mail, en waarom een mail niet aankwam",
        recipients="De mailaanbieder van de vereniging",
        term="12 maanden nadat het bericht is afgehandeld",
        source="De afzender, en mailservers van ontvangers",
        tables=frozenset({"inbox_message", "inbox_bounce"}),
        exempt={"inbox_check": "Hoe de controles van de bezorgbaarheid gingen; niets over mensen"},
    )
]
MESSAGES: dict[str, Any] = {
    "Van": "sender",
    "Naam": "sender_name",
    "Onderwerp": "subject",
    "Tekst": "text",
    "Gelezen": "read_at",
    "Wat er is gedaan": "done",
}
BOUNCES: dict[str, Any] = {"Adres": "address", "Moment": "at", "Waarom": "words"}


def held(addresses: Collection[str]) -> Iterator[PersonalData]:
    """Give what came from one of ``addresses``, and which mail to it came back."""
    messages = Message.select().where(peewee.fn.LOWER(Message.sender).in_(sorted(addresses))).order_by(Message.id)
    yield PersonalData("Mail die u ons stuurde", tuple(row_in_words(one, MESSAGES) for one in messages))
    bounces = Bounce.select().where(peewee.fn.LOWER(Bounce.address).in_(sorted(addresses))).order_by(Bounce.id)
    yield PersonalData("Mail aan u die terugkwam", tuple(row_in_words(one, BOUNCES) for one in bounces))


def erase(addresses: Collection[str]) -> None:
    """Delete what came from ``addresses`` or tells of mail to them."""
    for table, column in ((Message, Message.sender), (Message, Message.about), (Bounce, Bounce.address)):
        table.delete().where(peewee.fn.LOWER(column).in_(sorted(addresses))).execute()


def forget_in_messages(stands_in: Callable[[str], bool]) -> int:
    """Throw away the bytes of every message in which ``stands_in`` finds something; give how many.

    From whom it came, when and what was done stays.
    """
    count, last = 0, 0
    while batch := list(
        Message.select(Message.id, Message.content).where(Message.id > last).order_by(Message.id).limit(BATCH)
    ):
        last = batch[-1].id
        told = [message.id for message in batch if any(map(stands_in, _texts(bytes(message.content))))]
        count += Message.update(content=FORGOTTEN).where(Message.id.in_(told)).execute() if told else 0
    return count


def _texts(raw: bytes) -> Iterator[str]:
    """Give all that can be read in a message: as it is written, its headers, and its texts."""
    yield raw.decode("utf-8", "replace")
    try:
        opened = open_message(raw)
    except UnreadableError:
        return
    yield from (header_of(opened.mime, name) for name in opened.mime)
    yield from (content(part) for part in opened.parts if part.get_content_maintype() in {"text", "message"})


def old_messages(before: datetime) -> Any:
    """Give the messages that were dealt with before ``before``."""
    return Message.select().where(Message.handled_at < before)


def delete_old_messages(before: datetime) -> int:
    """Delete them; give how many."""
    return int(Message.delete().where(Message.handled_at < before).execute())


def old_bounces(before: datetime) -> Any:
    """Give what was noted of mail that came back before ``before``."""
    return Bounce.select().where(Bounce.at < before)


def delete_old_bounces(before: datetime) -> int:
    """Delete it; give how many."""
    return int(Bounce.delete().where(Bounce.at < before).execute())


RULES = [
    RetentionRule(
        name="inbox.messages",
        title="Afgehandelde binnengekomen post",
        keep=12,
        after="nadat het bericht is afgehandeld",
        basis="Zo lang kan nog gevraagd worden wat iemand schreef of waarom mail stopte.",
        find=old_messages,
        run=delete_old_messages,
        show=lambda message: f"{message}, van {message.sender}, {plain(message.read_at)}",
    ),
    RetentionRule(
        name="inbox.bounces",
        title="Welke mail niet aankwam",
        keep=12,
        after="nadat de mail terugkwam",
        basis="Zo lang helpt het om te zien of een adres telkens faalt.",
        find=old_bounces,
        run=delete_old_bounces,
        show=lambda bounce: f"mail aan {bounce.address}, {plain(bounce.at)}",
    ),
]
