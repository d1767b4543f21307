"""The post office of this process: who we are when we write."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask
from flask.ctx import AppContext

from ovkk_core.config import Settings
from ovkk_core.mail.parts import Recipient
from ovkk_core.mail.signing import Signer
from ovkk_core.registry import setting


@dataclass
class Office:
    """The application on whose behalf mail is composed and sent; set by ``mail.install``."""

    app: Flask | None = None
    signers: Sequence[Signer] = ()

    @property
    def settings(self) -> Settings:
        """The settings of the application."""
        settings: Settings = self._installed().config["OVKK"]
        return settings

    @property
    def site(self) -> str:
        """The base URL, without a slash at the end."""
        return str(self.settings.base_url)

    @property
    def domain(self) -> str:
        """The host of the base URL, fit for a Message-ID and a greeting."""
        host = urlsplit(self.settings.base_url).hostname or "localhost"
        return "localhost" if ":" in host else host

    def sender(self) -> Recipient:
        """Give the association's own name and address (settings ``mail.from_name`` and ``mail.from_address``)."""
        return Recipient(setting("mail.from_address"), setting("mail.from_name") or setting("association.name"))

    def context(self) -> AppContext:
        """Give the application's context, which Flask-Mail needs."""
        return self._installed().app_context()

    def signed(self, content: bytes, sender: str) -> bytes:
        """Give the bytes to hand over: signed with each key that there is."""
        for signer in self.signers:
            content = signer.sign(content, sender.rpartition("@")[2])
        return content

    def _installed(self) -> Flask:
        if self.app is None:
            raise RuntimeError("mail.install(app) comes first")
        return self.app


office = Office()
