"""The one screen of "Klopt dit nog?", behind a personal link: one button, or a change."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import public
from ovkk_core.errors import NotFoundError
from ovkk_core.history import acting
from ovkk_core.personal import checking, links
from ovkk_core.personal.checking import OrganisationForm
from ovkk_core.personal.details import DetailsForm, save_details
from ovkk_core.personal.models import PersonalLink
from ovkk_core.personal.own_page import coming_positions
from ovkk_core.personal.views import PER_NETWORK, gone
from ovkk_core.web import csrf, limiter

blueprint = Blueprint("personal_check", __name__)
blueprint.register_error_handler(NotFoundError, gone)


@blueprint.get("/u/<token>/klopt")
@public
@limiter.limit(PER_NETWORK)
def check(token: str) -> ResponseReturnValue:
    """Show everything that is to be checked."""
    return _page(token, links.link_of(token))


@blueprint.post("/u/<token>/klopt")
@csrf.exempt
@public
@limiter.limit(PER_NETWORK)
def confirm(token: str) -> ResponseReturnValue:
    """Note that everything is right."""
    link = links.link_of(token)
    with acting(_who(link)):
        checking.confirm(link)
    links.used(link)
    return redirect(url_for(".check", token=token, klaar="klopt"), 303)


@blueprint.post("/u/<token>/klopt/gegevens")
@csrf.exempt
@public
@limiter.limit(PER_NETWORK)
def change_details(token: str) -> ResponseReturnValue:
    """Store somebody's own details."""
    link = links.own_link_of(token)
    form = DetailsForm(link.person, request.form)
    if not form.validate():
        return _page(token, link, details=form), 422
    with acting(_who(link)):
        save_details(link.person, form)
        checking.note_change(link, None)
    links.used(link)
    return redirect(url_for(".check", token=token, klaar="gegevens"), 303)


@blueprint.post("/u/<token>/klopt/organisatie/<int:number>")
@csrf.exempt
@public
@limiter.limit(PER_NETWORK)
def change_organisation(token: str, number: int) -> ResponseReturnValue:
    """Store the details of an organisation."""
    link = links.link_of(token)
    organisation = next((one for one in checking.organisations_of(link) if one.id == number), None)
    if organisation is None:
        raise NotFoundError("Deze organisatie kunt u met deze link niet (meer) wijzigen. Vraag een nieuwe link aan.")
    form = OrganisationForm(organisation, request.form)
    if not form.validate():
        return _page(token, link, changed={number: form}), 422
    with acting(_who(link)):
        checking.save_organisation(organisation, form)
        checking.note_change(link, organisation)
    links.used(link)
    return redirect(url_for(".check", token=token, klaar="gegevens"), 303)


def _page(
    token: str, link: PersonalLink, details: DetailsForm | None = None, changed: dict[int, Any] | None = None
) -> str:
    own = link.organisation_id is None
    return render_template(
        "personal/check.html",
        token=token,
        link=link,
        details=(details or DetailsForm(link.person, None)) if own else None,
        positions=coming_positions(link.person) if own else [],
        organisations=[
            (one, board, (changed or {}).get(one.id) or OrganisationForm(one, None))
            for one, board in checking.boards_of(checking.organisations_of(link))
        ],
        items=checking.items_of(link),
        done=request.args.get("klaar", ""),
    )


def _who(link: PersonalLink) -> str:
    return f"persoon:{link.person_id}" if link.person_id else f"organisatie:{link.organisation_id}"
