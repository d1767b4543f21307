"""What pages are measured against: Flask and Jinja over raw SQL, made by hand; the frame around the events is given."""

import json
import os
import threading
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import cysqlite
from flask import Flask, render_template
from jinja2 import DictLoader

from bench import peers

HERE = ZoneInfo("Europe/Amsterdam")
DAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
MONTHS = ["jan", "feb", "maart", "april", "mei", "juni", "juli", "aug", "sept", "okt", "nov", "dec"]
COMING = """
    SELECT e.slug, e.title, e.starts_at, e.ends_at, e.location, v.name, m.name, m.slug, e.description
    FROM calendars_event e JOIN contacts_village v ON v.id = e.village_id
    JOIN contacts_municipality m ON m.id = v.municipality_id
    WHERE e.status = 'published' AND e.visibility = 'public' AND e.over_at >= ? ORDER BY e.opens_at LIMIT ?
"""
ONE = COMING.replace("e.over_at >= ? ORDER BY e.opens_at LIMIT ?", "e.slug = ?")
THERE = COMING.replace("WHERE ", "WHERE v.id = ? AND ")
VILLAGE = """
    SELECT v.id, v.name, v.population, v.latitude, m.id, m.name, m.slug, p.name FROM contacts_village v
    JOIN contacts_municipality m ON m.id = v.municipality_id JOIN contacts_province p ON p.id = m.province_id
    WHERE v.slug = ?
"""
BODIES = """
    SELECT o.name, o.kind, o.website FROM contacts_organisation o
    JOIN contacts_organisation_village ov ON ov.organisation_id = o.id WHERE ov.village_id = ? ORDER BY o.sort_key
"""
AROUND = "SELECT name, slug FROM contacts_village WHERE municipality_id = ? ORDER BY sort_key"
PLACES = "SELECT name, slug FROM contacts_municipality ORDER BY name"
LINES = """{{ before|safe }}{% for event in events %}<li class="calendars-line">
  <p class="calendars-leaf" aria-hidden="true"><span>{{ event.day }}</span> <b>{{ event.number }}</b>
  <span>{{ event.month }}</span></p>
  <div>
    <h3 class="calendars-title"><a href="{{ url_for('event', slug=event.slug) }}">{{ event.title }}</a></h3>
    <p class="calendars-fact"><time datetime="{{ event.iso }}">{{ event.words }}</time></p>
    <p class="calendars-fact ovkk-muted">{{ event.location }}, {{ event.village }}</p>
  </div>
</li>{% endfor %}{{ after|safe }}"""
FACTS = """{{ before|safe }}<article class="ovkk-text"><h1>{{ event.title }}</h1><dl class="ovkk-card">
<dt>Wanneer</dt><dd><time datetime="{{ event.iso }}">{{ event.words }}</time></dd>
<dt>Waar</dt><dd>{{ event.location }}, {{ event.village }}</dd>
<dt>Gemeente</dt><dd><a href="{{ url_for('agenda', gemeente=event.place) }}">{{ event.municipality }}</a></dd></dl>
<p>{{ event.description }}</p></article>{{ after|safe }}"""
THEMES = "SELECT DISTINCT categories FROM calendars_event WHERE status = 'published'"


def make() -> Flask:
    """Give the application; it reads the database of the installation in ``BENCH_FOLDER``."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"lines.html": LINES, "facts.html": FACTS})  # type: ignore[assignment]
    own = threading.local()
    folder = Path(os.environ[peers.FOLDER])
    path = str(folder / "ovkk.db")

    def ask(question: str, *values: object) -> list[Any]:
        if not hasattr(own, "connection"):
            own.connection = cysqlite.connect(path)
        return list(own.connection.execute(question, values).fetchall())

    frames = json.loads((folder / "frames.json").read_text())

    @app.get("/")
    def home() -> str:
        return render_template("lines.html", events=_lines(ask(COMING, _now(), 5)), **frames["home"])

    @app.get("/agenda")
    def agenda() -> str:
        events, _, _ = _lines(ask(COMING, _now(), 51))[:50], ask(PLACES), ask(THEMES)
        return render_template("lines.html", events=events, **frames["agenda"])

    @app.get("/agenda/<slug>")
    def event(slug: str) -> str:
        return render_template("facts.html", event=_lines(ask(ONE, slug))[0], **frames["event"])

    @app.get("/dorpen/<slug>")
    def village(slug: str) -> str:
        place = ask(VILLAGE, slug)[0]
        events, _, _ = _lines(ask(THERE, place[0], _now(), 8)), ask(BODIES, place[0]), ask(AROUND, place[4])
        return render_template("lines.html", events=events, **frames["village"])

    return app


def _now() -> str:
    return datetime.now(ZoneInfo("UTC")).isoformat(" ")


def _lines(rows: list[Any]) -> list[dict[str, Any]]:
    names = ("slug", "title", "starts", "ends", "location", "village", "municipality", "place", "description")
    return [dict(zip(names, row, strict=True)) | _moments(row[2], row[3]) for row in rows]


def _moments(starts: str, ends: str) -> dict[str, Any]:
    begin, end = (datetime.fromisoformat(str(value)[:19] + "+00:00").astimezone(HERE) for value in (starts, ends))
    day, month = DAYS[begin.weekday()], MONTHS[begin.month - 1]
    words = f"{day} {begin.day} {month} {begin.year}, {begin:%H.%M}–{end:%H.%M} uur"
    return {"iso": begin.isoformat(), "words": words, "day": day[:2], "number": begin.day, "month": month[:3]}
