"""A mail server on loopback that does what a test asks, and mails to send to it."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Protocol  # noqa: N811 - two things are called SMTP
from flask import Flask

from ovkk_core.mail import OutboxMail, Recipient, install, queue_mail

CROSSED = Recipient("bram@dorpsraad.test", "Bram de Vries")


@dataclass
class Sink:
    """Keeps what arrives as (recipients, bytes); ``answer`` gives its reply to each message, None drops the line."""

    port: int = 0
    kept: list[tuple[list[str], bytes]] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    answer: Callable[[bytes], str | None] = lambda _: "250 2.0.0 in bewaring"
    refuse_recipient: str = ""
    offers: list[str] = field(default_factory=list)
    withholds: str = "nothing"
    connections: int = 0
    most_connections: int = 1000
    encrypted: list[bool] = field(default_factory=list)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd's name
        self.connections += 1
        session.host_name = hostname
        offered = [responses[0], *self.offers, *(line for line in responses[1:] if self.withholds not in line)]
        return offered if self.connections <= self.most_connections else ["421 te druk"]

    async def handle_HELO(self, server, session, envelope, hostname):  # noqa: N802 - aiosmtpd's name
        return "421 te druk"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Protocol, session, envelope):  # noqa: N802 - aiosmtpd's name
        answer = self.answer(envelope.original_content)
        self.encrypted.append(session.ssl is not None)
        self.senders.append(envelope.mail_from)
        if answer is None or answer.startswith("250"):
            self.kept.append((list(envelope.rcpt_tos), envelope.original_content))
        if answer is None:
            server.transport.abort()
            return "421 weg"
        return answer

    def messages(self) -> list[EmailMessage]:
        """Give what arrived, parsed."""
        return [BytesParser(policy=SMTP).parsebytes(content) for _, content in self.kept]


@pytest.fixture
def sink() -> Iterator[Sink]:
    """Give a mail server that accepts everything, on a free port."""
    sink = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        sink.port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, decode_data=False)
    controller.start()
    yield sink
    controller.stop()


@pytest.fixture
def posting(app: Flask, database: None) -> Callable[[str], None]:
    """Give a function that sends the post of the application to another ``OVKK_MAIL_URL``."""

    def post_to(mail_url: str) -> None:
        app.config["OVKK"] = replace(app.config["OVKK"], mail_url=mail_url)
        install(app)

    post_to("capture:")
    return post_to


@pytest.fixture
def to_sink(sink: Sink, posting: Callable[[str], None]) -> Sink:
    """Give the mail server that the application sends to."""
    posting(f"smtp://127.0.0.1:{sink.port}")
    return sink


@pytest.fixture
def queued(posting: Callable[[str], None]) -> OutboxMail:
    """Give one test mail that waits in the outbox."""
    return queue_mail("mail.test", CROSSED, {"moment": "10-03-2026 om 10.00 uur"})
