"""The mails of consents: the link to confirm, without a word of advertising, and that somebody was unsubscribed."""

from collections.abc import Mapping

from markupsafe import Markup

from ovkk_core.consents.models import SignUp
from ovkk_core.consents.purposes import purpose_named
from ovkk_core.contacts import Person
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail import OutboxMail, Recipient, queue_mail

CONFIRM = MailKind(
    "consents.confirm",
    "Aanmelding bevestigen",
    "consents/mail/confirm",
    {"purposes": "waarvoor iemand zich aanmeldde", "link": "waar de aanmelding wordt bevestigd"},
    {"purposes": "Nieuwsbrief", "link": "https://vereniging.example/aanmelden/bevestigen/voorbeeld"},
)
UNSUBSCRIBED = MailKind(
    "consents.unsubscribed",
    "U bent afgemeld",
    "consents/mail/unsubscribed",
    {
        "salutation": "aanhef van de ontvanger",
        "purpose": "waarvoor is afgemeld",
        "link": "waar de afmelding wordt teruggedraaid",
    },
    {
        "salutation": "Geachte mevrouw Van Dijk,",
        "purpose": "Nieuwsbrief",
        "link": "https://vereniging.example/afmelden/ongedaan/voorbeeld",
    },
)
MAILS = [CONFIRM, UNSUBSCRIBED]


def queue_confirmation(asked: SignUp, titles: Mapping[str, str], link: str) -> OutboxMail:
    """Queue the link to confirm; without the name that was typed, as anybody may have typed it."""
    values: dict[str, str | Markup] = {"purposes": ", ".join(titles.values()), "link": link}
    return queue_mail(CONFIRM.name, Recipient(asked.address), values)


def queue_unsubscribed(address: str, person: Person | None, purpose: str, link: str) -> OutboxMail:
    """Queue that somebody clicked, with the link to undo it."""
    salutation = person.salutation if person else "Geachte heer of mevrouw,"
    values: dict[str, str | Markup] = {
        "salutation": salutation,
        "purpose": purpose_named(purpose).title,
        "link": link,
    }
    return queue_mail(UNSUBSCRIBED.name, Recipient(address, person.full_name if person else ""), values)
