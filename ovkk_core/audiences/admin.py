"""The screens of audiences: list, builder, one audience with whom it has, what was frozen, and files to download."""

from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.accounts import permitted, requires
from ovkk_core.audiences import building, making
from ovkk_core.audiences.conditions import ConditionAwayError, Conditions
from ovkk_core.audiences.declarations import EXPORT, LETTERS, READ, WRITE
from ovkk_core.audiences.forms import EVERYBODY, AudienceForm, LetterForm, PurposeForm
from ovkk_core.audiences.freezing import begin_freezing, freeze, is_large
from ovkk_core.audiences.members import count
from ovkk_core.audiences.models import Audience, Making, Product, Snapshot, SnapshotMember, SnapshotState
from ovkk_core.audiences.outcomes import Outcome, outcome_of
from ovkk_core.audiences.rules import Group, filled, stored
from ovkk_core.audiences.sentences import sentence_of
from ovkk_core.audiences.showing import mistakes, shown
from ovkk_core.clock import today
from ovkk_core.consents import purposes
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError, NotFoundError, OvkkError
from ovkk_core.web import AdminPage, flash_done
from ovkk_core.web.admin import seen
from ovkk_core.web.admin.exporting import CSV, XLSX
from ovkk_core.web.admin.paging import page_of
from ovkk_core.web.admin.people import name_of

BOTH = ("GET", "POST")
ROWS = 100
SNAPSHOTS = 20
PDF = "application/pdf"
FILES = {
    Product.CSV: (CSV, "csv", EXPORT, "export"),
    Product.XLSX: (XLSX, "xlsx", EXPORT, "export"),
    Product.LETTERS: (PDF, "pdf", LETTERS, "audience.letters"),
    Product.LABELS: (PDF, "pdf", LETTERS, "audience.labels"),
}


class AudiencesPage(AdminPage):
    """Makes, shows, freezes and hands out audiences."""

    read, write = READ, WRITE
    menu_order = 20

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """List audiences with their sentences."""
        known = Conditions()
        rows = [(one, _sentence(one, known)) for one in Audience.select().order_by(Audience.name, Audience.id)]
        return self.render("audiences/admin/list.html", rows=rows)

    @expose("/nieuw/", methods=BOTH)
    def new(self) -> ResponseReturnValue:
        """Make an audience, step by step."""
        return self._edit(Audience())

    @expose("/<int:number>/wijzigen/", methods=BOTH)
    def edit(self, number: int) -> ResponseReturnValue:
        """Change an audience, step by step."""
        return self._edit(_found(number))

    @expose("/<int:number>/")
    def show(self, number: int) -> ResponseReturnValue:
        """Show whom the audience has now, and what can be done with it."""
        audience = _found(number)
        wanted = (Snapshot.audience == audience) & (Snapshot.state != SnapshotState.DROPPED)
        kept = Snapshot.select().where(wanted).order_by(Snapshot.id.desc()).limit(SNAPSHOTS)
        return self.render(
            "audiences/admin/show.html",
            audience=audience,
            outcome=outcome_of(audience, Conditions()),
            purpose=_purpose(audience.purpose),
            snapshots=[(one, _purpose(one.purpose)) for one in kept],
            form=PurposeForm(audience),
        )

    @expose("/<int:number>/vastleggen/", methods=("POST",))
    def freeze(self, number: int) -> ResponseReturnValue:
        """Keep whom the audience has now."""
        audience = _found(number)
        form = PurposeForm(audience)
        if not form.validate():
            raise BadInputError("Kies waarvoor u de doelgroep vastlegt.")
        purpose = form.purpose.data or ""
        if is_large(count(audience)):
            with transaction():
                kept = begin_freezing(audience, purpose)
        else:
            kept = freeze(audience, purpose)
            flash_done(_("Kept. It does not change any more."))
        return redirect(url_for(".snapshot", number=kept.id), 303)

    @expose("/momentopname/<int:number>/")
    def snapshot(self, number: int) -> ResponseReturnValue:
        """Show whom an audience had when it was kept, or how far the worker is with that."""
        kept = Snapshot.get_or_none(Snapshot.id == number) if number < 2**31 else None
        if kept is None:
            raise NotFoundError("Deze momentopname bestaat niet. Ga terug naar de lijst.")
        if not kept.ready:
            refreshes = kept.busy and request.args.get("ververs") != "nee"
            return self.render("audiences/admin/freezing.html", shows=0, snapshot=kept, refreshes=refreshes)
        rows = SnapshotMember.select().where(SnapshotMember.snapshot == kept).order_by(SnapshotMember.id)
        return self.render(
            "audiences/admin/snapshot.html",
            snapshot=kept,
            who=name_of(kept.actor),
            purpose=_purpose(kept.purpose),
            page=page_of(rows, request.args.get("page", "1"), ROWS),
        )

    @expose("/<int:number>/verwijderen/", methods=("POST",))
    def remove(self, number: int) -> ResponseReturnValue:
        """Delete an audience that people made."""
        audience = _found(number)
        audience.delete_instance()
        flash_done(_("%(what)s was deleted.", what=audience.name))
        return redirect(url_for(".index"), 303)

    @expose("/<int:number>/downloaden/<any(csv,xlsx):kind>/", methods=("POST",))
    @requires(EXPORT)
    def download(self, number: int, kind: str) -> ResponseReturnValue:
        """Give the members as a table."""
        return _made(_found(number), Product(kind))

    @expose("/<int:number>/brieven/", methods=BOTH)
    @requires(LETTERS)
    def letters(self, number: int) -> ResponseReturnValue:
        """Write one letter; give it as PDF for everybody chosen."""
        audience, form = _found(number), LetterForm()
        if form.validate_on_submit():
            texts = {name: form[name].data or "" for name in ("body", "dated", "subject", "signature")}
            try:
                return _made(audience, Product.LETTERS, everybody=form.whom.data == EVERYBODY, texts=texts)
            except BadInputError as error:
                form.form_errors.append(str(error))
        page = self.render("audiences/admin/letters.html", audience=audience, form=form)
        return page, 422 if request.method == "POST" else 200

    @expose("/<int:number>/etiketten/<any(brief,iedereen):whom>/", methods=("POST",))
    @requires(LETTERS)
    def labels(self, number: int, whom: str) -> ResponseReturnValue:
        """Give labels as PDF."""
        return _made(_found(number), Product.LABELS, everybody=whom == "iedereen")

    @expose("/gemaakt/<int:number>/")
    def making(self, number: int) -> ResponseReturnValue:
        """Show how far the worker is with what this user asked for, or what came of it."""
        found = making.own(number)
        refreshes = not found.ready_at and request.args.get("ververs") != "nee"
        words = products()[found.what]
        return self.render("audiences/admin/making.html", shows=0, making=found, words=words, refreshes=refreshes)

    @expose("/gemaakt/<int:number>/bestand/", methods=("POST",))
    @requires(READ)
    def made(self, number: int) -> ResponseReturnValue:
        """Give the file that the worker made for this user."""
        found = making.own(number)
        if not permitted(FILES[found.what][2]):
            abort(403)
        if not found.ready_at or found.problem:
            raise NotFoundError("Dit bestand is er niet. Maak het opnieuw.")
        return _file(making.content_of(found), found.audience, found.what)

    def _edit(self, audience: Audience) -> ResponseReturnValue:
        form, known, rule, focus, wrong = AudienceForm(audience), Conditions(), audience.tree, "", ""
        if request.method == "POST":
            rule = building.posted(request.form, known)
            try:
                rule, focus = building.changed(rule, request.form, known)
            except OvkkError as error:
                wrong = str(error)
        saving = request.form.get("do") == "save"
        builder = shown(rule, known, judge=saving)
        if saving and self._saved(audience, form, rule, [f"{one.number} {one.title}" for one in mistakes(builder)]):
            flash_done(_("%(what)s was saved.", what=audience.name))
            return redirect(url_for(".show", number=audience.id), 303)
        page = self.render(
            "audiences/admin/form.html",
            audience=audience,
            form=form,
            builder=builder,
            focus=focus,
            wrong=wrong,
            outcome=_outcome(audience, rule, form, known),
        )
        return page, 422 if saving or wrong else 200

    def _saved(self, audience: Audience, form: AudienceForm, rule: Group, unfinished: list[str]) -> bool:
        """Store what was typed when all is right; else say in the form what is not."""
        sound = form.validate()
        for part in unfinished:
            form.form_errors.append(_("Condition %(part)s is not right yet.", part=part))
        if not filled(rule).parts and not unfinished:
            form.form_errors.append(_("Add at least one condition, so that it is clear whom you mean."))
        if not sound or form.form_errors:
            return False
        form.fill(audience).rule = stored(filled(rule))
        audience.save()
        return True


