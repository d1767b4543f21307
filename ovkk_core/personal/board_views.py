"""The page on which a secretary says, by a personal link, who comes after whom."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import public
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import acting
from ovkk_core.personal import links
from ovkk_core.personal.board import LinkedChangeForm, choices_for, position_behind
from ovkk_core.personal.handing import hand_over
from ovkk_core.personal.kinds import LinkScope
from ovkk_core.personal.views import PER_NETWORK, gone
from ovkk_core.web import csrf, limiter

blueprint = Blueprint("personal_board", __name__)
blueprint.register_error_handler(NotFoundError, gone)


@blueprint.get("/u/<token>/bestuurswissel/<int:position_id>")
@public
@limiter.limit(PER_NETWORK)
def change(token: str, position_id: int) -> ResponseReturnValue:
    """Ask who comes."""
    position = position_behind(links.link_of(token), position_id)
    form = LinkedChangeForm(position, choices_for(position), None)
    return render_template("personal/board.html", token=token, position=position, form=form)


@blueprint.post("/u/<token>/bestuurswissel/<int:position_id>")
@csrf.exempt
@public
@limiter.limit(PER_NETWORK)
def hand(token: str, position_id: int) -> ResponseReturnValue:
    """Hand the position over; somebody of the association looks at it afterwards."""
    link = links.link_of(token)
    position = position_behind(link, position_id)
    form = LinkedChangeForm(position, choices_for(position), request.form)
    if form.validate():
        who = f"persoon:{link.person_id}" if link.person_id else f"organisatie:{link.organisation_id}"
        try:
            with acting(who):
                hand_over(position, form.successor, form.starts_on.data, by_link=True)
        except BadInputError as error:
            form.form_errors.append(str(error))
        else:
            links.used(link)
            if link.scope is LinkScope.OWN:
                return redirect(url_for("personal.page", token=token, klaar="wissel"), 303)
            return render_template("personal/board_done.html")  # who left by this link has no other page
    return render_template("personal/board.html", token=token, position=position, form=form), 422
