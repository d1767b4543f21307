"""Addresses that get no mail: kept as a keyed hash, which nobody can turn back into an address (PRIV-6).

The key is made of the secret key of the installation: with another secret key the list no longer knows anybody.
"""

import hashlib
import hmac
from collections.abc import Iterable

import peewee
from flask import current_app

from ovkk_core.consents.kinds import SuppressionReason
from ovkk_core.consents.models import Suppression
from ovkk_core.contacts import Person
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import actor, audit
from ovkk_core.mail import Recipient

BATCH = 500


def suppressed_digest(address: str) -> str:
    """Give the keyed hash of an address, the same however its letters and its domain are written."""
    try:
        address = Recipient(address.strip()).address
    except BadInputError:
        address = address.strip()
    key = hashlib.sha256(b"consents suppression\0" + current_app.config["OVKK"].secret_key.encode()).digest()
    return hmac.new(key, address.casefold().encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def suppress(
    address: str,
    reason: SuppressionReason,
    *,
    note: str = "",
    person: Person | None = None,
    purpose: str = "",
) -> Suppression:
    """Let no mail go to ``address`` any more (with ``purpose``: none for that); an earlier entry stays as it is."""
    with transaction():
        row = Suppression.insert(
            digest=suppressed_digest(address),
            purpose=purpose,
            reason=reason,
            note=note,
            person=person,
            by=actor(),
        )
        row.on_conflict_ignore().execute()
        kept: Suppression = Suppression.get(digest=suppressed_digest(address), purpose=purpose)
        audit("consents.suppress", Suppression._meta.table_name, kept.id)
    return kept


def lift(suppression: Suppression) -> None:
    """Let mail go to the address again."""
    with transaction():
        audit("consents.lift", Suppression._meta.table_name, suppression.id)
        suppression.delete_instance()


def suppression_of(address: str, purpose: str = "") -> Suppression | None:
    """Give why no mail goes to ``address``, or with ``purpose`` none for that; None when it may."""
    found: Suppression | None = (
        Suppression.select()
        .where(Suppression.digest == suppressed_digest(address), Suppression.purpose.in_(["", purpose]))
        .order_by(Suppression.purpose)
        .first()
    )
    return found


def is_suppressed(address: str, purpose: str = "") -> bool:
    """Say whether no mail may go to ``address``: of any kind, or for ``purpose``."""
    return suppression_of(address, purpose) is not None


def suppressed_among(addresses: Iterable[str], purpose: str = "") -> set[str]:
    """Give those of ``addresses`` to which no mail may go, in one query per 500."""
    found: set[str] = set()
    for batch in peewee.chunked(dict.fromkeys(addresses), BATCH):
        digests = {suppressed_digest(address): address for address in batch}
        rows = Suppression.select(Suppression.digest).where(
            Suppression.digest.in_(list(digests)), Suppression.purpose.in_(["", purpose])
        )
        found |= {digests[digest] for (digest,) in rows.tuples()}
    return found
