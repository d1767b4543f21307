"""The page of rights: which role may do what."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ovkk_core.accounts import (
    ADMIN,
    ROLES,
    Role,
    RolePermission,
    ask_to_confirm,
    change_permission,
    declared_permissions,
    may,
)
from ovkk_core.database import transaction
from ovkk_core.web.admin.page import AdminPage
from ovkk_core.web.forms import flash_done

SEEN = "seen"  # the boxes that were on the page, so that a permission that came since is left alone


class RolesPage(AdminPage):
    """Shows roles against permissions, and changes them."""

    read, write = "accounts.read", "accounts.write"
    nobody = "roles and rights, of no person"

    def __init__(self) -> None:
        super().__init__(_l("Roles and permissions"), endpoint="admin_roles", url="/beheer/rollen/")

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Show the table of rights; keep the boxes that were ticked or unticked."""
        if may(self.write) and (way := ask_to_confirm()):
            return way
        if request.method == "POST":
            count = keep(set(request.form.getlist("right")), set(request.form.getlist(SEEN)))
            flash_done(ngettext("%(num)s change was saved.", "%(num)s changes were saved.", count))
            return redirect(url_for(".index"), 303)
        return self.render(
            "web/admin/roles.html",
            roles=[(name, words) for name, words in ROLES.items() if name != ADMIN],
            permissions=declared_permissions().values(),
            granted=granted(),
            admin=ADMIN,
        )


def granted() -> set[str]:
    """Give ``role permission`` of everything that was granted."""
    rows = RolePermission.select(Role.name, RolePermission.permission).join(Role).tuples()
    return {f"{role} {permission}" for role, permission in rows}


def keep(ticked: set[str], seen: set[str]) -> int:
    """Grant and revoke what differs from what is kept now; give how many."""
    present = granted()
    offered = {f"{role} {name}" for role in ROLES if role != ADMIN for name in declared_permissions()} & seen
    changed = {pair for pair in offered if (pair in ticked) != (pair in present)}
    with transaction():
        for pair in sorted(changed):
            role, _space, permission = pair.partition(" ")
            change_permission(role, permission, pair in ticked)
    return len(changed)
