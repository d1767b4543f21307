"""Users made, invited, changed and disabled; the last administrator stays (SEC-24)."""

from collections.abc import Iterable, Sequence
from uuid import uuid4

from email_validator import EmailNotValidError, validate_email
from flask_security import hash_password

from ovkk_core.accounts.models import Passkey, Role, User, UserRole
from ovkk_core.accounts.passwords import refuse_weak_password
from ovkk_core.accounts.permissions import current_user
from ovkk_core.accounts.roles import ADMIN, ROLES
from ovkk_core.accounts.sessions import end_sessions
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError, DeniedError
from ovkk_core.history import audit


def clean_address(email: str) -> str:
    """Give the address as we keep it: checked, NFC, lower case. Raises :class:`BadInputError`."""
    try:
        return validate_email(email, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise BadInputError("Dit is geen geldig e-mailadres. Controleer het op typefouten.") from error


def create_user(email: str, name: str, roles: Sequence[str], password: str | None = None) -> User:
    """Make an active user with these roles; without a password nobody can log in until one is chosen.

    Raises :class:`BadInputError` for an address that is taken or wrong, an unknown role or a weak password.
    """
    address = clean_address(email)
    if password is not None:
        refuse_weak_password(password)
    with transaction():
        if User.get_or_none(email=address):
            raise BadInputError(f"Er is al een gebruiker met het adres {address}.")
        user = User.create(
            email=address,
            name=name,
            password=password and hash_password(password),
            fs_uniquifier=uuid4().hex,
            fs_webauthn_user_handle=uuid4().hex,
        )
        _set_roles(user, roles)
        audit("user.create", "user", user.id)
    return user


def find_or_create_user(email: str, name: str, roles: Sequence[str], password: str | None = None) -> User:
    """Give the user with this address, unchanged; make one when there is none."""
    return User.get_or_none(email=clean_address(email)) or create_user(email, name, roles, password)


def change_roles(user: User, roles: Sequence[str]) -> None:
    """Give ``user`` exactly these roles and end the sessions that had others.

    Raises :class:`BadInputError` for an unknown role or when no administrator would be left, and
    :class:`DeniedError` when the present user gives a role without being an administrator.
    """
    with transaction():
        lock("accounts.roles")
        if user.role_names == set(roles):
            return
        _refuse_elevation(set(roles) - user.role_names)
        if ADMIN not in roles:
            refuse_without_admin(user)
        _set_roles(user, roles)
        end_sessions(user)
        audit("user.roles", "user", user.id)


def disable_user(user: User) -> None:
    """Let ``user`` log in no more and end every session; raises :class:`BadInputError` for the last administrator."""
    with transaction():
        lock("accounts.roles")
        refuse_without_admin(user)
        user.active = False
        user.save()
        end_sessions(user)
        audit("user.disable", "user", user.id)


def enable_user(user: User) -> None:
    """Let ``user`` log in again."""
    with transaction():
        user.active = True
        user.save()
        audit("user.enable", "user", user.id)


def change_email(user: User, email: str) -> None:
    """Let ``user`` log in with another address from now on; raises :class:`BadInputError` when it is wrong or taken."""
    address = clean_address(email)
    with transaction():
        if User.select().where(User.email == address, User.id != user.id).exists():
            raise BadInputError(f"Er is al een gebruiker met het adres {address}.")
        user.email = address  # type: ignore[assignment]  # a field stands for its value
        user.save()
        end_sessions(user)
        audit("user.email", "user", user.id)


def reset_second_step(user: User) -> None:
    """Take away app, recovery codes and passkeys of who lost them; the next login sets up a new second step.

    Only for an administrator who made sure, by talking to them, that it is the user who asks.
    """
    with transaction():
        user.tf_primary_method = user.tf_totp_secret = user.tf_last_counter = user.mf_recovery_codes = None
        user.save()
        Passkey.delete().where(Passkey.user == user).execute()
        end_sessions(user)
        audit("user.second_step_reset", "user", user.id)


def users_with_role(role: str) -> list[User]:
    """Give the active users who have ``role``, by name."""
    rows = User.select().join(UserRole).join(Role).where(Role.name == role, User.active)
    return list(rows.order_by(User.name, User.id))


def _set_roles(user: User, roles: Iterable[str]) -> None:
    wanted = set(roles)
    if wanted - ROLES.keys():
        raise BadInputError(f"Onbekende rol: {', '.join(sorted(wanted - ROLES.keys()))}. Kies uit: {', '.join(ROLES)}.")
    for link in UserRole.select(UserRole, Role).join(Role).where(UserRole.user == user):
        if link.role.name not in wanted:
            link.delete_instance()
    for name in sorted(wanted - user.role_names):
        UserRole.create(user=user, role=Role.get_or_create(name=name)[0])
    user.forget_cached()


def _refuse_elevation(added: set[str]) -> None:
    """Let only an administrator, or code without a visitor, hand out roles."""
    giver = current_user()
    if added and giver is not None and ADMIN not in giver.role_names:
        raise DeniedError("Alleen een beheerder mag rollen geven. Vraag het een beheerder.")


def refuse_without_admin(user: User) -> None:
    """Raise ``BadInputError`` when ``user`` is the only administrator."""
    if [admin.id for admin in users_with_role(ADMIN)] == [user.id]:
        raise BadInputError("Dit is de laatste beheerder. Maak eerst iemand anders beheerder.")
