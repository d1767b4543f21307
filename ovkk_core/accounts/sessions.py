"""Sessions live at the server: the cookie only carries a random token, and ending the row ends the session (SEC-4)."""

import time
from datetime import timedelta
from typing import Any

import peewee

from ovkk_core.accounts.models import Session, User
from ovkk_core.clock import now
from ovkk_core.errors import NotFoundError
from ovkk_core.history import audit
from ovkk_core.tokens import hash_token, new_token

IDLE = timedelta(hours=8)  # unused this long: log in again
ABSOLUTE = timedelta(days=7)  # this old: log in again, however busy
SEEN_EVERY = timedelta(minutes=1)  # the last use is written down no more often than this
TOKEN = "session_token"  # noqa: S105 - the name of the place in the cookie


def open_session(cookie: Any, user: User, browser: str = "") -> Session:
    """Start a session of ``user`` in the browser whose Flask session is ``cookie``, with a new token."""
    close_session(cookie)
    token = new_token()
    cookie[TOKEN] = token
    return Session.create(token_hash=hash_token(token), user=user, browser=browser)


def live_session(cookie: Any) -> Session | None:
    """Give the session of this browser when it has not ended or expired, and note that it was used."""
    if TOKEN not in cookie:
        return None
    session = Session.select().where(Session.token_hash == hash_token(cookie[TOKEN]), _alive()).first()
    if session and now() - session.seen_at > SEEN_EVERY:
        Session.update(seen_at=now()).where(Session.id == session.id).execute()
    return session


def close_session(cookie: Any) -> None:
    """End the session of this browser at the server, if there is one."""
    token = cookie.pop(TOKEN, None)
    if token is not None:
        Session.delete().where(Session.token_hash == hash_token(token)).execute()


def sessions_of(user: User) -> list[Session]:
    """Give the sessions of ``user`` that are still alive, last used first."""
    return list(Session.select().where(Session.user == user, _alive()).order_by(Session.seen_at.desc(), Session.id))


def end_sessions(user: User, keep: Session | None = None) -> int:
    """End every session of ``user`` but ``keep``; give how many."""
    where = (Session.user == user) & (Session.id != (keep.id if keep else 0))
    ended = int(Session.delete().where(where).execute())
    if ended:
        audit("session.end_all", "user", user.id)
    return ended


def end_session(user: User, session_id: int) -> None:
    """End one session of ``user``; raises :class:`NotFoundError` when they have none with this id."""
    if not Session.delete().where(Session.user == user, Session.id == session_id).execute():
        raise NotFoundError("Deze sessie is al geëindigd.")
    audit("session.end", "user", user.id)


def delete_expired_sessions() -> int:
    """Delete the sessions that can no longer be used; give how many."""
    return int(Session.delete().where(~_alive()).execute())


def log_in_directly(cookie: Any, user: User) -> None:
    """Fill ``cookie`` as a completed login of ``user`` would, both steps passed just now."""
    cookie["_user_id"] = user.get_id()
    cookie["_fresh"] = True
    cookie["fs_paa"] = time.time()
    open_session(cookie, user)


def _alive() -> peewee.Expression:
    return (Session.seen_at > now() - IDLE) & (Session.created_at > now() - ABSOLUTE)
