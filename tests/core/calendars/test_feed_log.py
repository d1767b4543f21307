"""Polls that never reach Flask leave a line all the same."""

import json
import logging

import pytest
from flask import Flask
from werkzeug.test import Client

from ovkk_core.calendars import FeedLayer
from ovkk_core.web.logs import JsonFormatter


def test_sec_21_polls_answered_before_flask_leave_a_line_for_each_feed_and_answer(
    app: Flask, database: None, caplog: pytest.LogCaptureFixture
) -> None:
    layer = FeedLayer(app)
    client = Client(layer)
    etag = client.get("/kalender/alles.ics").headers["ETag"]
    with caplog.at_level(logging.INFO, logger="ovkk.requests"):
        for _ in range(3):
            assert client.get("/kalender/alles.ics", headers={"If-None-Match": etag}).status_code == 304
        client.head("/kalender/alles.ics")
        client.get(f"/kalender/prive/{'x' * 43}.ics")
        layer._polls.write()
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    polls = [{name: line[name] for name in ("method", "path", "status", "times")} for line in lines if "times" in line]
    assert polls == [
        {"method": "GET", "path": "/kalender/alles.ics", "status": 304, "times": 3},
        {"method": "HEAD", "path": "/kalender/alles.ics", "status": 200, "times": 1},
    ]
    assert "x" * 43 not in json.dumps(lines)


def test_polls_cost_nothing_where_nobody_listens(app: Flask, database: None) -> None:
    layer = FeedLayer(app)
    client = Client(layer)
    assert [client.get("/kalender/alles.ics").status_code for _ in range(2)] == [200, 200]
    assert layer._polls._writer is None
