"""The screens of privacy: the register, and how long things are kept."""

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ovkk_core.clock import today
from ovkk_core.privacy import keeping, register
from ovkk_core.privacy.declarations import ACT, READ
from ovkk_core.privacy.person_pages import PeoplePage
from ovkk_core.web import flash_done
from ovkk_core.web.admin import AdminPage

CATEGORY = _l("Privacy")


class RegisterPage(AdminPage):
    """Shows the register of processing, to read and to print."""

    read = write = READ
    nobody = "what is kept, of nobody in particular"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show every entry."""
        return self.render("privacy/admin/register.html", entries=register.entries(), day=today())


class KeepingPage(AdminPage):
    """Shows what goes after how long, what would go now, and what went."""

    read, write = READ, ACT

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show every rule with what is overdue and the last run."""
        found = [keeping.overdue(rule) for rule in keeping.rules()]
        return self.render("privacy/admin/keeping.html", found=found, runs=keeping.last_runs())

    @expose("/<name>/opruimen", methods=("POST",))
    def run(self, name: str) -> ResponseReturnValue:
        """Let go now what one rule names."""
        done = keeping.run_rule(keeping.rule_named(name))
        flash_done(
            ngettext("%(num)s was deleted.", "%(num)s were deleted.", done.count)
            if not done.problem
            else _("This went wrong: %(what)s", what=done.problem)
        )
        return redirect(url_for(".index"), 303)


def pages() -> list[Any]:
    """Give fresh instances of the screens."""
    people = {"endpoint": "privacy_people", "url": "/beheer/inzage-en-wissen/"}
    return [
        PeoplePage(_l("Access and erasure"), category=CATEGORY, **people),
        RegisterPage(
            _l("Register of processing"),
            category=CATEGORY,
            endpoint="privacy_register",
            url="/beheer/verwerkingsregister/",
        ),
        KeepingPage(
            _l("Retention periods"), category=CATEGORY, endpoint="privacy_keeping", url="/beheer/bewaartermijnen/"
        ),
    ]
