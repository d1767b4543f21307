"""The audit trail: who did what to which record; and the check that nobody rewrote it."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.history import AuditEntry, broken_audit_entry
from ovkk_core.web.admin.page import AdminPage
from ovkk_core.web.admin.paging import Page, page_of
from ovkk_core.web.admin.people import names_of
from ovkk_core.web.admin.permissions import READ_AUDIT
from ovkk_core.web.forms import flash_done

ROWS = 100


class AuditPage(AdminPage):
    """Shows the trail, newest first."""

    read = write = READ_AUDIT

    def __init__(self) -> None:
        super().__init__(_l("Audit trail"), endpoint="admin_audit", url="/beheer/logboek/")

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show one page, of everybody and everything or of one actor or action."""
        actor, action = request.args.get("wie", ""), request.args.get("wat", "")
        page = entries(actor, action)
        actors = [name for (name,) in AuditEntry.select(AuditEntry.actor).distinct().tuples()]
        actions = [name for (name,) in AuditEntry.select(AuditEntry.action).distinct().tuples()]
        return self.render(
            "web/admin/audit.html",
            page=page,
            who=names_of([*actors, *(entry.actor for entry in page.rows)]),
            actors=actors,
            actions=sorted(actions),
            actor=actor if actor in actors else "",
            action=action if action in actions else "",
        )

    @expose("/controle/", methods=("POST",))
    def check(self) -> ResponseReturnValue:
        """Recompute every hash and say whether the trail is whole."""
        broken = broken_audit_entry()
        if broken is None:
            flash_done(_("The audit trail is whole: nothing was changed or taken away."))
        else:
            flash(
                _("The audit trail was changed at entry %(id)s. Restore a backup and find out who did.", id=broken),
                "error",
            )
        return redirect(url_for(".index"), 303)


def entries(actor: str, action: str) -> Page:
    """Give the page of entries that the address asks for, newest first."""
    query = AuditEntry.select().order_by(AuditEntry.id.desc())
    for field, value in ((AuditEntry.actor, actor), (AuditEntry.action, action)):
        if value and value.isprintable():
            query = query.where(field == value)
    return page_of(query, request.args.get("page", "1"), ROWS)
