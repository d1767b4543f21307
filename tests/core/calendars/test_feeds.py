"""Feeds as a service: validators, coding, headers, switching, and the layer before Flask."""

import gzip
import re
import threading
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import icalendar
import pytest
from werkzeug.test import Client, TestResponse

from ovkk_core.calendars import (
    Event,
    EventStatus,
    FeedLayer,
    Visibility,
    cancel_event,
    publish_event,
    reading,
    rendering,
    save_event,
    serving,
    withdraw_event,
)
from ovkk_core.calendars.models import RenderedFeed
from ovkk_core.clock import frozen
from ovkk_core.contacts import Municipality, Village
from ovkk_core.database import connected, db, is_sqlite
from ovkk_core.registry import change_setting, registry, switch
from tests.core.calendars.conftest import NOW, MakeEvent

ALL = "/kalender/alles.ics"
SNAPSHOT = Path(__file__).parent / "alles.ics"


@pytest.fixture
def woken(front: FeedLayer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the paths for which Flask woke up."""
    paths: list[str] = []
    inner = front.app.wsgi_app
    monkeypatch.setattr(front.app, "wsgi_app", lambda e, s: (paths.append(e["PATH_INFO"]), inner(e, s))[1])
    return paths


def uids(response: TestResponse) -> set[str]:
    """Give the UIDs in a feed."""
    return {str(event["UID"]) for event in icalendar.Calendar.from_ical(response.data).events}


def test_whole_feed_is_as_in_the_snapshot(poll: Client, event: MakeEvent, vilsteren: Village) -> None:
    """CAL-1 to CAL-16 in one file that a person can read: a tour, a stop, a cancelled event, whole days, odd text."""
    tour = event(
        "Dorpenschouw; Ommen, Dalfsen", uid="00000000-0000-4000-8000-000000000001", description="Regel 1\nRegel 2"
    )
    event(
        "Halte Vilsteren",
        uid="00000000-0000-4000-8000-000000000002",
        parent=tour,
        village=vilsteren,
        latitude=52.5,
        longitude=6.375,
    )
    cancel_event(
        event(
            "Koffie ☕ met de gedeputeerde, en daarna een wandeling 🎉 door het dorp",
            uid="00000000-0000-4000-8000-000000000003",
        )
    )
    day = (NOW + timedelta(days=9)).date()
    event(
        "Open dagen",
        uid="00000000-0000-4000-8000-000000000004",
        starts_at=None,
        ends_at=None,
        first_day=day,
        last_day=day,
    )
    assert poll.get(ALL).data == SNAPSHOT.read_bytes()


def test_cal_3_empty_agenda_is_a_valid_calendar(poll: Client) -> None:
    """CAL-3: 200 with a VTIMEZONE."""
    response = poll.get(ALL)
    calendar = icalendar.Calendar.from_ical(response.data)
    assert (response.status_code, len(calendar.timezones), calendar.events) == (200, 1, [])
    assert {"PRODID", "VERSION"} <= set(calendar)


def test_cal_14_feed_says_what_it_is(poll: Client, toy: str) -> None:
    """CAL-14 (RFC 7986), and F4: no METHOD."""
    change_setting("association.name", "Kernen, Overijssel")
    head = poll.get(ALL).data.decode().replace("\r\n ", "").split("\r\n")
    assert {
        r"NAME:Kernen\, Overijssel",
        r"X-WR-CALNAME:Kernen\, Overijssel",
        r"DESCRIPTION:Alle activiteiten van Kernen\, Overijssel. Bevat wat gepland is en de afgelopen 12 maanden.",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "SOURCE;VALUE=URI:http://localhost/kalender/alles.ics",
        "COLOR:darkgreen",
    } <= set(head)
    assert not [line for line in head if line.startswith("METHOD")]
    own = poll.get("/kalender/toy.ics").data.decode()
    assert "NAME:Speelgoed\r\n" in own
    assert "COLOR:teal\r\n" in own


def test_feed_1_headers_of_get_and_head(poll: Client, event: MakeEvent) -> None:
    """FEED-1, FEED-3, FEED-8: the same headers, no body for HEAD, no cookie."""
    event()
    poll.get(ALL)
    get, head = poll.get(ALL), poll.head(ALL)
    assert (head.status_code, head.data) == (200, b"")
    assert dict(get.headers) == dict(head.headers)
    assert {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": "inline; filename=\"alles.ics\"; filename*=UTF-8''alles.ics",
        "Content-Length": str(len(get.data)),
        "Cache-Control": "public, max-age=300",
        "Vary": "Accept-Encoding",
        "X-Robots-Tag": "noindex",
        "X-Content-Type-Options": "nosniff",
    }.items() <= dict(get.headers).items()
    assert "Set-Cookie" not in get.headers


def test_feed_2_unchanged_unchanged_changed(poll: Client, event: MakeEvent) -> None:
    """FEED-2: twice the same, one change, then 200 with another ETag."""
    made = event()
    first = poll.get(ALL)
    unchanged = poll.get(ALL, headers={"If-None-Match": first.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert "Content-Type" not in unchanged.headers
    for name in ("ETag", "Cache-Control", "Vary", "Last-Modified"):
        assert unchanged.headers[name] == first.headers[name]
    assert poll.get(ALL).data == first.data
    with frozen(NOW + timedelta(hours=1)):
        made.title = "Anders"
        save_event(made)
        changed = poll.get(ALL, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]
    assert changed.headers["Last-Modified"] == format_datetime(NOW + timedelta(hours=1), usegmt=True)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": 'W/"a", {etag}'}, 304),
        ({"If-None-Match": "W/{etag}"}, 304),
        ({"If-None-Match": '"a"'}, 200),
        ({"If-None-Match": '"a"', "If-Modified-Since": "{date}"}, 200),
        ({"If-Modified-Since": "{date}"}, 304),
        ({"If-Modified-Since": "Thu, 01 Jan 2026 00:00:00 GMT"}, 200),
        ({"If-Modified-Since": "gisteren"}, 200),
    ],
)
def test_feed_2_if_none_match_wins_over_the_date(poll: Client, headers: dict[str, str], status: int) -> None:
    """FEED-2, RFC 9110 13.2.2."""
    first = poll.get(ALL).headers
    filled = {n: v.format(etag=first["ETag"], date=first["Last-Modified"]) for n, v in headers.items()}
    assert poll.get(ALL, headers=filled).status_code == status


def test_feed_2_gzip_is_another_representation_with_its_own_etag(poll: Client, event: MakeEvent) -> None:
    """FEED-2: an ETag per coding."""
    event()
    plain, packed = poll.get(ALL), poll.get(ALL, headers={"Accept-Encoding": "gzip, deflate"})
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert poll.get(ALL, headers={"Accept-Encoding": "gzip"}).data == packed.data
    asked = {"Accept-Encoding": "gzip", "If-None-Match": plain.headers["ETag"]}
    assert poll.get(ALL, headers=asked).status_code == 200
    assert poll.get(ALL, headers=asked | {"If-None-Match": packed.headers["ETag"]}).status_code == 304
    refused = poll.get(ALL, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_layer_answers_as_flask_does_and_lets_it_sleep(poll: Client, woken: list[str], event: MakeEvent) -> None:
    event()
    first = poll.get(ALL)
    assert woken == [ALL]
    second = poll.get(ALL)
    assert woken == [ALL]
    assert second.data == first.data
    assert set(first.headers) - set(second.headers) == {("X-Request-ID", first.headers["X-Request-ID"])}
    assert set(second.headers) <= set(first.headers)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "POST"}, {400, 405}),
        ({"query_string": "a=1"}, {200}),
        ({"base_url": "http://elders.example"}, {400, 421}),
    ],
)
def test_layer_leaves_everything_unusual_to_flask(
    poll: Client, woken: list[str], request_: dict[str, str], status: set[int]
) -> None:
    poll.get(ALL)
    assert poll.open(ALL, **request_).status_code in status
    assert woken == [ALL, ALL]


def test_unchanged_poll_costs_one_query_and_none_while_nobody_writes(
    front: FeedLayer, event: MakeEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = event()
    poll = Client(front)
    etag = poll.get(ALL).headers["ETag"]
    asked = []
    ask = reading.KeptConnection.row
    monkeypatch.setattr(reading.KeptConnection, "row", lambda *question: (asked.append(question), ask(*question))[1])
    with monkeypatch.context() as patched:
        patched.setattr(db.obj, "execute_sql", None)
        assert [poll.get(ALL, headers={"If-None-Match": etag}).status_code for _ in range(3)] == [304] * 3
    assert len(asked) == (1 if is_sqlite() else 3)
    made.title = "Anders"
    save_event(made)
    assert poll.get(ALL, headers={"If-None-Match": etag}).status_code == 200


def test_answers_remembered_are_few_and_short(
    front: FeedLayer, event: MakeEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    event()
    poll = Client(front)
    etag = poll.get(ALL).headers["ETag"]
    monkeypatch.setattr(reading, "MOST", 4)
    for number in range(9):
        poll.get(ALL, headers={"If-None-Match": f'{etag}, "{number}"'})
        poll.get(f"/kalender/nergens-{number}.ics")
    poll.get(ALL, headers={"If-None-Match": f'{etag}, "{"x" * 2000}"'})
    assert poll.get(ALL).data == poll.get(ALL).data != b""
    remembered = [pair for kept in front._reader._idle for pair in kept._answers.items()]
    assert len(remembered) <= 4
    assert not [asked for asked, _ in remembered if "nergens" in str(asked) or "xxx" in str(asked)]
    assert not [answer for _, answer in remembered if answer.body]  # those are on the shelf, which is bounded


def test_remembered_answer_whose_body_left_the_shelf_is_read_again(
    poll: Client, woken: list[str], event: MakeEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    event()
    first = [poll.get(ALL).data for _ in range(3)]
    monkeypatch.setattr(serving, "shelf", serving.Shelf())
    assert [poll.get(ALL).data for _ in range(2)] == first[:2]
    assert woken == [ALL]


def test_layer_survives_a_connection_that_was_cut(poll: Client, woken: list[str], front: FeedLayer) -> None:
    poll.get(ALL)
    poll.get(ALL)
    for connection in front._reader._idle:
        connection.close()
    assert poll.get(ALL).status_code == 200
    assert poll.get(ALL).status_code == 200
    assert woken == [ALL, ALL]


def test_cal_13_drafts_internal_and_withdrawn_never_appear_and_cancelled_stays(poll: Client, event: MakeEvent) -> None:
    """CAL-13."""
    shown, cancelled = event(), cancel_event(event())
    event(publish=False)
    event(visibility=Visibility.INTERNAL)
    withdraw_event(event())
    assert uids(poll.get(ALL)) == {shown.uid, cancelled.uid}


def test_feed_9_events_over_for_a_year_drop_out_with_the_day(poll: Client, event: MakeEvent) -> None:
    """FEED-9: the past window moves without any change in the database."""
    made = event()
    with frozen(made.ends_at + timedelta(days=366)):
        assert uids(poll.get(ALL)) == {made.uid}
    with frozen(made.ends_at + timedelta(days=368)):
        assert uids(poll.get(ALL)) == set()


def test_switching_a_plugin_takes_its_events_and_feed_away_and_brings_back_the_same_bytes(
    poll: Client, event: MakeEvent, toy: str
) -> None:
    """CAL-5: same UIDs and bytes after off and on."""
    own, other = event(owner=toy), event()
    before = [poll.get(path) for path in (ALL, "/kalender/toy.ics")]
    assert [uids(response) for response in before] == [{own.uid, other.uid}, {own.uid}]
    switch(toy, False)
    assert uids(poll.get(ALL)) == {other.uid}
    assert poll.get("/kalender/toy.ics").status_code == 404
    assert poll.get("/kalender/toy.ics", headers={"If-None-Match": before[1].headers["ETag"]}).status_code == 404
    switch(toy, True)
    after = [poll.get(path) for path in (ALL, "/kalender/toy.ics")]
    assert [r.data for r in after] == [r.data for r in before]
    assert [r.headers["ETag"] for r in after] == [r.headers["ETag"] for r in before]


def test_rel_5_events_of_a_broken_plugin_stay_and_its_own_feed_is_away_not_gone(
    poll: Client, event: MakeEvent, toy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """REL-5: subscribers keep what they have."""
    own = event(owner=toy)
    monkeypatch.setattr(registry.plugins[toy], "broken", "kan niet worden geladen")
    assert uids(poll.get(ALL)) == {own.uid}
    assert poll.get("/kalender/toy.ics").status_code == 503


def test_municipality_feed_has_what_is_there_and_what_has_a_part_there(
    poll: Client, event: MakeEvent, vilsteren: Village
) -> None:
    elsewhere = Municipality.create(name="Dalfsen", slug="dalfsen", province=vilsteren.municipality.province)
    dalfsen = Village.create(name="Dalfsen", slug="dalfsen", municipality=elsewhere)
    tour = event("Schouw")
    stop = event("Halte", parent=tour, village=vilsteren)
    there = event("Elders", village=dalfsen)
    assert uids(poll.get("/kalender/gemeente/ommen.ics")) == {tour.uid, stop.uid}
    assert uids(poll.get("/kalender/gemeente/dalfsen.ics")) == {there.uid}
    assert poll.get("/kalender/gemeente/nergens.ics").status_code == 404
    assert poll.get("/kalender/nergens.ics").status_code == 404


def test_rel_3_feed_bytes_follow_from_the_database_alone(poll: Client, event: MakeEvent) -> None:
    """REL-3: written anew from the rows, the bytes are the same."""
    event()
    before = poll.get(ALL).data
    RenderedFeed.delete().execute()
    Event.update(fragment="", fragment_for="").execute()
    assert poll.get(ALL).data == before


def test_one_rebuild_however_many_pollers(front: FeedLayer, event: MakeEvent, monkeypatch: pytest.MonkeyPatch) -> None:
    event()
    written = []
    write = rendering._write
    monkeypatch.setattr(rendering, "_write", lambda *a: (written.append(a[0].key), write(*a))[1])
    statuses = []

    def ask() -> None:
        statuses.append(Client(front).get(ALL).status_code)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (statuses, written) == ([200] * 8, ["alles"])


def test_memory_for_bodies_is_bounded() -> None:
    shelf = serving.Shelf(room=100)
    for number in range(50):
        shelf.get(str(number), lambda: b"x" * 30)
    assert shelf._held == 90
    assert shelf.get("big", lambda: b"x" * 101) == b"x" * 101
    assert shelf._held == 0


def test_body_that_was_replaced_meanwhile_goes_to_flask(
    poll: Client, woken: list[str], event: MakeEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    event()
    poll.get(ALL)
    monkeypatch.setattr(serving, "shelf", serving.Shelf())
    read = rendering.body
    monkeypatch.setattr(rendering, "body", lambda key, _, gzipped: read(key, "another", gzipped))
    assert poll.get(ALL).status_code == 200
    assert woken == [ALL, ALL]


def test_published_again_keeps_uid(poll: Client, event: MakeEvent) -> None:
    made = withdraw_event(event())
    assert uids(poll.get(ALL)) == set()
    assert publish_event(made).status is EventStatus.PUBLISHED
    with connected():
        assert uids(poll.get(ALL)) == {made.uid}


def test_no_feed_text_holds_a_blank_line(poll: Client, event: MakeEvent) -> None:
    event(description="a\n\nb")
    assert not re.search(rb"\r\n\s*\r\n", poll.get(ALL).data)
