"""The screens about one person's rights: what we hold as a file, and erasing them."""

from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from ovkk_core.accounts import requires
from ovkk_core.clock import today
from ovkk_core.contacts import Person, access_export, held_about, person_by_id, reasons_for
from ovkk_core.database import fold
from ovkk_core.hookspecs import Panel, Subject
from ovkk_core.personal import open_erasure_requests
from ovkk_core.privacy import erasing
from ovkk_core.privacy.declarations import ACT, READ
from ovkk_core.privacy.models import Erasure, ErasureState
from ovkk_core.web import Form, flash_done
from ovkk_core.web.admin import AdminPage, seen

MOST = 30


class PeoplePage(AdminPage):
    """Finds a person, shows and gives what is held, erases, and lists who was erased."""

    read, write = READ, ACT

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Find a person, and show who was erased lately."""
        words = request.args.get("q", "")[:200]
        done = list(Erasure.select().order_by(Erasure.id.desc()).limit(MOST))
        found, requests = _named(words), open_erasure_requests()
        return self.render(
            "privacy/admin/people.html",
            shows=len(found) + len(requests),
            words=words,
            found=found,
            requests=requests,
            done=done,
            states=ErasureState,
        )

    @expose("/<int:number>/")
    def person(self, number: int) -> ResponseReturnValue:
        """Show what every room and plugin holds of a person."""
        person, held = person_by_id(number), held_about(number)
        seen("contacts_person", number)
        return self.render("privacy/admin/person.html", person=person, held=held, why=reasons_for(held))

    @expose("/<int:number>/bestand", methods=("POST",))
    @requires(ACT)
    def export(self, number: int) -> ResponseReturnValue:
        """Give all of it as one file."""
        content = access_export(number)
        seen("contacts_person", number, "privacy.export")
        name = f"gegevens-{number}-{today().isoformat()}.zip"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(content, content_type="application/zip", headers=headers)

    @expose("/<int:number>/wissen", methods=("GET", "POST"))
    @requires(ACT)
    def erase(self, number: int) -> ResponseReturnValue:
        """Say what erasing takes away; do it when that was agreed to."""
        form = _form()
        if form.validate_on_submit():
            name = str(person_by_id(number))
            erasing.erase(number, form.why.data or "")
            flash_done(_("%(name)s is being erased everywhere. Below you see when it is done.", name=name))
            return redirect(url_for(".index"), 303)
        page = self.render("privacy/admin/erase.html", one=erasing.preview(number), form=form)
        return page, 422 if form.errors else 200


def panels(subject: Subject) -> list[Panel]:
    """Give the way from the dossier of a person to these screens."""
    if subject.kind != "person":
        return []
    address = f"/beheer/inzage-en-wissen/{subject.id}/"
    return [Panel("Privacy", "privacy/panel.html", {"address": address}, permission=READ, order=90)]


def _form() -> Any:
    class EraseForm(Form):
        """Why, and that it is sure."""

        why = StringField(
            _("Why"), [Length(max=200)], description=_("For example: asked by phone on 3 March. Without a name.")
        )
        sure = BooleanField(_("I know that this cannot be undone"), [InputRequired()])

    return EraseForm()


def _named(words: str) -> list[Person]:
    wanted = fold(words).split()
    if not wanted:
        return []
    query = Person.select().order_by(Person.sort_key)
    for word in wanted[:5]:
        query = query.where(Person.sort_key.contains(word) | Person.email.contains(word))
    return list(query.limit(MOST))
