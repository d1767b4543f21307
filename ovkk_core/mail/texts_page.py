"""The screen on which editors change what the system's own mails say, look at it, and go back."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import peewee
from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import escape
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from ovkk_core.accounts import current_user
from ovkk_core.clock import AMSTERDAM, today
from ovkk_core.errors import BadInputError
from ovkk_core.history import Revision, revisions_of
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail import templates
from ovkk_core.mail.composing import Letter
from ovkk_core.mail.kinds import kinds
from ovkk_core.mail.models import OutboxMail
from ovkk_core.mail.outbox import filled, queue_mail
from ovkk_core.mail.parts import Recipient
from ovkk_core.mail.recalling import Values
from ovkk_core.mail.showing import CHOICE, Shown, shown
from ovkk_core.mail.templates import Texts
from ovkk_core.mail.texts import (
    editable,
    fault_in,
    own_row,
    put_back,
    reset_texts,
    texts_of,
    tidied,
    trio_of,
    write_texts,
)
from ovkk_core.registry import registry, setting
from ovkk_core.web import FRAMED, AdminPage, Form, flash_done, policy_with_frame, with_policy
from ovkk_core.web.admin import shows_people
from ovkk_core.web.admin.people import names_of

MOST = 20  # changes shown
SHOW = "tonen"  # the button that chooses whose particulars are shown


class TextsForm(Form):
    """The three texts."""

    subject = StringField(_l("Subject"), [InputRequired(), Length(max=200)])
    text = TextAreaField(
        _l("Plain text"),
        [InputRequired(), Length(max=20_000)],
        description=_l("For who reads mail without layout. It says the same as the layout below."),
        render_kw={"rows": 14},
    )
    mjml = TextAreaField(
        _l("Layout (MJML)"),
        [InputRequired(), Length(max=60_000)],
        description=_l(
            "Each piece of text is an mj-text, a button is an mj-button. Keep what stands between angle brackets."
        ),
        render_kw={"rows": 14, "spellcheck": "false"},
    )

    @property
    def texts(self) -> Texts:
        """What was filled in."""
        return Texts(self.subject.data or "", self.text.data or "", self.mjml.data or "")


@dataclass(frozen=True)
class Listed:
    """One kind of mail in the overview."""

    kind: MailKind
    room: str
    own: bool
    fault: str
    last: datetime | None
    this_year: int


class TextsPage(AdminPage):
    """Changes the texts of mails."""

    read = write = "mail.texts"

    def __init__(self) -> None:
        super().__init__(_l("Texts of mails"), endpoint="mail_texts", url="/beheer/mailteksten/")

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show every mail with fixed texts, and which of them the association wrote itself."""
        return self.render("mail/admin/texts.html", shows=0, listed=listed())

    @expose("/<name>/", methods=("GET", "POST"))
    def edit(self, name: str) -> ResponseReturnValue:
        """Show and keep the texts of one mail."""
        kind = editable(name)
        form, refusal, look = TextsForm(obj=texts_of(kind)), "", _asked_for(kind)
        only_looks = SHOW in request.form
        if not only_looks and form.validate_on_submit():
            try:
                write_texts(name, form.texts)
            except BadInputError as error:
                refusal = str(error)
            else:
                flash_done(_("The texts were saved. The next mail has them."))
                return redirect(url_for(".edit", name=name, **look.kept), 303)
        people = len(look.sent) + len(look.found)
        changed = only_looks and form.texts != texts_of(kind)
        page = self.render(
            "mail/admin/text.html", shows=people, form=form, refusal=refusal, changed=changed, **facts(kind, look)
        )
        answer = with_policy(Response(page), policy_with_frame())
        answer.status_code = 422 if request.method == "POST" and not only_looks else 200
        return answer

    @expose("/<name>/voorbeeld/", methods=("GET", "POST"))
    def preview(self, name: str) -> ResponseReturnValue:
        """Give the mail as the address asks, for the frame; of the texts sent along, when they were not saved yet."""
        kind = editable(name)
        form, look = TextsForm() if request.method == "POST" else None, _asked_for(kind)
        shows_people(1 if look.chosen else 0)
        try:
            html = letter(kind, look.values, form.texts if form else None).html
        except BadInputError as error:
            html = f'<!doctype html><html lang="nl"><title>{escape(kind.title)}</title><p>{escape(error)}</p></html>'
        answer = Response(html, mimetype="text/html")
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
        return with_policy(answer, FRAMED)

    @expose("/<name>/test/", methods=("POST",))
    def send_test(self, name: str) -> ResponseReturnValue:
        """Mail the saved texts, with invented particulars, to who asks."""
        kind = editable(name)
        user = current_user()
        if user is not None:
            queue_mail(name, Recipient(user.email, user.name), dict(kind.sample))
            flash_done(_("A test mail is on its way to %(address)s.", address=user.email))
        return redirect(url_for(".edit", name=name), 303)

    @expose("/<name>/standaard/", methods=("POST",))
    def reset(self, name: str) -> ResponseReturnValue:
        """Use the platform's texts again."""
        reset_texts(name)
        flash_done(_("The standard texts are used again."))
        return redirect(url_for(".edit", name=name), 303)

    @expose("/<name>/terugzetten/<int:revision>/", methods=("POST",))
    def restore(self, name: str, revision: int) -> ResponseReturnValue:
        """Put the texts back as they were before one change."""
        put_back(name, revision)
        flash_done(_("%(what)s was put back as it was.", what=editable(name).title))
        return redirect(url_for(".edit", name=name), 303)


