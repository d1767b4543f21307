"""The line to a mail server elsewhere is encrypted with a certificate that is checked.

A second address of this machine, 127.0.0.2, plays the server elsewhere.
"""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ovkk_core.clock import now
from ovkk_core.mail import MailState, OutboxMail, Recipient, queue_mail
from ovkk_core.mail.delivery import deliver
from ovkk_core.mail.mail import queue_test
from ovkk_core.mail.transport import relay_of

ELSEWHERE = "127.0.0.2"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Give a PEM file with a key and a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "post")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(ELSEWHERE))]), critical=False)
        .sign(key, SHA256())
    )
    path = tmp_path / "post.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made.public_bytes(Encoding.PEM)
    )
    return path


@pytest.fixture
def encrypted(sink, certificate: Path) -> Iterator[str]:
    """Give the address of a mail server elsewhere that offers STARTTLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    controller = Controller(sink, hostname=ELSEWHERE, port=sink.port, tls_context=context)
    controller.start()
    yield f"smtp://{ELSEWHERE}:{sink.port}"
    controller.stop()


@pytest.fixture
def unencrypted(sink) -> Iterator[str]:
    """Give the address, with a password, of a mail server elsewhere that knows no encryption."""
    controller = Controller(sink, hostname=ELSEWHERE, port=sink.port)
    controller.start()
    yield f"smtp://naam:geheim@{ELSEWHERE}:{sink.port}"
    controller.stop()


def test_password_is_not_given_to_a_server_without_encryption(posting, queued, sink, unencrypted: str) -> None:
    posting(unencrypted)
    deliver()
    mail = OutboxMail.get()
    assert (mail.state, sink.kept) == (MailState.DEFERRED, [])
    assert "STARTTLS" in mail.reply


def test_server_with_a_certificate_that_nobody_vouches_for_gets_nothing(posting, queued, sink, encrypted: str) -> None:
    posting(encrypted)
    deliver()
    mail = OutboxMail.get()
    assert (mail.state, sink.kept) == (MailState.DEFERRED, [])
    assert "certificate verify failed" in mail.reply


def test_server_with_a_trusted_certificate_gets_the_mail_encrypted(
    posting, queued, sink, encrypted: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    posting(encrypted)
    sink.offers = ["250-PIPELINING"]
    queue_mail("mail.test", Recipient("anna@dorp.test"), {"moment": "nu " * 30_000})
    queue_test("chris@dorp.test")
    assert deliver() == 3
    assert sink.encrypted == [True, True, True]
    assert len(sink.kept[1][1]) > 100_000, "more than the network takes at once"


@pytest.mark.parametrize(
    ("url", "port", "must_encrypt", "from_the_start"),
    [
        ("smtp://post.test", 587, True, False),
        ("smtp://post.test:25", 25, False, False),
        ("smtp://naam:w%40oord@post.test:25", 25, True, False),
        ("smtp://localhost:587", 587, False, False),
        ("smtps://post.test", 465, False, True),
    ],
)
def test_mail_url_decides_port_and_encryption(url: str, port: int, must_encrypt: bool, from_the_start: bool) -> None:
    relay = relay_of(url)
    assert (relay.port, relay.use_tls, relay.use_ssl) == (port, must_encrypt, from_the_start)
    assert relay.password in ("", "w@oord")
