"""The closed sets of the inbox, with the words for each member in ``label``."""

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l


class Labelled(Enum):
    """An enum whose members have a translated ``label``."""

    @property
    def label(self) -> Any:
        """The words for people, in the language of the request."""
        return LABELS[self]


class MessageKind(Labelled):
    """What a received message is. ``ANSWER`` answers a mail of ours; ``UNREADABLE`` is too large or too broken."""

    BOUNCE = "bounce"
    CALENDAR_REPLY = "calendar_reply"
    UNSUBSCRIBE = "unsubscribe"
    COMPLAINT = "complaint"
    AUTOMATIC = "automatic"
    ANSWER = "answer"
    OTHER = "other"
    UNREADABLE = "unreadable"


class BounceKind(Labelled):
    """Why a mail did not arrive. Only ``HARD`` says that the address itself is wrong (MAIL-10)."""

    HARD = "hard"
    FULL = "full"
    TEMPORARY = "temporary"
    POLICY = "policy"
    CONTENT = "content"
    OTHER = "other"


LABELS: dict[Labelled, Any] = {
    MessageKind.BOUNCE: _l("mail that came back"),
    MessageKind.CALENDAR_REPLY: _l("answer from a calendar"),
    MessageKind.UNSUBSCRIBE: _l("unsubscribing"),
    MessageKind.COMPLAINT: _l("complaint of spam"),
    MessageKind.AUTOMATIC: _l("automatic answer"),
    MessageKind.ANSWER: _l("answer to a mail of ours"),
    MessageKind.OTHER: _l("other post"),
    MessageKind.UNREADABLE: _l("not readable"),
    BounceKind.HARD: _l("the address does not exist"),
    BounceKind.FULL: _l("the mailbox is full"),
    BounceKind.TEMPORARY: _l("a delay or a fault that passes"),
    BounceKind.POLICY: _l("refused by the rules of the receiver"),
    BounceKind.CONTENT: _l("refused for what is in it or its size"),
    BounceKind.OTHER: _l("another reason"),
}
