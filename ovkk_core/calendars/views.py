"""The public pages of the calendar: agenda, event, subscribing, and the feeds."""

from datetime import date
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import public
from ovkk_core.audiences import public_audiences
from ovkk_core.calendars import (
    choosing,
    entries,
    feeds,
    filters,
    grid,
    joining,
    keeping,
    linked,
    occurring,
    rendering,
    selecting,
    serving,
    spots,
    structured,
    subscribing,
)
from ovkk_core.calendars.choosing import Choice, View
from ovkk_core.calendars.entries import Entry
from ovkk_core.calendars.moments import local
from ovkk_core.calendars.occurring import Occurrence
from ovkk_core.clock import today
from ovkk_core.contacts import Municipality
from ovkk_core.errors import NotFoundError
from ovkk_core.registry import registry
from ovkk_core.web import in_the_open, kept

blueprint = Blueprint("calendars", __name__)
blueprint.record_once(lambda state: state.app.jinja_env.filters.update(structured.FILTERS))


@blueprint.get("/agenda")
@public
@kept
def agenda() -> ResponseReturnValue:
    """Show what is to come, what is over or what is in a month: as a list, a month or a map."""
    choice = choosing.chosen(request.args)
    shown = {View.LIST: _as_list, View.MONTH: _as_month, View.MAP: _as_map}[choice.view](choice)
    return render_template(
        f"calendars/agenda_{choice.view.name.lower()}.html",
        choice=choice,
        filters=filters.filters_of(choice),
        views=View,
        present=choosing.this_month(),
        today=today(),
        **shown,
    )


@blueprint.get("/agenda.geojson")
@public
def pins() -> ResponseReturnValue:
    """Give the places of the agenda's map."""
    return _geojson(spots.pins(_as_map(choosing.chosen(request.args))["places"]))


@blueprint.get("/agenda/<slug>")
@public
@kept
def event(slug: str) -> ResponseReturnValue:
    """Show one event with its programme; of a series, one occurrence when its day is given."""
    found = selecting.shown_event(slug)
    times = occurring.all_of(found)
    one = None if found.repeats and "op" not in request.args else _occurrence(times)
    parts = selecting.parts_of(found)
    base_url = keeping.base_url()
    data = linked.of_occurrence(one, base_url) if one else linked.of_series(found, times, base_url)
    return render_template(
        "calendars/event.html",
        event=found,
        one=one,
        whole=found.parent if found.parent_id and found.parent.visible else None,
        parts=parts,
        coming=entries.still_to_come(times) if found.repeats else [],
        linked_data=data,
        moved_from=structured.moment(data.get("previousStartDate", "")),
        on_map=any(point.latitude is not None for point in parts or [found]),
        links=joining.links(found, base_url),
        own_page=found.page if registry.is_on(found.owner) else "",
        address=data["url"],
        is_today=bool(one and structured.is_today(entries.entry(one))),
        today=today(),
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
    return _geojson(structured.points(selecting.parts_of(found) or [found]))


@blueprint.get("/abonneren")
@public
def subscribe() -> ResponseReturnValue:
    """Explain how to subscribe, per program."""
    slug, whose = request.args.get("gemeente", ""), request.args.get("doelgroep", "")
    chosen = feeds.of_municipality(slug) if slug else None
    meant = feeds.of_audience(whose) if whose else None
    own = [feeds.everything(), *feeds.of_plugins()]
    offers = [subscribing.offer(feed, keeping.base_url()) for feed in own]
    return render_template(
        "calendars/subscribe.html",
        offers=offers,
        chosen=subscribing.offer(chosen, keeping.base_url()) if chosen else None,
        slug=slug,
        meant=subscribing.offer(meant, keeping.base_url()) if meant else None,
        whose=whose,
        audiences=public_audiences(),
        municipalities=list(Municipality.select().order_by(Municipality.sort_key)),
        programs=subscribing.PROGRAMS,
    )


@blueprint.get("/kalender/<name>.ics", defaults={"group": ""})
@blueprint.get("/kalender/<any(gemeente,doelgroep):group>/<name>.ics")
@public
def feed(group: str, name: str) -> ResponseReturnValue:
    """Give a feed, over https only; the shortcut before us answers most requests."""
    key = f"{group}/{name}" if group else name
    wanted = feeds.find(key)
    if in_the_open(request.environ, current_app.config["OVKK"]):
        return redirect(f"{keeping.base_url()}{wanted.path}", 301)
    row = rendering.written(wanted)
    found = serving.Validators(row.etag, row.last_modified)
    answer = serving.answer(request.environ, key, found, lambda gz: rendering.compressed(row) if gz else row.plain)
    response = Response(answer.body, answer.status)
    response.headers.clear()
    response.headers.extend(answer.headers)
    return response


def _as_list(choice: Choice) -> dict[str, Any]:
    found, more = entries.listed(choice)
    months = [(month, list(group)) for month, group in groupby(found, _month)]
    return {"months": months, "more": more, "coming": _coming(choice, choice.month, found)}


def _as_month(choice: Choice) -> dict[str, Any]:
    month = choice.month or choosing.this_month()
    found = entries.between(choice, month, grid.last_of(month))
    return {
        "month": month,
        "month_name": structured.month_name(month),
        "weekdays": structured.weekdays(),
        "weeks": grid.weeks(month, found),
        "count": len(found),
        "coming": _coming(choice, month, found),
        "before": choosing.in_range(choosing.month_after(month, -1)),
        "after": choosing.in_range(choosing.month_after(month)),
    }


def _as_map(choice: Choice) -> dict[str, Any]:
    found, more = entries.listed(choice)
    places, elsewhere = spots.spots(found)
    return {"places": places, "elsewhere": elsewhere, "more": more, "coming": _coming(choice, choice.month, found)}


def _coming(choice: Choice, month: date | None, found: list[Entry]) -> date | None:
    """Give the next month with something in it when there is nothing in ``month``."""
    return entries.first_after(choice, grid.last_of(month)) if month and not found else None


def _occurrence(times: list[Occurrence]) -> Occurrence:
    day = request.args.get("op")
    found = next((time for time in times if day in {None, time.day.isoformat()}), None)
    if found is None:
        raise NotFoundError("Op deze dag is deze activiteit er niet. Kijk op de agenda wanneer zij wel is.")
    return found


def _geojson(collection: dict[str, Any]) -> Response:
    response = jsonify(collection)
    response.mimetype = "application/geo+json"
    return response


def _month(entry: Entry) -> date:
    return local(entry.starts_at).date().replace(day=1)
