"""Opens the post office for an application."""

from collections.abc import Mapping

from flask import Flask

from ovkk_core.accounts import set_mailer
from ovkk_core.config import Settings
from ovkk_core.mail.kinds import check_kinds
from ovkk_core.mail.office import office
from ovkk_core.mail.outbox import queue_mail
from ovkk_core.mail.parts import Recipient
from ovkk_core.mail.signing import Signer, load_signer, load_small_signer


def install(app: Flask) -> None:
    """Make ``app`` the one on whose behalf this process sends mail, and check every declared mail.

    Raises ``ConfigError`` for an unusable ``OVKK_DKIM_KEY`` and ``ValueError`` for a mail of core that is wrong.
    """
    settings: Settings = app.config["OVKK"]
    office.app = app
    office.signers = signers(settings)
    check_kinds()
    set_mailer(queue_account_mail)


def signers(settings: Settings) -> list[Signer]:
    """Give who signs, the well-known kind last, so that its signature comes first in the mail."""
    small, key = settings.dkim_ed25519_key, settings.dkim_key
    found = [load_small_signer(small, settings.dkim_ed25519_selector)] if small else []
    return [*found, load_signer(key, settings.dkim_selector)] if key else found


def queue_account_mail(kind: str, address: str, name: str, values: Mapping[str, str]) -> None:
    """Queue a mail about somebody's account: how the room ``accounts``, below this one, sends."""
    queue_mail(kind, Recipient(address, name), values)
