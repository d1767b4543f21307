"""The mails of the post office itself."""

from ovkk_core.clock import AMSTERDAM, now
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail.models import OutboxMail
from ovkk_core.mail.outbox import queue_mail
from ovkk_core.mail.parts import Recipient

TEST = MailKind(
    name="mail.test",
    title="Testmail",
    template="mail/mail/test",
    placeholders={"moment": "dag en tijd waarop de mail in de wachtrij kwam"},
    sample={"moment": "10-03-2026 om 10.00 uur"},
)


def send_test(address: str) -> OutboxMail:
    """Queue a test mail to ``address``; raise ``BadInputError`` when that is no address."""
    moment = now().astimezone(AMSTERDAM)
    return queue_mail("mail.test", Recipient(address), {"moment": f"{moment:%d-%m-%Y om %H.%M} uur"})
