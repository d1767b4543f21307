"""The tables of accounts. Secrets are stored hashed or encrypted, and stay out of the history."""

from typing import Any, ClassVar

import peewee
from flask_security import RoleMixin, UserMixin, WebAuthnMixin

from ovkk_core.accounts.demo_people import is_demo_user
from ovkk_core.accounts.roles import needs_second_factor
from ovkk_core.clock import now
from ovkk_core.database import BaseModel, JsonField, LineField, UtcDateTimeField
from ovkk_core.history import TrackedModel, audit


class Role(BaseModel, RoleMixin):
    """What somebody is to the association; which roles there are stands in ``roles.py``."""

    name = LineField(unique=True)

    def get_permissions(self) -> set[str]:
        """Give the names of the permissions that were granted to this role."""
        return {row.permission for row in self.granted}


class RolePermission(TrackedModel):
    """A right that a role has."""

    role = peewee.ForeignKeyField(Role, backref="granted", on_delete="CASCADE")
    permission = LineField()

    class Meta:
        indexes = ((("role", "permission"), True),)


class SeededPermission(BaseModel):
    """A permission whose default roles were once added, so that taking it away from a role lasts."""

    name = LineField(unique=True)


class User(TrackedModel, UserMixin):
    """Somebody who can log in. ``email`` is in lower case; ``active`` is false for who may no longer log in."""

    UNTRACKED: ClassVar[frozenset[str]] = frozenset(
        {
            "password",
            "fs_uniquifier",
            "fs_webauthn_user_handle",
            "tf_totp_secret",
            "tf_last_counter",
            "mf_recovery_codes",
        }
    )

    name = LineField()
    email = LineField(unique=True)
    active = peewee.BooleanField(default=True)
    language = LineField(default="nl", max_length=8)
    created_at = UtcDateTimeField(default=now)
    password = peewee.CharField(null=True)
    fs_uniquifier = peewee.CharField(max_length=64, unique=True)
    fs_webauthn_user_handle = peewee.CharField(max_length=64, unique=True, null=True)
    tf_primary_method = peewee.CharField(max_length=64, null=True)
    tf_totp_secret = peewee.TextField(null=True)
    tf_last_counter = peewee.BigIntegerField(null=True)
    mf_recovery_codes = JsonField(null=True)

    def get_id(self) -> str:
        """Give what the cookie names this user by: a random text that changes with the password."""
        return str(self.fs_uniquifier)

    @property
    def roles(self) -> list[Role]:
        """The roles of this user, by name; asked once per instance, and an instance lives for one request."""
        if "_roles" not in self.__dict__:
            rows = Role.select().join(UserRole).where(UserRole.user == self).order_by(Role.name)
            self.__dict__["_roles"] = list(rows)
        return list(self.__dict__["_roles"])

    @property
    def role_names(self) -> frozenset[str]:
        """The names of the roles of this user."""
        if "_role_names" not in self.__dict__:
            self.__dict__["_role_names"] = frozenset(role.name for role in self.roles)
        return frozenset(self.__dict__["_role_names"])

    def forget_cached(self) -> None:
        """Ask roles and permissions anew after they were changed."""
        for name in ("_roles", "_role_names", "_permissions"):
            self.__dict__.pop(name, None)

    def is_locked(self, form_error: list[str] | None = None) -> bool:
        """Say that nobody is locked out: failed attempts only have to wait (``attempts.py``)."""
        return False

    def track_failed_authn(self, auth_type: str, tfa: bool = False) -> None:
        """Write down that somebody tried to be this user and failed, without what was typed (SEC-21)."""
        audit("account.failed", "user", self.id)

    def check_tf_required(self, tf_setup_methods: list[Any], tf_fresh: bool) -> tuple[bool, list[Any]]:
        """Ask the second factor of who chose one, and of every role that sees data of others (SEC-9)."""
        return bool(tf_setup_methods) or self.check_tf_required_setup(), tf_setup_methods

    def check_tf_required_setup(self) -> bool:
        """Say whether this user cannot do without a second factor."""
        return needs_second_factor(self.role_names) and not is_demo_user(self.email)


class UserRole(TrackedModel):
    """A role that a user has."""

    user = peewee.ForeignKeyField(User, backref="user_roles", on_delete="CASCADE")
    role = peewee.ForeignKeyField(Role, backref="user_roles", on_delete="CASCADE")

    class Meta:
        indexes = ((("user", "role"), True),)


class Passkey(BaseModel, WebAuthnMixin):
    """A passkey or security key of a user (WebAuthn credential); field names are Flask-Security's."""

    user = peewee.ForeignKeyField(User, backref="webauthn", on_delete="CASCADE")
    credential_id = peewee.BlobField(unique=True)
    public_key = peewee.BlobField()
    sign_count = peewee.IntegerField(default=0)
    transports = JsonField(null=True)
    backup_state = peewee.BooleanField()
    device_type = LineField(max_length=64)
    extensions = peewee.TextField(null=True)
    create_datetime = UtcDateTimeField(default=now)
    lastuse_datetime = UtcDateTimeField(default=now)
    name = LineField(max_length=64)
    usage = LineField(max_length=64)


class Session(BaseModel):
    """A browser in which somebody is logged in; only the hash of its token is kept (SEC-4)."""

    token_hash = peewee.CharField(max_length=64, unique=True)
    user = peewee.ForeignKeyField(User, backref="sessions", on_delete="CASCADE")
    created_at = UtcDateTimeField(default=now)
    seen_at = UtcDateTimeField(default=now, index=True)
    browser = LineField(default="")


class LoginAttempt(BaseModel):
    """Failed attempts counted per ``bucket``: a keyed hash of account, network or both, never the address itself."""

    bucket = peewee.CharField(max_length=64, unique=True)
    failures = peewee.IntegerField(default=0)
    last_at = UtcDateTimeField(default=now, index=True)


class PasswordLink(BaseModel):
    """A mailed link by which somebody chooses a password, once; only the hash of its token is kept (SEC-24)."""

    token_hash = peewee.CharField(max_length=64, unique=True)
    user = peewee.ForeignKeyField(User, backref="password_links", on_delete="CASCADE")
    expires_at = UtcDateTimeField(index=True)
