"""Post that comes in: read, sorted, acted on when it proves what it is about, and otherwise kept for a person."""

from ovkk_core.inbox.checking import check_delivery
from ovkk_core.inbox.kinds import BounceKind, MessageKind
from ovkk_core.inbox.models import Bounce, Message
from ovkk_core.inbox.privacy import forget_in_messages
from ovkk_core.inbox.reading import read_inbox

__all__ = ["Bounce", "BounceKind", "Message", "MessageKind", "check_delivery", "forget_in_messages", "read_inbox"]
