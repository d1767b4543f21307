"""Which role has which right: declared by rooms and plugins, seeded once, then the association's own choice."""

from flask import current_app, g, has_request_context, request
from flask_login import current_user as login_user_proxy

from ovkk_core.accounts.access import PUBLIC, SIGNED_IN
from ovkk_core.accounts.models import Role, RolePermission, SeededPermission, User
from ovkk_core.accounts.roles import ADMIN, ROLES
from ovkk_core.database import lock, transaction
from ovkk_core.errors import NotFoundError
from ovkk_core.history import audit
from ovkk_core.hookspecs import Permission
from ovkk_core.registry import registry


def declared_permissions() -> dict[str, Permission]:
    """Give every declared permission by its name, in the order of rooms."""
    return {p.name: p for _, p in registry.collect("register_permissions")}


def seed_permissions() -> None:
    """Add the roles, and each new permission to its default roles; what an admin took away stays away."""
    declared = declared_permissions()
    if _nothing_new(declared):
        return
    with transaction():
        lock("accounts.seed")
        Role.insert_many([{"name": name} for name in ROLES]).on_conflict_ignore().execute()
        roles = {role.name: role for role in Role.select()}
        seeded = _seeded()
        new = [permission for permission in declared.values() if permission.name not in seeded]
        grants = [{"role": roles[r], "permission": p.name} for p in new for r in sorted(p.roles & roles.keys())]
        if new:
            SeededPermission.insert_many([{"name": permission.name} for permission in new]).execute()
        if grants:  # all at once and without revisions: a default is nobody's decision
            RolePermission.insert_many(grants).on_conflict_ignore().execute()


def _nothing_new(declared: dict[str, Permission]) -> bool:
    known_roles = {name for (name,) in Role.select(Role.name).tuples()}
    return declared.keys() <= _seeded() and ROLES.keys() <= known_roles


def _seeded() -> set[str]:
    return {name for (name,) in SeededPermission.select(SeededPermission.name).tuples()}


def current_user() -> User | None:
    """Give who is logged in, or None; also outside a request. Visitors without a cookie cost no query."""
    if not has_request_context():
        return None
    user = g.get("_login_user")  # as flask-login keeps it
    if user is None:
        if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
            return None
        user = login_user_proxy._get_current_object()
    return user if user.is_authenticated else None


def may(permission: str, user: User | None = None) -> bool:
    """Say whether ``user`` (default: who is logged in) has ``permission``; nobody has what is not declared to them."""
    user = user or current_user()
    return user is not None and user.active and (ADMIN in user.role_names or permission in permissions_of(user))


def permissions_of(user: User) -> frozenset[str]:
    """Give the permissions granted to the roles of ``user``; asked once per instance."""
    if "_permissions" not in user.__dict__:
        rows = RolePermission.select(RolePermission.permission).where(RolePermission.role.in_(user.roles)).tuples()
        user.__dict__["_permissions"] = frozenset(name for (name,) in rows)
    return frozenset(user.__dict__["_permissions"])


def permitted(rule: str) -> bool:
    """Say whether the present visitor meets ``rule``: :data:`PUBLIC`, :data:`SIGNED_IN` or a permission (SEC-1)."""
    if rule == PUBLIC:
        return True
    return current_user() is not None if rule == SIGNED_IN else may(rule)


def change_permission(role: str, permission: str, granted: bool) -> None:
    """Give ``role`` the ``permission``, or take it away, lastingly. The admin role always has everything.

    Raises :class:`NotFoundError` for an unknown role or permission.
    """
    if role not in ROLES or permission not in declared_permissions():
        raise NotFoundError("Deze rol of dit recht bestaat niet. Kies er een uit de lijst.")
    with transaction():
        row = Role.get(name=role)
        if granted:
            RolePermission.get_or_create(role=row, permission=permission)
        else:
            for old in RolePermission.select().where(
                RolePermission.role == row, RolePermission.permission == permission
            ):
                old.delete_instance()
        audit("permission.grant" if granted else "permission.revoke", "role", f"{role} {permission}")
