"""The public pages of the calendar: agenda, event, subscribing, and the feeds."""

from datetime import date
from itertools import groupby

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import public
from ovkk_core.calendars import feeds, joining, keeping, rendering, selecting, serving, structured, subscribing
from ovkk_core.calendars.models import Event
from ovkk_core.calendars.moments import local
from ovkk_core.contacts import Municipality
from ovkk_core.registry import registry

blueprint = Blueprint("calendars", __name__)
blueprint.record_once(lambda state: state.app.jinja_env.filters.update(structured.FILTERS))
PAST = "voorbij"


@blueprint.get("/agenda")
@public
def agenda() -> ResponseReturnValue:
    """List what is to come, or what is over, per month."""
    past = request.args.get("toon") == PAST
    page = max(request.args.get("pagina", 1, int), 1)
    place = _chosen_municipality()
    owner = request.args.get("activiteit", "")
    events, more = selecting.agenda(municipality=place, owner=owner, past=past, page=page)
    return render_template(
        "calendars/agenda.html",
        months=[(month, list(group)) for month, group in groupby(events, _month)],
        municipalities=selecting.municipalities(),
        activities=selecting.activities(),
        municipality=place,
        owner=owner,
        past=past,
        page=page,
        more=more,
    )


@blueprint.get("/agenda/<slug>")
@public
def event(slug: str) -> ResponseReturnValue:
    """Show one event with its programme."""
    found = selecting.shown_event(slug)
    parts = selecting.parts_of(found)
    base_url = keeping.base_url()
    return render_template(
        "calendars/event.html",
        event=found,
        whole=found.parent if found.parent_id and found.parent.visible else None,
        parts=parts,
        linked_data=structured.linked_data(found, base_url),
        on_map=any(point.latitude is not None for point in parts or [found]),
        links=joining.links(found, base_url),
        own_page=found.page if registry.is_on(found.owner) else "",
    )


@blueprint.get("/agenda/<slug>.ics")
@public
def ics(slug: str) -> ResponseReturnValue:
    """Give one event as a file to put in a calendar."""
    found = selecting.shown_event(slug)
    response = Response(joining.ics_of([found]), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/agenda/<slug>.geojson")
@public
def points(slug: str) -> ResponseReturnValue:
    """Give the place of an event and its parts, for the map."""
    found = selecting.shown_event(slug)
    response = jsonify(structured.points(selecting.parts_of(found) or [found]))
    response.mimetype = "application/geo+json"
    return response


@blueprint.get("/abonneren")
@public
def subscribe() -> ResponseReturnValue:
    """Explain how to subscribe, per program."""
    slug = request.args.get("gemeente", "")
    chosen = feeds.of_municipality(slug) if slug else None
    own = [feeds.everything(), *feeds.of_plugins()]
    offers = [subscribing.offer(feed, keeping.base_url()) for feed in own]
    return render_template(
        "calendars/subscribe.html",
        offers=offers,
        chosen=subscribing.offer(chosen, keeping.base_url()) if chosen else None,
        slug=slug,
        municipalities=list(Municipality.select().order_by(Municipality.sort_key)),
        programs=subscribing.PROGRAMS,
    )


@blueprint.get("/kalender/<name>.ics", defaults={"group": ""})
@blueprint.get("/kalender/<any(gemeente):group>/<name>.ics")
@public
def feed(group: str, name: str) -> ResponseReturnValue:
    """Give a feed; the shortcut before us answers most requests."""
    key = f"{group}/{name}" if group else name
    row = rendering.written(feeds.find(key))
    found = serving.Validators(row.etag, row.last_modified)
    answer = serving.answer(request.environ, key, found, lambda gz: rendering.compressed(row) if gz else row.plain)
    response = Response(answer.body, answer.status)
    response.headers.clear()
    response.headers.extend(answer.headers)
    return response


def _chosen_municipality() -> Municipality | None:
    slug = request.args.get("gemeente", "")
    return selecting.municipality(slug) if slug else None


def _month(event: Event) -> date:
    return local(event.starts_at).date().replace(day=1)
