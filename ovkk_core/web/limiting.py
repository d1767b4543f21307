"""Rate limits per network, counted in the one database so that all processes agree without Redis (SEC-11)."""

import hashlib
import time
from typing import Any

import peewee
from flask import Flask, request
from flask_limiter import Limiter
from limits.storage import Storage

from ovkk_core.accounts import network_of
from ovkk_core.database import transaction
from ovkk_core.web.models import Tries
from ovkk_core.web.protection import SAFE

FORMS = "120 per minute"  # what one network may send; views that guard something set a lower limit themselves


class DatabaseStorage(Storage):
    """Keeps the counts of the ``limits`` library in our table."""

    STORAGE_SCHEME = ["ovkk"]

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong here."""
        return peewee.DatabaseError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count ``amount`` more, or begin a new window when the last has passed; give the count."""
        now = time.time()
        passed = Tries.expires_at <= now
        begun = {"key": _digest(key), "count": amount, "expires_at": now + expiry}
        with transaction():
            rows = (
                Tries.insert(**begun)
                .on_conflict(
                    conflict_target=[Tries.key],
                    update={
                        Tries.count: peewee.Case(None, [(passed, amount)], Tries.count + amount),
                        Tries.expires_at: peewee.Case(None, [(passed, now + expiry)], Tries.expires_at),
                    },
                )
                .returning(Tries.count)
                .execute()
            )
            return int(next(iter(rows)).count)

    def get(self, key: str) -> int:
        """Give the count of the present window."""
        row = _present(key)
        return int(row.count) if row else 0

    def get_expiry(self, key: str) -> float:
        """Give when the present window passes."""
        row = _present(key)
        return float(row.expires_at) if row else time.time()

    def check(self) -> bool:
        """Say that the counts can be read: the request would not be here otherwise."""
        return True

    def reset(self) -> int | None:
        """Forget everything."""
        return int(Tries.delete().execute())

    def clear(self, key: str) -> None:
        """Forget one count."""
        Tries.delete().where(Tries.key == _digest(key)).execute()


def network() -> str:
    """Give the network of the visitor of the present request."""
    return network_of(request.remote_addr)


limiter = Limiter(
    network,
    storage_uri="ovkk://",
    headers_enabled=True,
    default_limits=[FORMS],
    default_limits_exempt_when=lambda: request.method in SAFE,
)


def use_limits(app: Flask) -> None:
    """Hold every network to a sane number of forms; ``limiter.limit("5 per minute")`` on a view holds it tighter."""
    limiter.init_app(app)


def forget_expired() -> None:
    """Delete the counts whose window has passed."""
    Tries.delete().where(Tries.expires_at <= time.time()).execute()


def _present(key: str) -> Any:
    return Tries.get_or_none((Tries.key == _digest(key)) & (Tries.expires_at > time.time()))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
