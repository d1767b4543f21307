"""The address that bounces come back to: it says which mail bounced, and nobody else can make one up (MAIL-9)."""

import hashlib
import hmac
import re
from functools import lru_cache

from ovkk_core.mail.models import OutboxMail
from ovkk_core.mail.office import office
from ovkk_core.registry import setting

TOKEN = re.compile(r"([0-9a-f]{1,15})-([0-9a-f]{20})")


def envelope_token(mail: OutboxMail) -> str:
    """Give 80 unforgeable bits and the number of ``mail``; they tell nothing else about it (MAIL-18)."""
    return _token(mail.id, mail.message_id, _key(office.settings.secret_key))


@lru_cache(maxsize=16)  # one mail bears it twice
def _token(number: int, message_id: str, key: bytes) -> str:
    about = f"{number}\0{message_id}".encode()
    return f"{number:x}-{hashlib.blake2s(about, digest_size=10, key=key).hexdigest()}"  # much faster than HMAC


@lru_cache(maxsize=2)
def _key(secret: str) -> bytes:
    return hashlib.sha256(f"mail envelope\0{secret}".encode()).digest()


def read_envelope_token(address: str) -> OutboxMail | None:
    """Give the mail that was sent with ``address`` as its envelope sender; None for any other or forged address."""
    found = TOKEN.fullmatch(address.partition("@")[0].rpartition("+")[2].lower())
    mail = OutboxMail.get_or_none(id=int(found[1], 16)) if found else None
    if found is None or mail is None:
        return None
    return mail if hmac.compare_digest(envelope_token(mail), found[0]) else None


def return_address(mail: OutboxMail) -> str:
    """Give the address that mail about ``mail`` comes back to: bounces, and requests to unsubscribe."""
    local, _, domain = (setting("mail.bounce_address") or mail.sender).rpartition("@")
    return f"{local}+{envelope_token(mail)}@{domain}"


def envelope_sender(mail: OutboxMail) -> str:
    """Give the address for MAIL FROM: the answer of a machine has none (RFC 3834 3.3)."""
    if mail.answers:
        return ""
    return return_address(mail) if setting("mail.bounce_tokens") == "1" else str(mail.sender)
