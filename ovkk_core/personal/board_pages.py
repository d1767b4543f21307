"""The screens of changes of boards: look at what was done by links, undo it, and hand a position over oneself."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.accounts import requires
from ovkk_core.contacts import Organisation, Person, Position, current_positions
from ovkk_core.database import fold
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.personal import handing
from ovkk_core.personal.board import ChangeForm, choices_for
from ovkk_core.personal.declarations import READ, WRITE
from ovkk_core.personal.models import Handover
from ovkk_core.web import AdminPage, flash_done

SHOWN = 50


class BoardPages(AdminPage):
    """Judges changes of boards, and makes them."""

    read, write = READ, WRITE

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show what waits, what was, and the positions of an organisation with a name."""
        name = request.args.get("naam", "").strip()
        waiting, earlier = [_shown(one) for one in handing.waiting()], [_shown(one) for one in _earlier()]
        positions = _positions(name) if name else None
        return self.render(
            "personal/admin/boards.html",
            shows=len(waiting) + len(earlier) + len(positions or ()),
            waiting=waiting,
            earlier=earlier,
            name=name,
            positions=positions,
        )

    @expose("/functie/<int:position_id>", methods=("GET", "POST"))
    @requires(WRITE)
    def change(self, position_id: int) -> ResponseReturnValue:
        """Ask who comes, and hand the position over."""
        position = current_positions().where(Position.id == position_id).first()
        if position is None:
            raise NotFoundError("Deze functie is er nu niet (meer). Ga terug naar het overzicht.")
        search = request.values.get("zoek", "").strip()
        form = ChangeForm(position, _people(position, search))
        if form.validate_on_submit():
            try:
                handing.hand_over(position, form.successor, form.starts_on.data, by_link=False)
            except BadInputError as error:
                form.form_errors.append(str(error))
            else:
                flash_done(_("The position has been handed over."))
                return redirect(url_for(".index"), 303)
        page = self.render("personal/admin/board.html", position=position, form=form, search=search)
        return page, 422 if request.method == "POST" else 200

    @expose("/<int:number>/klopt", methods=("POST",))
    def review(self, number: int) -> ResponseReturnValue:
        """Note that it is right."""
        handing.review(_found(number))
        flash_done(_("Noted that you looked at it."))
        return redirect(url_for(".index"), 303)

    @expose("/<int:number>/terug", methods=("POST",))
    def undo(self, number: int) -> ResponseReturnValue:
        """Put everything back."""
        handing.undo(_found(number))
        flash_done(_("Everything is as it was before. Who had left can get a new link."))
        return redirect(url_for(".index"), 303)


def page(category: Any) -> AdminPage:
    """Give a fresh instance of the screens."""
    return BoardPages(
        _l("Changes of boards"), endpoint="personal_boards", url="/beheer/bestuurswissels/", category=category
    )


def _found(number: int) -> Handover:
    found: Handover | None = Handover.get_or_none(id=number)
    if found is None:
        raise NotFoundError("Deze wissel bestaat niet (meer). Ga terug naar het overzicht.")
    return found


def _earlier() -> list[Handover]:
    seen = ~Handover.by_link | Handover.reviewed_at.is_null(False) | Handover.undone_at.is_null(False)
    return list(handing.with_people().where(seen).order_by(Handover.id.desc()).limit(SHOWN))


def _shown(handover: Handover) -> dict[str, Any]:
    """Give a handover in words: the position, who left and who came; "" for nobody."""
    old, new = handover.old_position, handover.new_position
    either = old or new
    return {
        "handover": handover,
        "what": (either.own_title or str(either.function.label)) if either else "",
        "left": str(old.person) if old and old.person_id else "",
        "came": str(new.person) if new and new.person_id else "",
        "undoable": handover.undone_at is None and old is not None,
    }


def _positions(name: str) -> list[Position]:
    found = current_positions().where(Organisation.sort_key.contains(fold(name)))
    return list(found.limit(SHOWN))


def _people(position: Position, search: str) -> list[Person]:
    people = choices_for(position)
    if search:
        known = {person.id for person in people}
        found = Person.select().where(Person.sort_key.contains(fold(search))).order_by(Person.sort_key, Person.id)
        people = [*people, *(one for one in found.limit(SHOWN) if one.id not in known)]
    return people
