"""The screen on which places are imported, with a report of every import that stays."""

from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from ovkk_core.contacts.choices import ATTRIBUTION
from ovkk_core.contacts.models import PlaceImport
from ovkk_core.contacts.place_import import import_places
from ovkk_core.contacts.place_report import rejected_csv, report_of
from ovkk_core.contacts.place_rows import OPTIONAL, REQUIRED
from ovkk_core.errors import BadInputError
from ovkk_core.history import audit
from ovkk_core.web import AdminPage, Form, flash_done

SHOWN = 20  # earlier imports in the list, and rejected rows on the page; the file has them all


class PlacesForm(Form):
    """A file of places."""

    file = FileField(_l("CSV file"), [FileRequired(_l("Choose a file."))])


class PlacesImportPage(AdminPage):
    """Takes a file of places, and shows what became of each row."""

    read = write = "contacts.import"
    nobody = "places"
    attribution = ATTRIBUTION

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Ask for a file and list earlier imports; import a file that was sent and go to its report."""
        form = PlacesForm()
        if form.validate_on_submit():
            try:
                report = import_places(form.file.data.stream)
            except BadInputError as error:
                form.file.errors = [str(error)]
            else:
                flash_done(_("The file was imported."))
                return redirect(url_for(".report", number=report.number), 303)
        page = self.render("contacts/admin/import.html", form=form, columns=(REQUIRED, OPTIONAL), imports=_latest())
        return page, 422 if request.method == "POST" else 200

    @expose("/<int:number>/")
    def report(self, number: int) -> ResponseReturnValue:
        """Show what an import did."""
        return self.render("contacts/admin/import_report.html", report=report_of(number), shown=SHOWN)

    @expose("/<int:number>/afgekeurd.csv")
    def rejected(self, number: int) -> ResponseReturnValue:
        """Download the rows that were not used, each with its reason."""
        content = rejected_csv(report_of(number))
        audit("export", "contacts_place_import", number)
        headers = {"Content-Disposition": f'attachment; filename="afgekeurde-plaatsen-{number}.csv"'}
        return Response(content, content_type="text/csv; charset=utf-8", headers=headers)


def _latest() -> list[Any]:
    columns = (PlaceImport.id, PlaceImport.at, PlaceImport.created, PlaceImport.rejected_count)
    return list(PlaceImport.select(*columns).order_by(PlaceImport.id.desc()).limit(SHOWN))
