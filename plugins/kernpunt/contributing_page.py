"""The screen on which people deliver a contribution."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _

from ovkk_core.errors import BadInputError
from ovkk_core.web import flash_done
from ovkk_core.web.admin import AdminPage
from plugins.kernpunt import contributing
from plugins.kernpunt.admin import BOTH, shared
from plugins.kernpunt.declarations import CONTRIBUTE
from plugins.kernpunt.forms import ContributionForm


class ContributionPages(AdminPage):
    """The open edition, what you delivered for it, and a form."""

    read = CONTRIBUTE
    write = CONTRIBUTE

    @expose("/", methods=BOTH)
    def index(self) -> ResponseReturnValue:
        """Show the edition that asks for contributions first, and take one."""
        editions = contributing.open_editions()
        chosen = request.args.get("nummer", type=int)
        edition = contributing.open_edition(chosen) if chosen else next(iter(editions), None)
        form = ContributionForm()
        if edition and form.validate_on_submit():
            try:
                contributing.contribute(edition, form.given())
            except BadInputError as error:
                form.refuse(form.text, error)
            else:
                flash_done(_("Thank you. The editors have your contribution."))
                return redirect(url_for(".index", nummer=edition.id), 303)
        own = contributing.own_contributions(edition) if edition else []
        return self.render(
            "kernpunt/admin/contribute.html", editions=editions, edition=edition, overview=None, form=form, own=own,
            **shared(),
        )  # fmt: skip
