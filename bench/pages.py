"""Measures the front page, the agenda, an event and a village, beside raw SQL and Jinja by hand."""

import gzip
import json
import logging
import tempfile
from pathlib import Path

from flask import Flask

from bench import loading, measuring, peers

EVENTS, ROUNDS = 1000, 2
PAGES = {"home": "/", "agenda": "/agenda", "event": "/agenda/5", "village": "/dorpen/dorp-5"}
EDGES = {"home": ('<li class="calendars-line">', "</ul>"), "agenda": ('<li class="calendars-line">', "</ul>")}
EDGES["event"] = ("<article", "</article>")
EDGES["village"] = EDGES["home"]
ANEW = {"Cookie": "x=1"}  # who sends one is no stranger, so gets no page from memory
GOAL = "≥ 60 % of raw SQL + Jinja; ≤ 8 queries; HTML ≤ 60 kB"


def main() -> None:
    """Print queries, sizes and answers a second, page by page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with loading.installation(folder, EVENTS) as app:
            frames = {}
            for page, path in PAGES.items():
                html = looked_at(app, path)
                first, last = EDGES[page]
                opens, closes = html.index(first), html.rindex(last, 0, html.index("</main>"))
                frames[page] = {"before": html[:opens], "after": html[closes:]}
            (folder / "frames.json").write_text(json.dumps(frames))
        variables = loading.environment(folder) | {peers.FOLDER: name}
        for page, path in PAGES.items():
            question = (path, {"Accept": "text/html"})
            contestants = {
                "ours": measuring.ours(question),
                "ours, made anew each time": measuring.ours((path, ANEW)),
                "raw SQL + Jinja": measuring.granian("bench.plain_pages:make", question),
            }
            measuring.report(page, measuring.compare(contestants, variables, ROUNDS), GOAL)


def looked_at(app: Flask, path: str) -> str:
    """Print how many queries a page asks and how large it is; give its text."""
    asked: list[str] = []
    listener = logging.Handler()
    listener.emit = lambda record: asked.append(record.msg)  # type: ignore[method-assign]
    log = logging.getLogger("peewee")
    client = app.test_client()
    client.get(path)
    log.setLevel(logging.DEBUG)
    log.addHandler(listener)
    try:
        client.set_cookie(*ANEW["Cookie"].split("="))
        body = client.get(path).data
    finally:
        log.removeHandler(listener)
        log.setLevel(logging.NOTSET)
    print(f"{path:<18}{len(asked)} queries, {len(body) / 1000:.0f} kB, {len(gzip.compress(body)) / 1000:.0f} kB packed")
    return body.decode()


if __name__ == "__main__":
    main()
