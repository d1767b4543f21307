"""Links by mail to choose a password: for who was invited and for who forgot it. One use, short life (SEC-24)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from uuid import uuid4

from flask_security import hash_password

from ovkk_core.accounts.models import PasswordLink, User
from ovkk_core.accounts.passwords import refuse_weak_password
from ovkk_core.accounts.permissions import current_user
from ovkk_core.accounts.sessions import end_sessions
from ovkk_core.accounts.users import clean_address, create_user
from ovkk_core.clock import now
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import acting, audit
from ovkk_core.jobs import enqueue
from ovkk_core.tokens import hash_token, new_token

Mailer = Callable[[str, str, str, Mapping[str, str]], object]  # kind, address, name, values
RESET_WITHIN = timedelta(hours=2)
INVITED_FOR = timedelta(days=7)
RESET_JOB = "accounts.send_reset"
_mailer: list[Mailer] = []


def set_mailer(mailer: Mailer) -> None:
    """Have mail queued by ``mailer``: the room ``mail`` is above this one and cannot be imported."""
    _mailer[:] = [mailer]


def send(kind: str, user: User, values: Mapping[str, str]) -> None:
    """Queue a mail to ``user`` in the present transaction."""
    _mailer[0](kind, user.email, user.name, values)


def invite_user(email: str, name: str, roles: Sequence[str], base_url: str) -> User:
    """Make a user without a password and mail a link to choose one, valid for ``INVITED_FOR``.

    Raises what :func:`create_user` raises.
    """
    with transaction():
        user = create_user(email, name, roles)
        invite_again(user, base_url)
    return user


def invite_again(user: User, base_url: str) -> None:
    """Mail a new invitation; the link of an earlier one stops working."""
    if user.password:
        raise BadInputError("Deze gebruiker heeft al een wachtwoord en kan inloggen.")
    inviter = current_user()
    with transaction():
        values: dict[str, str] = {
            "name": user.name,
            "link": new_link(user, INVITED_FOR, base_url),
            "inviter": inviter.name if inviter else "De vereniging",
        }
        send("accounts.invitation", user, values)
        audit("user.invite", "user", user.id)


def ask_for_reset(email: str, base_url: str) -> None:
    """Have a link mailed when this is the address of somebody who may log in.

    The work is the worker's, so that the answer takes equally long for known and unknown addresses (SEC-10).
    """
    try:
        user = User.get_or_none(email=clean_address(email), active=True)
    except BadInputError:
        user = None
    enqueue(RESET_JOB, user_id=user.id if user else 0, base_url=base_url)


def send_reset(user_id: int, base_url: str) -> None:
    """Mail the user a link to choose a new password; does nothing for number 0, which is nobody."""
    user = User.get_or_none(id=user_id, active=True)
    if user is None:
        return
    with transaction():
        send("accounts.reset", user, {"name": user.name, "link": new_link(user, RESET_WITHIN, base_url)})
        audit("account.reset_asked", "user", user.id)


def new_link(user: User, lifetime: timedelta, base_url: str) -> str:
    """Give the address where ``user`` may choose a password once; earlier links stop working."""
    token = new_token()
    with transaction():
        PasswordLink.delete().where(PasswordLink.user == user).execute()
        PasswordLink.create(token_hash=hash_token(token), user=user, expires_at=now() + lifetime)
    return f"{base_url}/wachtwoord-kiezen/{token}"


def user_of_link(token: str) -> User:
    """Give whose link this is; raise :class:`NotFoundError` when it was used, expired or never ours."""
    link = _link(token)
    if link is None:
        raise NotFoundError(
            "Deze link werkt niet meer: hij is al gebruikt of te oud. Vraag een nieuwe aan bij 'Wachtwoord vergeten'."
        )
    user: User = link.user
    return user


def choose_password(token: str, password: str) -> User:
    """Use the link up: set the password and end every session. Never skips the second step of the login.

    Raises :class:`NotFoundError` as :func:`user_of_link` and :class:`BadInputError` for a weak password.
    """
    refuse_weak_password(password)
    with transaction():
        lock("accounts.links")
        user = user_of_link(token)
        PasswordLink.delete().where(PasswordLink.user == user).execute()
        user.password = hash_password(password)
        user.fs_uniquifier = uuid4().hex
        user.save()
        end_sessions(user)
        with acting(f"user:{user.id}"):
            audit("account.password", "user", user.id)
        send("accounts.password_changed", user, {"name": user.name})
    return user


def delete_expired_links() -> int:
    """Delete the links that no longer work; give how many."""
    return int(PasswordLink.delete().where(PasswordLink.expires_at <= now()).execute())


def _link(token: str) -> PasswordLink | None:
    return (
        PasswordLink.select(PasswordLink, User)
        .join(User)
        .where(PasswordLink.token_hash == hash_token(token), PasswordLink.expires_at > now(), User.active)
        .first()
    )
