"""The screen on which a single calendar file is taken in."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from ovkk_core.contacts import Municipality
from ovkk_core.errors import BadInputError
from ovkk_core.subscriptions.models import Subscription
from ovkk_core.subscriptions.uploading import take
from ovkk_core.web import AdminPage, Form, flash_done

MOST = 1_000_001  # bytes; one more than may be


class UploadForm(Form):
    """A calendar file, and whose it is."""

    file = FileField(_l("Calendar file (.ics)"), [FileRequired(_l("Choose a file."))])
    title = StringField(_l("Whose calendar is it?"), [InputRequired(), Length(max=200)])
    municipality = SelectField(_l("Municipality"), coerce=int, default=0)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        rows = Municipality.select().order_by(Municipality.sort_key)
        self.municipality.choices = [(0, _("none or several")), *((row.id, row.name) for row in rows)]


class UploadPage(AdminPage):
    """Takes a calendar file, and leads to what was read in it and what was not."""

    read = write = "subscriptions.write"
    nobody = "a form for a calendar file"

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Ask for a file; take one that was sent."""
        form = UploadForm()
        if form.validate_on_submit():
            try:
                taken = _taken(form)
            except BadInputError as error:
                form.file.errors = [str(error)]
            else:
                flash_done(_("The file was read. Below stands what is in it, and what was left out."))
                return redirect(url_for("subscriptions_source.details_view", id=taken.id), 303)
        page = self.render("subscriptions/admin/upload.html", form=form)
        return page, 422 if request.method == "POST" else 200


def _taken(form: UploadForm) -> Subscription:
    municipality = Municipality.get_or_none(Municipality.id == form.municipality.data)
    return take(form.file.data.stream.read(MOST), form.title.data, municipality)
