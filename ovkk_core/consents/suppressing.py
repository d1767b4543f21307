"""Addresses that get no mail: kept as a keyed hash, which nobody can turn back into an address (PRIV-6).

The key is made of the secret key of the installation: with another secret key the list no longer knows anybody.
"""

from collections.abc import Iterable
from typing import Any

import peewee

from ovkk_core.consents.kinds import SuppressionReason
from ovkk_core.consents.models import Suppression
from ovkk_core.consents.tokens import keyed
from ovkk_core.contacts import Person
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import actor, audit
from ovkk_core.mail import Recipient
from ovkk_core.registry import bump, registry

BATCH = 500
STAMP = "consents.suppressed"
_kept: dict[tuple[int, int], frozenset[str]] = {}


def suppressed_digest(address: str) -> str:
    """Give the keyed hash of an address, the same however its letters and its domain are written."""
    try:
        address = Recipient(address.strip()).address
    except BadInputError:
        address = address.strip()
    return keyed("suppression", address.casefold()).hex()


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
        _changed()
        audit("consents.suppress", Suppression._meta.table_name, kept.id)
    return kept


def lift(suppression: Suppression) -> None:
    """Let mail go to the address again."""
    with transaction():
        audit("consents.lift", Suppression._meta.table_name, suppression.id)
        suppression.delete_instance()
        _changed()


def suppression_of(address: str, purpose: str = "") -> Suppression | None:
    """Give why no mail goes to ``address``, or with ``purpose`` none for that; None when it may."""
    found: Suppression | None = (
        Suppression.select()
        .where(Suppression.digest == suppressed_digest(address), Suppression.purpose.in_(["", purpose]))
        .order_by(Suppression.purpose)
        .first()
    )
    return found


def suppressions_of(address: str) -> list[Suppression]:
    """Give every entry about ``address``: of all mail, and per purpose."""
    return list(_with_person().where(Suppression.digest == suppressed_digest(address)))


def newest(most: int) -> list[Suppression]:
    """Give the newest entries with their persons, in one query."""
    return list(_with_person().limit(most))


def is_suppressed(address: str, purpose: str = "") -> bool:
    """Say whether no mail may go to ``address``: of any kind, or for ``purpose``."""
    return suppression_of(address, purpose) is not None


def usable(address: str) -> bool:
    """Say whether mail may go to ``address``, for who asks of many: the list is kept until a process changes it."""
    key = (registry.loaded, registry.stamps.get(STAMP, 0))
    found = _kept.get(key)
    if found is None:
        rows = Suppression.select(Suppression.digest).where(Suppression.purpose == "")
        _kept.clear()
        found = _kept[key] = frozenset(digest for (digest,) in rows.tuples())
    return not found or suppressed_digest(address) not in found


def suppressed_among(addresses: Iterable[str], purpose: str = "") -> set[str]:
    """Give those of ``addresses`` to which no mail may go, in one query per 500."""
    found: set[str] = set()
    if not Suppression.select().exists():
        return found
    for batch in peewee.chunked(dict.fromkeys(addresses), BATCH):
        digests = {suppressed_digest(address): address for address in batch}
        rows = Suppression.select(Suppression.digest).where(
            Suppression.digest.in_(list(digests)), Suppression.purpose.in_(["", purpose])
        )
        found |= {digests[digest] for (digest,) in rows.tuples()}
    return found


def _with_person() -> Any:
    query = Suppression.select(Suppression, Person).join(Person, peewee.JOIN.LEFT_OUTER)
    return query.order_by(Suppression.at.desc(), Suppression.id.desc())


def _changed() -> None:
    """Have every process read the list anew."""
    bump(STAMP)
    _kept.clear()
