"""Mails that came back after a server had taken them."""

from ovkk_core.clock import now
from ovkk_core.mail.models import MailState, OutboxMail
from ovkk_core.mail.parts import is_control

GONE = (MailState.SENT, MailState.DOUBT, MailState.DEFERRED)


def mark_returned(mail: OutboxMail, reason: str) -> None:
    """Note that ``mail`` did not arrive after all, and why; harmless for one that failed already."""
    values = {
        OutboxMail.state: MailState.FAILED,
        OutboxMail.failed_at: now(),
        OutboxMail.due_at: None,
        OutboxMail.reply: "".join(" " if is_control(c) else c for c in reason)[:1000],
    }
    OutboxMail.update(values).where(OutboxMail.id == mail.id, OutboxMail.state.in_(GONE)).execute()
