"""The screens of pictures and files: the gallery, a new one, one with its sizes and where it is used."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.accounts import requires
from ovkk_core.database import fold
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.files import declarations, judging, keeping
from ovkk_core.files.forms import CHANGE, NEW, ToldForm, already_there, focus_of
from ovkk_core.files.models import File, FileKind
from ovkk_core.files.using import uses
from ovkk_core.web import AdminPage, flash_done
from ovkk_core.web.admin.paging import page_of

BOTH = ("GET", "POST")
PER_PAGE = 24
TITLES = {FileKind.PICTURE: _l("Add a picture"), FileKind.DOCUMENT: _l("Add a document")}
KINDS = {
    "fotos": File.kind == FileKind.PICTURE,
    "mensen": File.shows_people,
    "documenten": File.kind == FileKind.DOCUMENT,
}
WORDS = {"fotos": _l("Pictures"), "mensen": _l("Pictures with people"), "documenten": _l("Documents")}


class GalleryPage(AdminPage):
    """Shows, adds and changes pictures and documents."""

    read, write = declarations.READ, declarations.WRITE
    kinds = WORDS

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show what is there, newest first, or what was looked for."""
        words, kind = request.args.get("q", "").strip()[:100], request.args.get("soort", "")
        page = page_of(_found(words, kind), request.args.get("pagina", ""), PER_PAGE)
        return self.render("files/admin/gallery.html", page=page, words=words, kind=kind if kind in KINDS else "")

    @expose("/nieuw/", methods=BOTH)
    @requires(declarations.WRITE)
    def new(self) -> ResponseReturnValue:
        """Add a picture, and show it."""
        return self._new(FileKind.PICTURE)

    @expose("/nieuw-document/", methods=BOTH)
    @requires(declarations.WRITE)
    def new_document(self) -> ResponseReturnValue:
        """Add a document, and show it."""
        return self._new(FileKind.DOCUMENT)

    @expose("/<int:number>/")
    def show(self, number: int) -> ResponseReturnValue:
        """Show a file with its sizes and where it is used."""
        return self._page(_one(number))

    @expose("/<int:number>/wijzigen/", methods=("POST",))
    @requires(declarations.WRITE)
    def change(self, number: int) -> ResponseReturnValue:
        """Keep what is said of a file."""
        file = _one(number)
        form = CHANGE[file.kind](obj=file)
        if form.validate_on_submit():
            keeping.change(file, form.told(), focus_of(form, file))
            flash_done(_("What you changed has been saved."))
            return self._to(file)
        return self._page(file, form), 422

    @expose("/<int:number>/verwijderen/", methods=BOTH)
    @requires(declarations.WRITE)
    def delete(self, number: int) -> ResponseReturnValue:
        """Ask, and after the answer forget a file for good."""
        file = _one(number)
        if request.method != "POST":
            return self.render("files/admin/delete.html", file=file, uses=uses(file))
        keeping.delete(file)
        flash_done(_("%(what)s was deleted.", what=str(file)))
        return redirect(url_for(".index"), 303)

    def _new(self, kind: FileKind) -> ResponseReturnValue:
        form: Any = NEW[kind]()
        if form.validate_on_submit():
            try:
                return self._to(_added(form))
            except BadInputError as error:
                form.file.errors = [str(error)]
        page = self.render("files/admin/new.html", form=form, title=str(TITLES[kind]))
        return page, 422 if request.method == "POST" else 200

    def _page(self, file: File, form: ToldForm | None = None) -> str:
        form = form or CHANGE[file.kind](obj=file)
        return self.render("files/admin/file.html", file=file, form=form, uses=uses(file))

    def _to(self, file: File) -> ResponseReturnValue:
        return redirect(url_for(".show", number=file.id), 303)


def pages() -> list[AdminPage]:
    """Give this room's screens."""
    return [
        GalleryPage(
            _l("Pictures and files"), category=_l("Content"), endpoint="files_gallery", url="/beheer/bestanden/"
        )
    ]


def _added(form: Any) -> File:
    """Keep what a form sends, unless it is there."""
    content = form.file.data.stream.read(judging.LARGEST + 1)
    there = keeping.same_as(content)
    if there is not None:
        flash_done(already_there(there))
        return there
    store = keeping.store_document if form.kind is FileKind.DOCUMENT else keeping.store_picture
    file = store(content, form.file.data.filename or "", form.told())
    flash_done(_("%(what)s has been added.", what=str(file)))
    return file


def _found(words: str, kind: str) -> Any:
    query = File.select().order_by(File.id.desc())
    if kind in KINDS:
        query = query.where(KINDS[kind])
    for word in fold(words).split():
        query = query.where(File.search_key.contains(word))
    return query


def _one(number: int) -> File:
    file: File | None = File.get_or_none(File.id == number)
    if file is None:
        raise NotFoundError("Dit bestand bestaat niet (meer). Ga terug naar het overzicht.")
    return file
