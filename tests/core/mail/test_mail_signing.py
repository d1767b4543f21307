"""Our DKIM signatures, judged by somebody else's verifier (MAIL-6)."""

import base64
from dataclasses import replace
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from ovkk_core.errors import ConfigError
from ovkk_core.mail import install
from ovkk_core.mail.composing import Heading, Letter, compose
from ovkk_core.mail.delivery import deliver
from ovkk_core.mail.parts import Recipient
from ovkk_core.mail.signing import Signer, load_signer, load_small_signer

KEY = rsa.generate_private_key(65537, 2048)
DNS = b"v=DKIM1; k=rsa; p=" + b"".join(
    KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).splitlines()[1:-1]
)


def verified(content: bytes) -> bool:
    return bool(dkim.verify(content, dnsfunc=lambda name, timeout=5: DNS if name.startswith(b"ovkk._domain") else None))


def pem(key: object) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """Give a file with the key."""
    path = tmp_path / "dkim.pem"
    path.write_bytes(pem(KEY))
    return path


def test_mail_6_message_as_delivered_is_signed_by_the_domain_of_from(app, to_sink, queued, key_file: Path) -> None:
    app.config["OVKK"] = replace(app.config["OVKK"], dkim_key=key_file)
    install(app)
    deliver()
    content = to_sink.kept[0][1]
    assert verified(content)
    assert not verified(content.replace(b"Testmail", b"Proefmail"))
    assert not verified(content.replace(b"\r\nFrom:", b"\r\nFrom: ander@dorp.test\r\nFrom:", 1))
    signature = to_sink.messages()[0]["DKIM-Signature"]
    assert "d=vereniging.example" in signature
    assert "h=from:from:to:subject:date:message-id" in signature.replace(" ", "")
    assert max(map(len, content.split(b"\r\n"))) <= 78


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.text(st.sampled_from("a \t\r\n."), max_size=40)
)
def test_mail_6_signature_holds_for_any_body(text: str, spaces: str) -> None:
    to = Recipient("bram@dorp.test", "Bram")
    content = compose(Letter("Onderwerp", text + spaces, spaces), Heading(to, to, "<a@vereniging.example>"))
    assert verified(Signer(KEY, "ovkk").sign(content, "vereniging.example"))


def test_mail_6_second_signature_with_a_short_key_stands_beside_the_first(
    app, to_sink, queued, key_file: Path, tmp_path: Path
) -> None:
    small = ed25519.Ed25519PrivateKey.generate()
    (tmp_path / "small.pem").write_bytes(pem(small))
    changed = replace(app.config["OVKK"], dkim_key=key_file, dkim_ed25519_key=tmp_path / "small.pem")
    app.config["OVKK"] = changed
    install(app)
    deliver()
    public = b"v=DKIM1; k=ed25519; p=" + base64.b64encode(small.public_key().public_bytes_raw())
    message = dkim.DKIM(to_sink.kept[0][1])
    assert message.verify(idx=0, dnsfunc=lambda name, timeout=5: DNS)
    assert message.verify(idx=1, dnsfunc=lambda name, timeout=5: public if b"ovkk-ed." in name else None)
    with pytest.raises(ConfigError, match="Ed25519"):
        load_small_signer(key_file, "ovkk-ed")


SHORT = rsa.generate_private_key(65537, 1024)  # noqa: S505 - must be refused


@pytest.mark.parametrize("key", [b"geen sleutel", pem(ed25519.Ed25519PrivateKey.generate()), pem(SHORT)])
def test_unusable_key_stops_the_start_with_a_clear_line(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "dkim.pem"
    path.write_bytes(key)
    with pytest.raises(ConfigError, match="OVKK_DKIM_KEY"):
        load_signer(path, "ovkk")
