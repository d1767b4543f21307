"""A secret address that was asked for over plain http: taken back, and told to both sides (FEED-4)."""

from collections.abc import Iterator

from flask import current_app
from flask_babel import force_locale

from ovkk_core.agreements import following, tokens
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.contacts import mail_address, salutation_for
from ovkk_core.database import transaction
from ovkk_core.hookspecs import Health
from ovkk_core.mail import queue_mail

TITLE = "Geheime adressen van agenda's"
BLIND = (
    "Wij merken niet dat een geheim adres zonder https wordt opgevraagd. Zet OVKK_TRUSTED_PROXIES op het aantal eigen "
    "proxy's, en laat die X-Forwarded-Proto meegeven."
)


def take_back(token: str) -> None:
    """Let ``token``, which others on the way could read, work no more; write to the contact when it did until now."""
    with transaction(), force_locale("nl"):
        found = tokens.leak(token)
        if found is None:
            return
        agreement = following.with_contacts().where(FeedAgreement.id == found.agreement_id).get()
        recipient = mail_address(agreement.contact)
        if recipient:
            values = {"salutation": salutation_for(agreement.contact), "calendar": str(agreement)}
            queue_mail("agreements.leaked", recipient, values, key=f"agreements.leaked:{found.id}")


def health() -> Iterator[Health]:
    """Warn when the site is https but no proxy is believed about how a request came."""
    settings = current_app.config["OVKK"]
    if settings.secure and not settings.trusted_proxies:
        yield Health(TITLE, False, BLIND)
