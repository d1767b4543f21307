"""The screen to take contacts, or everything, out as a file."""

from flask import Response, abort, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from ovkk_core.accounts import may, requires
from ovkk_core.clock import today
from ovkk_core.exchange import archives
from ovkk_core.exchange.declarations import EVERYTHING, EXPORT
from ovkk_core.exchange.exporting import CARDS, FORMATS, contacts_file, rows_of
from ovkk_core.web import AdminPage, Form, flash_done
from ovkk_core.web.admin import seen

LARGE = 5_000  # rows; more takes seconds


class ContactsForm(Form):
    """Whom, and in what kind of file."""

    what = RadioField(
        _l("What would you like to download?"),
        [InputRequired()],
        choices=[
            SelectChoice("personen", _l("persons")),
            SelectChoice("organisaties", _l("organisations")),
            SelectChoice("functies", _l("current positions, with their person and organisation")),
        ],
        default="functies",
    )
    form = RadioField(
        _l("As what kind of file?"),
        [InputRequired()],
        choices=[
            SelectChoice("xlsx", "Excel (.xlsx)"),
            SelectChoice("csv", "CSV"),
            SelectChoice("vcf", _l("vCard, for an address book (not of organisations)")),
        ],
        default="xlsx",
    )


class ExportPage(AdminPage):
    """Gives contacts as a file, and everything as one zip."""

    read = write = EXPORT

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Ask what to download; give it."""
        form = ContactsForm()
        if form.validate_on_submit():
            if form.form.data != "vcf" or form.what.data in CARDS:
                return self._contacts(form.what.data, form.form.data)
            form.form.errors = [_("An address book holds persons. Choose persons or positions.")]
        exports = archives.exports(whole=True) if may(EVERYTHING) else None
        files = archives.exports(whole=False)
        page = self.render(
            "exchange/admin/export.html",
            shows=0,
            form=form,
            exports=exports,
            files=files,
            kinds={one.value: one.label for one in form.what.choices},
            waits=any(not one.ready_at for one in (*files, *(exports or ()))),
            refreshes=request.args.get("ververs") != "nee",
        )
        return page, 422 if form.errors else 200

    @expose("/bestand/<int:number>/", methods=("POST",))
    @requires(EXPORT)
    def contacts_file(self, number: int) -> ResponseReturnValue:
        """Download a file of contacts that this user had made."""
        found = archives.ready(number, whole=False)
        return _given(found.what, found.form, archives.path_of(found).read_bytes())

    @expose("/bestand/<int:number>/weg", methods=("POST",))
    @requires(EXPORT)
    def remove_contacts(self, number: int) -> ResponseReturnValue:
        """Delete a file of contacts that this user had made."""
        archives.remove(number, whole=False)
        flash_done(_("The file has been deleted."))
        return redirect(url_for(".index"), 303)

    def _contacts(self, what: str, form: str) -> ResponseReturnValue:
        """Give the contacts, or have the worker make a file that takes long."""
        if form not in FORMATS:
            abort(404)
        if rows_of(what) > LARGE:
            archives.ask(what, form)
            return redirect(url_for(".index"), 303)
        return _given(what, form, contacts_file(what, form))

    @expose("/alles", methods=("POST",))
    @requires(EVERYTHING)
    def whole(self) -> ResponseReturnValue:
        """Have everything written to one file."""
        archives.ask()
        return redirect(url_for(".index"), 303)

    @expose("/alles/<int:number>.zip")
    @requires(EVERYTHING)
    def whole_file(self, number: int) -> ResponseReturnValue:
        """Download an export of everything."""
        path = archives.path_of(archives.ready(number))
        seen("whole_export", number, "export")
        name = f"ovkk-alles-{today().isoformat()}-{number}.zip"
        answer = send_file(path, "application/zip", as_attachment=True, download_name=name, max_age=0)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @expose("/alles/<int:number>/weg", methods=("POST",))
    @requires(EVERYTHING)
    def remove_whole(self, number: int) -> ResponseReturnValue:
        """Delete an export of everything."""
        archives.remove(number, whole=True)
        flash_done(_("The export has been deleted."))
        return redirect(url_for(".index"), 303)


def _given(what: str, form: str, content: bytes) -> ResponseReturnValue:
    seen(what, form, "exchange.export")
    headers = {
        "Content-Disposition": f'attachment; filename="{what}-{today().isoformat()}.{form}"',
        "Cache-Control": "no-store",
    }
    return Response(content, content_type=FORMATS[form], headers=headers)
