"""The public pages of villages and municipalities."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import public
from ovkk_core.contacts import ATTRIBUTION, Municipality, Village
from ovkk_core.dossiers import finding, linked, places
from ovkk_core.errors import NotFoundError
from ovkk_core.web import kept

blueprint = Blueprint("dossiers", __name__)


@blueprint.get("/dorpen")
@public
@kept
def villages() -> ResponseReturnValue:
    """List the villages: all, of a municipality, under a letter, or those whose name resembles what was typed."""
    words, slug = request.args.get("zoek", "").strip(), request.args.get("gemeente", "")
    letter = request.args.get("letter", "").upper()
    chosen = finding.municipality_at(slug) if slug else None
    return render_template(
        "dossiers/villages.html",
        words=words,
        chosen=chosen,
        letter=letter,
        found=finding.alike_places(words) if words else None,
        index=finding.index(chosen, letter),
        municipalities=finding.municipalities(),
        attribution=ATTRIBUTION,
    )


@blueprint.get("/dorpen.geojson")
@public
def all_on_map() -> ResponseReturnValue:
    """Give every municipality and village for the map."""
    return _geojson(places.map_of_all())


@blueprint.get("/dorpen/<slug>")
@public
@kept
def village(slug: str) -> ResponseReturnValue:
    """Show everything that is public about a village."""
    try:
        found = finding.village_at(slug)
    except NotFoundError:
        return _elsewhere(Village, "dossiers.village", slug)
    return _page("dossiers/village.html", found)


@blueprint.get("/dorpen/<slug>.geojson")
@public
def village_on_map(slug: str) -> ResponseReturnValue:
    """Give a village with its neighbours for the map."""
    return _geojson(places.map_of(finding.village_at(slug)))


@blueprint.get("/gemeenten/<slug>")
@public
@kept
def municipality(slug: str) -> ResponseReturnValue:
    """Show everything that is public about a municipality and its villages."""
    try:
        found = finding.municipality_at(slug)
    except NotFoundError:
        return _elsewhere(Municipality, "dossiers.municipality", slug)
    return _page("dossiers/municipality.html", found)


@blueprint.get("/gemeenten/<slug>.geojson")
@public
def municipality_on_map(slug: str) -> ResponseReturnValue:
    """Give the villages of a municipality for the map."""
    return _geojson(places.map_of(finding.municipality_at(slug)))


def _page(template: str, place: Village | Municipality) -> str:
    page = places.page_of(place)
    data = linked.of_place(place, page, current_app.config["OVKK"].base_url)
    return render_template(template, place=place, page=page, linked_data=data, attribution=ATTRIBUTION)


def _elsewhere(model: type[Any], endpoint: str, slug: str) -> ResponseReturnValue:
    """Lead an address of before to the present one; else say that there is none, with what it may have meant."""
    if now := finding.moved(model, slug):
        return redirect(url_for(endpoint, slug=now), 301)
    words = slug.replace("-", " ")
    return render_template("dossiers/unknown.html", found=finding.alike_places(words, 5), words=words), 404


def _geojson(collection: dict[str, Any]) -> Response:
    response = jsonify(collection)
    response.mimetype = "application/geo+json"
    return response
