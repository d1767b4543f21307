"""The screens of an import: choose a file, name its columns, look at what it would do, have it done, take it back."""

from itertools import islice

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from ovkk_core.errors import BadInputError
from ovkk_core.exchange import batches
from ovkk_core.exchange.declarations import IMPORT
from ovkk_core.exchange.models import BatchState, ImportBatch, ImportChunk
from ovkk_core.exchange.naming import NamingForm
from ovkk_core.exchange.outcomes import TITLES, Verdict
from ovkk_core.exchange.reading import LARGEST
from ovkk_core.exchange.rejected import HELD_UP, rejected_file
from ovkk_core.exchange.showing import kept_after_undo, shown_rows
from ovkk_core.web import AdminPage, Form, flash_done
from ovkk_core.web.admin import seen

BOTH = ("GET", "POST")
EARLIER, SAMPLES, PER_PAGE = 20, 3, 50
CHOICE = "rij-"


class FileForm(Form):
    """A file of contacts."""

    file = FileField(_l("File (.csv, .xlsx or .vcf)"), [FileRequired(_l("Choose a file."))])


class ImportPage(AdminPage):
    """Takes contacts in from a file, step by step."""

    read = write = IMPORT

    @expose("/", methods=BOTH)
    def index(self) -> ResponseReturnValue:
        """Ask for a file and list earlier ones; keep the rows of a file that was sent."""
        form = FileForm()
        if form.validate_on_submit():
            sent = form.file.data
            try:
                batch = batches.take_file(sent.filename or "", sent.stream.read(LARGEST + 1))
            except BadInputError as error:
                form.file.errors = [str(error)]
            else:
                return redirect(url_for(".show", number=batch.id), 303)
        earlier = ImportBatch.select().order_by(ImportBatch.id.desc()).limit(EARLIER)
        page = self.render("exchange/admin/import.html", form=form, batches=list(earlier), words=state_words())
        return page, 422 if request.method == "POST" else 200

    @expose("/<int:number>/")
    def show(self, number: int) -> ResponseReturnValue:
        """Show how far a batch is, and what can be done."""
        batch = batches.batch_by_id(number)
        if batch.state is BatchState.MAPPING:
            return self._naming(batch, NamingForm.of(batch))
        if batch.state in batches.BUSY:
            refreshes = request.args.get("ververs") != "nee"
            return self.render(
                "exchange/admin/busy.html", shows=0, batch=batch, words=state_words(), refreshes=refreshes
            )
        return self._checked(batch)

    @expose("/<int:number>/kolommen", methods=BOTH)
    def columns(self, number: int) -> ResponseReturnValue:
        """Ask what each column is; have the rows checked once that is said."""
        batch = batches.batch_by_id(number)
        form = NamingForm.of(batch)
        if form.validate_on_submit():
            try:
                batches.name_columns(batch, form.mapping(), replace=form.replace.data == "1", search=form.search.data)
            except BadInputError as error:
                form.refuse(error)
            else:
                return self._to(batch)
        return self._naming(batch, form), 422 if request.method == "POST" else 200

    @expose("/<int:number>/kiezen", methods=("POST",))
    def choose(self, number: int) -> ResponseReturnValue:
        """Keep what was decided about rows that ask it."""
        batch = batches.batch_by_id(number)
        sent = {key.removeprefix(CHOICE): value for key, value in request.form.items() if key.startswith(CHOICE)}
        batches.choose(batch, {int(line): choice for line, choice in sent.items() if line.isdecimal()})
        flash_done(_("Your choices have been kept."))
        return redirect(url_for(".show", number=batch.id, soort=request.args.get("soort"), pagina=_page()), 303)

    @expose("/<int:number>/opslaan", methods=("POST",))
    def store(self, number: int) -> ResponseReturnValue:
        """Have the rows stored."""
        batch = batches.batch_by_id(number)
        batches.carry_out(batch)
        return self._to(batch)

    @expose("/<int:number>/ongedaan", methods=("POST",))
    def undo(self, number: int) -> ResponseReturnValue:
        """Have the batch taken back."""
        batch = batches.batch_by_id(number)
        batches.undo(batch)
        return self._to(batch)

    @expose("/<int:number>/weg", methods=("POST",))
    def throw_away(self, number: int) -> ResponseReturnValue:
        """Forget a file that was not stored."""
        batches.throw_away(batches.batch_by_id(number))
        flash_done(_("The file has been forgotten. No contact was touched."))
        return redirect(url_for(".index"), 303)

    @expose("/<int:number>/afgekeurd.csv")
    def rejected(self, number: int) -> ResponseReturnValue:
        """Download the rows that are not stored, each with the reason."""
        batch = batches.batch_by_id(number)
        content = rejected_file(batch)
        seen("import_batch", number, "export")
        headers = {
            "Content-Disposition": f'attachment; filename="afgekeurd-{number}.csv"',
            "Cache-Control": "no-store",
        }
        return Response(content, content_type="text/csv; charset=utf-8", headers=headers)

    def _naming(self, batch: ImportBatch, form: NamingForm) -> str:
        first = ImportChunk.select().where(ImportChunk.batch == batch).order_by(ImportChunk.number).first()
        lines = first.lines[:SAMPLES] if first else []
        samples = [
            [line[1][at] for line in lines if at < len(line[1]) and line[1][at]] for at in range(len(batch.columns))
        ]
        return str(self.render("exchange/admin/columns.html", batch=batch, form=form, samples=samples))

    def _checked(self, batch: ImportBatch) -> str:
        verdict = next((v for v in Verdict if v.value == request.args.get("soort")), None)
        counts = batch.counts
        total = counts.get(verdict.value, 0) if verdict else sum(counts.values())
        skip = (_page() - 1) * PER_PAGE
        rows = list(islice(batches.outcomes(batch, verdict.value if verdict else "", skip), PER_PAGE))
        return str(
            self.render(
                "exchange/admin/batch.html",
                batch=batch,
                rows=shown_rows(rows, batch),
                titles=[(one, TITLES[one], counts.get(one.value, 0)) for one in SHOWN],
                verdict=verdict,
                page=_page(),
                pages=max(1, -(-total // PER_PAGE)),
                words=state_words(),
                held_up=sum(counts.get(one.value, 0) for one in HELD_UP),
                to_store=counts.get("n", 0) + counts.get("c", 0) + len(batch.choices),
                kept=kept_after_undo(batch),
                prefix=CHOICE,
            )
        )

    def _to(self, batch: ImportBatch) -> ResponseReturnValue:
        return redirect(url_for(".show", number=batch.id), 303)


SHOWN = (Verdict.NEW, Verdict.CHANGE, Verdict.DUPLICATE, Verdict.CONFLICT, Verdict.WRONG, Verdict.SAME)


def state_words() -> dict[BatchState, str]:
    """Give how far a batch is, in words."""
    return {
        BatchState.MAPPING: _("waits for the columns"),
        BatchState.CHECKING: _("is being checked"),
        BatchState.CHECKED: _("checked, not stored yet"),
        BatchState.STORING: _("is being stored"),
        BatchState.DONE: _("stored"),
        BatchState.UNDOING: _("is being undone"),
        BatchState.UNDONE: _("undone"),
    }


def _page() -> int:
    return min(max(request.args.get("pagina", 1, type=int), 1), 100_000)
