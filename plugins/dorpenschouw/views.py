"""The public pages: every tour, the programme of one, its route and its print."""

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import public
from ovkk_core.contacts import ATTRIBUTION
from plugins.dorpenschouw import route, tours
from plugins.dorpenschouw.programme import programme_of

blueprint = Blueprint("dorpenschouw", __name__, url_prefix="/dorpenschouw")


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    """List the tours to come and those past."""
    coming, past = tours.public_tours()
    return render_template("dorpenschouw/index.html", coming=coming, past=past)


@blueprint.get("/<slug>")
@public
def programme(slug: str) -> ResponseReturnValue:
    """Show the programme as a timeline, with the route on a map."""
    found = programme_of(tours.public_tour(slug))
    return render_template("dorpenschouw/programme.html", programme=found, attribution=ATTRIBUTION)


@blueprint.get("/<slug>.geojson")
@public
def route_of(slug: str) -> ResponseReturnValue:
    """Give the route for the map."""
    answer = jsonify(route.geojson(programme_of(tours.public_tour(slug))))
    answer.mimetype = "application/geo+json"
    return answer


@blueprint.get("/<slug>/afdrukken")
@public
def printed(slug: str) -> ResponseReturnValue:
    """Show the programme for paper, without a person's name or number."""
    found = programme_of(tours.public_tour(slug))
    return render_template("dorpenschouw/print.html", programme=found, attribution=ATTRIBUTION)
