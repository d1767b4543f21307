"""The mails of the post office itself."""

from ovkk_core.clock import AMSTERDAM, now
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail.delivery import deliver
from ovkk_core.mail.models import MailState, OutboxMail
from ovkk_core.mail.outbox import queue_mail
from ovkk_core.mail.parts import Recipient

TEST = MailKind(
    name="mail.test",
    title="Testmail",
    template="mail/mail/test",
    placeholders={"moment": "dag en tijd waarop de mail in de wachtrij kwam"},
    sample={"moment": "10-03-2026 om 10.00 uur"},
)


STORY = {
    MailState.SENT: "De testmail aan {address} is verstuurd. De mailserver antwoordde: {reply}",
    MailState.DEFERRED: "De testmail aan {address} kon nu niet weg en wordt later opnieuw geprobeerd. {reply}",
    MailState.FAILED: "De testmail aan {address} is geweigerd. De mailserver antwoordde: {reply}",
    MailState.DOUBT: "Het is onzeker of de testmail aan {address} aankwam; hij wordt later opnieuw geprobeerd. {reply}",
}


def send_test(address: str) -> str:
    """Send a test mail to ``address`` at once and say in Dutch how that went.

    Raises ``BadInputError`` when that is no address.
    """
    mail = queue_test(address)
    deliver(only=mail)
    mail = OutboxMail.get_by_id(mail.id)
    story = STORY.get(mail.state, "De testmail aan {address} staat klaar; de werker verstuurt hem zo.")
    return story.format(address=mail.address, reply=mail.reply)


def queue_test(address: str) -> OutboxMail:
    """Queue a test mail to ``address``; raise ``BadInputError`` when that is no address."""
    moment = now().astimezone(AMSTERDAM)
    return queue_mail("mail.test", Recipient(address), {"moment": f"{moment:%d-%m-%Y om %H.%M} uur"})
