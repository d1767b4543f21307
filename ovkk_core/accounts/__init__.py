"""Users, roles, permissions, login and sessions."""

from ovkk_core.accounts.access import (
    OWN_GUARD,
    PUBLIC,
    SIGNED_IN,
    Access,
    access_of,
    public,
    requires,
    signed_in,
)
from ovkk_core.accounts.attempts import network_of
from ovkk_core.accounts.demo import demo_password
from ovkk_core.accounts.enforcing import deny, enforce, rule_of, set_rule
from ovkk_core.accounts.freshness import ask_to_confirm, is_fresh
from ovkk_core.accounts.installing import install
from ovkk_core.accounts.links import Mailer, invite_again, invite_user, set_mailer
from ovkk_core.accounts.models import Role, RolePermission, Session, User, UserRole
from ovkk_core.accounts.permissions import (
    change_permission,
    current_user,
    declared_permissions,
    may,
    permissions_of,
    permitted,
    seed_permissions,
)
from ovkk_core.accounts.roles import ADMIN, ROLES
from ovkk_core.accounts.sessions import end_session, end_sessions, sessions_of
from ovkk_core.accounts.users import (
    change_email,
    change_roles,
    create_user,
    disable_user,
    enable_user,
    find_or_create_user,
    reset_second_step,
    users_with_role,
)

__all__ = [
    "ADMIN",
    "OWN_GUARD",
    "PUBLIC",
    "ROLES",
    "SIGNED_IN",
    "Access",
    "Mailer",
    "Role",
    "RolePermission",
    "Session",
    "User",
    "UserRole",
    "access_of",
    "ask_to_confirm",
    "change_email",
    "change_permission",
    "change_roles",
    "create_user",
    "current_user",
    "declared_permissions",
    "demo_password",
    "deny",
    "disable_user",
    "enable_user",
    "end_session",
    "end_sessions",
    "enforce",
    "find_or_create_user",
    "install",
    "invite_again",
    "invite_user",
    "is_fresh",
    "may",
    "network_of",
    "permissions_of",
    "permitted",
    "public",
    "requires",
    "reset_second_step",
    "rule_of",
    "seed_permissions",
    "sessions_of",
    "set_mailer",
    "set_rule",
    "signed_in",
    "users_with_role",
]