def listed() -> list[Listed]:
    """Give the mails with fixed texts of rooms that are on."""
    fixed = [(room, kind) for room, kind in kinds().values() if kind.template and registry.is_on(room)]
    written, found = _written([kind.name for _room, kind in fixed]), []
    for room, kind in fixed:
        row = own_row(kind)
        own = bool(row and row.own)
        fault = fault_in(kind, texts_of(kind)) if own else ""
        title = _("platform") if registry.get(room).builtin else registry.get(room).title
        found.append(Listed(kind, title, own, fault, *written.get(kind.name, (None, 0))))
    return found


def _written(names: list[str]) -> dict[str, tuple[datetime, int]]:
    """Give when the latest mail of each kind was queued, and how many were this year; an index answers it alone."""
    moment = OutboxMail.queued_at
    this_year = peewee.Case(None, [(moment >= datetime(today().year, 1, 1, tzinfo=AMSTERDAM), 1)], 0)
    query = OutboxMail.select(OutboxMail.kind, peewee.fn.MAX(moment), peewee.fn.SUM(this_year))
    rows = query.where(OutboxMail.kind.in_(names)).group_by(OutboxMail.kind).tuples()
    return {name: (last, int(count)) for name, last, count in rows}


def _asked_for(kind: MailKind) -> Shown:
    """Look at a mail as the form or the address asks."""
    return shown(kind, request.form if CHOICE in request.form else request.args)


def facts(kind: MailKind, look: Shown) -> dict[str, Any]:
    """Give what the page shows beside the form."""
    row = own_row(kind)
    placeholders = {**kind.placeholders, **templates.SHARED}
    history: list[Revision] = list(islice(revisions_of(row), MOST)) if row else []
    return {
        "kind": kind,
        "own": bool(row and row.own),
        "placeholders": [(f"{{{name}}}", meaning) for name, meaning in placeholders.items()],
        "look": look,
        "history": history,
        "who": names_of(revision.actor for revision in history),
    } | _looks(kind, look)


def _looks(kind: MailKind, look: Shown) -> dict[str, Any]:
    """Give the mail as it is looked at, and why it cannot be made: somebody's particulars may not fit in a subject."""
    try:
        return {"letter": letter(kind, look.values), "unfit": ""}
    except BadInputError as error:
        return {"letter": letter(kind, kind.sample), "unfit": str(error)}


def letter(kind: MailKind, values: Values, texts: Texts | None = None) -> Letter:
    """Fill in the saved texts, or ``texts``; raise ``BadInputError`` for what cannot be used."""
    trio = trio_of(kind)
    if texts is not None:
        texts = tidied(texts)
        if fault := fault_in(kind, texts):
            raise BadInputError(f"De mail kan zo niet worden gemaakt: {fault}.")
        trio = templates.load_own(kind.template, templates.folders(), texts, templates.logo())
    return filled(trio, values, association=setting("association.name"))


def page() -> AdminPage:
    """Give the screen."""
    return TextsPage()
