"""Addresses that are secrets: what stands in a mail, and the hash that we keep of it."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

import peewee
from flask import current_app

from ovkk_core.consents.models import UnsubscribeLink
from ovkk_core.contacts import Person
from ovkk_core.database import insert_rows, lock, transaction
from ovkk_core.tokens import hash_token

BATCH = 500


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
    """Give the addresses of :func:`unsubscribe_url` for many, given as (id of the person or None, address)."""
    links: dict[str, list[Any]] = {}
    urls = []
    for person_id, address in whom:
        about = f"{person_id or ''}\0{purpose}\0{address.casefold()}"
        token = base64.urlsafe_b64encode(keyed("unsubscribe", about)).rstrip(b"=").decode()
        digest = hash_token(token)
        links[digest] = [digest, person_id, purpose, address]
        urls.append(f"{current_app.config['OVKK'].base_url}/afmelden/{token}")
    with transaction():
        lock("consents.links")
        for batch in peewee.chunked(list(links), BATCH):
            known = UnsubscribeLink.select(UnsubscribeLink.token_hash).where(UnsubscribeLink.token_hash.in_(batch))
            for (there,) in known.tuples():
                del links[there]
        insert_rows(UnsubscribeLink, ("token_hash", "person", "purpose", "address"), links.values())
    return urls
