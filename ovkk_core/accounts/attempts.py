"""Slows down guessing, per account and per network, for all processes together and nobody for good (SEC-11).

Every try is counted before the secret is looked at, so that many tries at once count too. A browser in which the
account logged in before has a count of its own: a stranger who keeps failing cannot keep its owner out.
"""

import hashlib
import hmac
import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from ovkk_core.accounts.models import LoginAttempt, User
from ovkk_core.clock import now
from ovkk_core.errors import OvkkError

FIRST_WAIT = timedelta(seconds=15)
FORGOTTEN_AFTER = timedelta(days=1)
KNOWN_FOR = timedelta(days=90)
KNOWN_COOKIE = "ovkk_known"
WIDTH_OF_SITE = 64  # an IPv6 visitor owns at least a /64


class TooManyTriesError(OvkkError):
    """Somebody has to wait before trying again."""

    status = 429


@dataclass(frozen=True)
class Limit:
    """How many failures are free, and the longest wait after more: each doubles the one before."""

    free: int
    longest: timedelta

    def wait(self, attempt: LoginAttempt) -> timedelta:
        """Give how long from now the next try has to wait."""
        over = attempt.failures - self.free
        if over < 0:
            return timedelta(0)
        return attempt.last_at + min(FIRST_WAIT * 2 ** min(over, 20), self.longest) - now()


LIMITS = {
    "here": Limit(5, timedelta(minutes=15)),  # this account from this network, or from a browser it knows
    "account": Limit(20, timedelta(minutes=1)),  # this account from anywhere
    "network": Limit(40, timedelta(minutes=15)),  # this network, any account
}


def count_try(account: str) -> None:
    """Count a try to be ``account`` (an address, or any name for a user's second step).

    Raises :class:`TooManyTriesError` while there were too many; the same for accounts that do not exist.
    """
    wait = timedelta(0)
    for kind, bucket in _buckets(account):
        attempt = LoginAttempt.get_or_none(bucket=bucket)
        if attempt:
            wait = max(wait, LIMITS[kind].wait(attempt))
    if wait > timedelta(0):
        raise TooManyTriesError(f"Dit is te vaak geprobeerd. Wacht {_in_words(wait)} en probeer het dan opnieuw.")
    for _, bucket in _buckets(account):
        _count(bucket)


def forget_tries(account: str) -> None:
    """Forget what was counted for ``account`` here: its owner got in. The network's own count only loses this try."""
    for kind, bucket in _buckets(account):
        if kind == "network":
            LoginAttempt.update(failures=LoginAttempt.failures - 1).where(LoginAttempt.bucket == bucket).execute()
        else:
            LoginAttempt.delete().where(LoginAttempt.bucket == bucket).execute()


def delete_old_tries() -> int:
    """Delete the counts that no longer matter; give how many."""
    return int(LoginAttempt.delete().where(LoginAttempt.last_at < now() - FORGOTTEN_AFTER).execute())


def network_of(address: str | None) -> str:
    """Give the network of a visitor: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, WIDTH_OF_SITE), strict=False))


def known_cookie(user: User) -> str:
    """Give what the cookie of a browser holds in which ``user`` logged in."""
    return _signer().dumps(user.id)


def _buckets(account: str) -> Iterator[tuple[str, str]]:
    network = network_of(request.remote_addr)
    if _is_known(account):
        yield "here", _bucket("known", request.cookies[KNOWN_COOKIE])
        return
    yield "here", _bucket("here", account, network)
    yield "account", _bucket("account", account)
    yield "network", _bucket("network", network)


def _is_known(account: str) -> bool:
    """Say whether ``account`` logged in before in this browser."""
    try:
        user_id = _signer().loads(request.cookies.get(KNOWN_COOKIE, ""), max_age=int(KNOWN_FOR.total_seconds()))
    except BadSignature:
        return False
    return bool(User.select().where(User.id == user_id, User.email == account).exists())


def _count(bucket: str) -> None:
    begun = {"bucket": bucket, "failures": 1, "last_at": now()}
    LoginAttempt.delete().where(LoginAttempt.bucket == bucket, LoginAttempt.last_at < now() - FORGOTTEN_AFTER).execute()
    LoginAttempt.insert(begun).on_conflict(
        conflict_target=[LoginAttempt.bucket],
        update={LoginAttempt.failures: LoginAttempt.failures + 1, LoginAttempt.last_at: now()},
    ).execute()


def _bucket(*parts: str) -> str:
    """Give the name of a count, from which nobody can find the address again."""
    key = current_app.config["OVKK"].secret_key.encode()
    return hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["OVKK"].secret_key, salt="accounts known browser")


def _in_words(wait: timedelta) -> str:
    seconds = int(wait.total_seconds()) + 1
    return f"{seconds} seconden" if seconds < 90 else f"{-(-seconds // 60)} minuten"