def views() -> list[AdminPage]:
    """Give this room's screens."""
    return [
        AudiencesPage(
            _l("Audiences"), category=_l("Contacts"), endpoint="audiences_audiences", url="/beheer/doelgroepen/"
        )
    ]


def _found(number: int) -> Audience:
    audience: Audience | None = Audience.get_or_none(Audience.id == number) if number < 2**31 else None
    if audience is None:
        raise NotFoundError("Deze doelgroep bestaat niet (meer). Ga terug naar de lijst.")
    return audience


def _sentence(audience: Audience, known: Conditions) -> str:
    try:
        return sentence_of(audience.tree, known)
    except ConditionAwayError as error:
        return str(error)


def _outcome(audience: Audience, rule: Group, form: AudienceForm, known: Conditions) -> Outcome:
    tried = Audience(name=audience.name, rule=stored(rule), purpose=form.purpose.data or "")
    return outcome_of(tried, known)


def _purpose(name: str) -> str:
    known = purposes().get(name)
    return known.title if known else name


def products() -> dict[Product, str]:
    """Give what can be made of an audience, in words."""
    return {
        Product.CSV: _("List as CSV"),
        Product.XLSX: _("List for Excel"),
        Product.LETTERS: _("Letters"),
        Product.LABELS: _("Labels"),
    }


def _made(audience: Audience, what: Product, **arguments: Any) -> ResponseReturnValue:
    """Give the file, or where it will be."""
    if making.takes_long(audience, what):
        return _waiting(making.ask(audience, what, **arguments))
    return _file(making.made(audience, what, **arguments), audience, what)


def _waiting(asked: Making) -> ResponseReturnValue:
    return redirect(url_for(".making", number=asked.id), 303)


def _file(content: bytes, audience: Audience, what: Product) -> Response:
    mimetype, ending, _right, action = FILES[what]
    seen(Audience._meta.table_name, f"{audience.id} {ending}" if action == "export" else audience.id, action)
    name = f"doelgroep-{audience.slug}-{today().isoformat()}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, content_type=mimetype, headers=headers)
