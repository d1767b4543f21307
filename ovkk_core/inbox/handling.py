"""What a person does with a message: deal with it, sort it elsewhere, or stop mail to an address that is wrong."""

from ovkk_core.clock import now
from ovkk_core.consents import SuppressionReason, suppress
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import actor, audit
from ovkk_core.inbox.kinds import MessageKind
from ovkk_core.inbox.models import Message
from ovkk_core.mail import Recipient


def handle(message: Message) -> None:
    """Note that somebody dealt with the message; harmless to repeat."""
    if message.handled_at is None:
        message.handled_at, message.handled_by = now(), actor()
        with transaction():
            message.save()
            audit("inbox.handle", Message._meta.table_name, message.id)


def put_back(message: Message) -> None:
    """Let the message wait for a person again."""
    message.handled_at, message.handled_by = None, ""
    with transaction():
        message.save()
        audit("inbox.put_back", Message._meta.table_name, message.id)


def sort_as(message: Message, kind: MessageKind) -> None:
    """Put the message on another pile; what was done, stays done."""
    message.sorted_as = kind
    with transaction():
        message.save()
        audit("inbox.sort", Message._meta.table_name, message.id)


def stop_mail_to(address: str, note: str) -> None:
    """Let no mail go to ``address`` any more, as somebody decided; raise ``BadInputError`` unless it is one."""
    if not address:
        raise BadInputError("Bij dit bericht hoort geen adres waar mail heen ging.")
    suppress(Recipient(address).address, SuppressionReason.BY_HAND, note=note[:200])
