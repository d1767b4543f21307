"""The screen on which somebody makes a sheet for the notice board of a village."""

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import URL, InputRequired, Length, Optional

from ovkk_core.letters.making import Notice, notice_pdf
from ovkk_core.registry import setting
from ovkk_core.web import AdminPage, Form


class NoticeForm(Form):
    """What stands on the sheet."""

    title = StringField(_l("Title"), [InputRequired(), Length(max=80)])
    facts = TextAreaField(
        _l("When and where"),
        [Length(max=300)],
        description=_l("Stands large; one line for the day, one for the place."),
    )
    body = TextAreaField(_l("Text"), [Length(max=1200)], description=_l("An empty line begins a new paragraph."))
    address = StringField(
        _l("Web address"),
        [Optional(), Length(max=200), URL()],
        description=_l("Also stands on the sheet as a code that a telephone can read."),
    )


class NoticePage(AdminPage):
    """Makes a sheet for the notice board as PDF."""

    read = write = "letters.make"
    nobody = "what somebody types for a notice board"

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Ask what stands on the sheet; give the PDF of what was sent. Nothing is kept."""
        form = NoticeForm()
        if form.validate_on_submit():
            headers = {"Content-Disposition": 'attachment; filename="prikbordblad.pdf"', "Cache-Control": "no-store"}
            return Response(notice_pdf(_notice(form)), content_type="application/pdf", headers=headers)
        return self.render("letters/admin/notice.html", form=form), 422 if request.method == "POST" else 200


def _notice(form: NoticeForm) -> Notice:
    lines = [line.strip() for line in (form.facts.data or "").splitlines()]
    return Notice(
        title=form.title.data or "",
        facts=[line for line in lines if line],
        body="\n".join((form.body.data or "").splitlines()),
        address=form.address.data or "",
        sender=[setting("association.name")],
        colour=setting("association.colour"),
    )
