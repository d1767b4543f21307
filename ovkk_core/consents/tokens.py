"""Addresses that are secrets: what stands in a mail, and the hash that we keep of it."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from flask import current_app

from ovkk_core.consents.models import UnsubscribeLink
from ovkk_core.contacts import Person


def new_token() -> str:
    """Give 256 random bits, to be shown once."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Give what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def keyed(what: str, text: str) -> bytes:
    """Give 256 bits that follow from ``text`` for who has the secret key, and tell nothing to anybody else."""
    key = hashlib.sha256(f"consents {what}\0{current_app.config['OVKK'].secret_key}".encode()).digest()
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).digest()


def unsubscribe_url(person: Person | None, purpose: str, address: str = "") -> str:
    """Give the address where one click unsubscribes ``person`` from ``purpose`` (RFC 8058), the same every time.

    ``address`` is where the mail goes, when it is not the person's own. Without a person, as for a position that
    nobody holds, the click stops mail for ``purpose`` to that address.
    """
    return unsubscribe_urls([(person.id if person else None, address or (person.email if person else ""))], purpose)[0]


def unsubscribe_urls(whom: Iterable[tuple[int | None, str]], purpose: str) -> list[str]:
    """Give the addresses of :func:`unsubscribe_url` for many (id of the person or None, address), in one query."""
    rows, urls = [], []
    for person_id, address in whom:
        about = f"{person_id or ''}\0{purpose}\0{address.casefold()}"
        token = base64.urlsafe_b64encode(keyed("unsubscribe", about)).rstrip(b"=").decode()
        rows.append({"token_hash": hash_of(token), "person": person_id, "purpose": purpose, "address": address})
        urls.append(f"{current_app.config['OVKK'].base_url}/afmelden/{token}")
    if rows:
        UnsubscribeLink.insert_many(rows).on_conflict_ignore().execute()
    return urls
