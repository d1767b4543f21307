"""Signs outgoing mail with DKIM: rsa-sha256 and ed25519-sha256 (RFC 8463), relaxed/relaxed (RFC 6376, MAIL-6)."""

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from ovkk_core.clock import now
from ovkk_core.errors import ConfigError

SIGNED = (
    "from",
    "to",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "list-id",
    "list-help",
    "list-owner",
    "auto-submitted",
    "mime-version",
    "content-type",
)
SHORTEST_KEY = 2048
UNFOLDED = re.compile(rb"\r\n(?=[ \t])")


@dataclass(frozen=True)
class Signer:
    """Holds the key; ``selector`` is the name before ``._domainkey`` in the DNS."""

    key: RSAPrivateKey | Ed25519PrivateKey
    selector: str

    def sign(self, message: bytes, domain: str) -> bytes:
        """Give ``message`` (CRLF) with a signature of ``domain`` before it. From is signed once more than it occurs."""
        head, _, body = message.partition(b"\r\n\r\n")
        fields = _fields(head)
        names = ["from", *(name for name in SIGNED if name in fields)]
        digest = base64.b64encode(hashlib.sha256(_body(body)).digest()).decode()
        unsigned = (
            f"v=1; a={self._kind}; c=relaxed/relaxed; t={int(now().timestamp())};\r\n"
            f" d={domain}; s={self.selector};\r\n h={_folded(names)};\r\n bh={digest};\r\n b="
        )
        covered = b"".join(fields[name] + b"\r\n" for name in names[1:])
        covered += _relaxed(UNFOLDED.sub(b"", f"DKIM-Signature: {unsigned}".encode()))[1]
        signature = base64.b64encode(self._signature(covered)).decode()
        lines = "\r\n ".join(signature[at : at + 72] for at in range(0, len(signature), 72))
        return f"DKIM-Signature: {unsigned}{lines}\r\n".encode() + message

    @property
    def _kind(self) -> str:
        return "rsa-sha256" if isinstance(self.key, RSAPrivateKey) else "ed25519-sha256"

    def _signature(self, covered: bytes) -> bytes:
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(covered, PKCS1v15(), SHA256())
        return self.key.sign(hashlib.sha256(covered).digest())


def load_signer(path: Path, selector: str) -> Signer:
    """Read the key; raise :class:`ConfigError` unless it is an RSA key of 2048 bits or more, without a password."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise ConfigError(f"OVKK_DKIM_KEY: {path} is geen leesbare sleutel in PEM-vorm zonder wachtwoord.") from error
    if not isinstance(key, RSAPrivateKey) or key.key_size < SHORTEST_KEY:
        raise ConfigError(f"OVKK_DKIM_KEY: {path} moet een RSA-sleutel zijn van minstens {SHORTEST_KEY} bits.")
    return Signer(key, selector)


def load_small_signer(path: Path, selector: str) -> Signer:
    """Read the key of the second, short signature; raise :class:`ConfigError` unless it is an Ed25519 key."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise ConfigError(f"OVKK_DKIM_ED25519_KEY: {path} is geen leesbare sleutel in PEM-vorm.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ConfigError(f"OVKK_DKIM_ED25519_KEY: {path} moet een Ed25519-sleutel zijn.")
    return Signer(key, selector)


def _fields(head: bytes) -> dict[str, bytes]:
    """Give the canonical header lines by name; the messages we write have each of them once."""
    return dict(map(_relaxed, UNFOLDED.sub(b"", head).split(b"\r\n")))


def _relaxed(field: bytes) -> tuple[str, bytes]:
    """Give the name and the relaxed form of one unfolded header field (3.4.2)."""
    name, _, value = field.partition(b":")
    small = name.strip().lower()
    return small.decode(), small + b":" + b" ".join(value.split())


def _body(body: bytes) -> bytes:
    """Give the relaxed form of the body (3.4.4)."""
    canonical = body.replace(b"\t", b" ")
    while canonical.rfind(b"  ") >= 0:  # from the end: twice as fast as from the start or by a regular expression
        canonical = canonical.replace(b"  ", b" ")
    if canonical.rfind(b" \r") >= 0:
        canonical = canonical.replace(b" \r\n", b"\r\n")
    canonical = canonical.rstrip(b"\r\n ")
    return canonical + b"\r\n" if canonical else b""


def _folded(names: list[str]) -> str:
    return ":".join(names[:5]) + "".join(f":\r\n  {':'.join(names[at : at + 5])}" for at in range(5, len(names), 5))
