"""The post office of this process: who we are when we write."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask

from ovkk_core.config import Settings
from ovkk_core.mail.parts import Recipient
from ovkk_core.registry import setting


@dataclass
class Office:
    """The application on whose behalf mail is composed and sent; set by :func:`install`."""

    app: Flask | None = None

    @property
    def settings(self) -> Settings:
        """The settings of the application; raises ``RuntimeError`` before :func:`install`."""
        if self.app is None:
            raise RuntimeError("mail.install(app) comes first")
        settings: Settings = self.app.config["OVKK"]
        return settings

    @property
    def domain(self) -> str:
        """The host of the base URL, fit for a Message-ID and a greeting."""
        host = urlsplit(self.settings.base_url).hostname or "localhost"
        return "localhost" if ":" in host else host

    def sender(self) -> Recipient:
        """Give the association's own name and address (settings ``mail.from_name`` and ``mail.from_address``)."""
        return Recipient(setting("mail.from_address"), setting("mail.from_name"))


office = Office()


def install(app: Flask) -> None:
    """Make ``app`` the one on whose behalf this process sends mail."""
    office.app = app
