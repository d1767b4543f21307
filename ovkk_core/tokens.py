"""Secrets in an address or a cookie: 256 random bits, shown once; we keep only their hash (SEC-4, FEED-5)."""

import hashlib
import secrets

OCTETS = 32  # 256 bits, so a plain hash suffices: there is nothing to guess


def new_token() -> str:
    """Give 256 random bits, in letters, digits, ``-`` and ``_``."""
    return secrets.token_urlsafe(OCTETS)


def hash_token(token: str) -> str:
    """Give what is stored of ``token``, which may be anything that somebody typed: 64 hexadecimal digits."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
