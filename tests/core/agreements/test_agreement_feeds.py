"""The feed of an agreement: what is in it, how it is served, and who learns nothing."""

import gzip
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from ovkk_core.agreements import tokens
from ovkk_core.agreements.choices import OVERLAP, Cancelling, Places
from ovkk_core.agreements.models import FeedAgreement, FeedToken, Fetch
from ovkk_core.agreements.pacing import ALLOWED, FREE, Pace
from ovkk_core.agreements.programs import program_of
from ovkk_core.calendars import FeedLayer, Visibility, cancel_event, save_event
from ovkk_core.calendars.models import RenderedFeed
from ovkk_core.clock import frozen
from ovkk_core.contacts import Position, Village
from ovkk_core.errors import BadInputError
from ovkk_core.web.models import Tries
from tests.core.agreements.conftest import DAY, NOW, OUTLOOK, MakeAgreement, MakeEvent, Partner

MakePartner = Callable[..., Partner]


def titles(text: str) -> list[str]:
    return [line.removeprefix("SUMMARY:") for line in text.split("\r\n") if line.startswith("SUMMARY:")]


def test_feed_has_every_public_event_and_no_other(partner: MakePartner, event: MakeEvent) -> None:
    """CAL-13: drafts and internal events are in no feed."""
    event("Open")
    event("Concept", publish=False)
    event("Intern", visibility=Visibility.INTERNAL)
    assert titles(partner().text()) == ["Open"]


def test_feed_of_activities_themes_and_places_has_only_those(
    partner: MakePartner, event: MakeEvent, toy: str, vilsteren: Village
) -> None:
    """FEED-9: the same UID in every feed."""
    both = event("Van speelgoed in Vilsteren", owner=toy, categories=["Zorg"], village=vilsteren)
    event("Van speelgoed elders", owner=toy, categories=["Zorg"])
    event("Van de kern", village=vilsteren, categories=["Zorg"])
    event("Ander thema", owner=toy, village=vilsteren, categories=["Wonen"])
    chosen = {"activities": [toy], "themes": ["Zorg"], "places": Places.MUNICIPALITIES, "municipalities": ["ommen"]}
    text = partner(**chosen).text()
    assert titles(text) == ["Van speelgoed in Vilsteren"]
    assert f"UID:{both.uid}\r\n" in text


@pytest.mark.parametrize("places", [Places.ORGANISATION, Places.PERSON])
def test_feed_of_organisation_or_person_has_the_events_in_its_villages(
    partner: MakePartner, event: MakeEvent, vilsteren: Village, places: Places
) -> None:
    other = Village.create(name="Beerze", slug="beerze", municipality=vilsteren.municipality)
    tour = event("Dorpenschouw")
    event("Halte Vilsteren", parent=tour, village=vilsteren)
    event("Halte Beerze", parent=tour, village=other)
    assert sorted(titles(partner(places=places).text())) == ["Dorpenschouw", "Halte Vilsteren"]


def test_feed_3_private_feed_has_its_headers_and_no_cookie(partner: MakePartner, event: MakeEvent) -> None:
    event()
    response = partner().get()
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers


def test_feed_2_unchanged_feed_answers_304_and_a_change_200(partner: MakePartner, event: MakeEvent) -> None:
    one, program = event(), partner()
    etag = program.get().headers["ETag"]
    again = program.get(**{"If-None-Match": etag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert again.headers["Cache-Control"] == "private, no-cache"
    one.title = "Anders"
    save_event(one)
    changed = program.get(**{"If-None-Match": etag})
    assert (changed.status_code, titles(changed.text)) == (200, ["Anders"])


def test_feed_2_gzip_is_honoured_with_its_own_etag(partner: MakePartner, event: MakeEvent) -> None:
    event()
    program = partner()
    plain, packed = program.get(), program.get(**{"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_feed_is_identical_after_a_change_elsewhere(partner: MakePartner, event: MakeEvent, toy: str) -> None:
    """CAL-6: what changes outside a feed leaves its bytes and its ETag alone."""
    event("Van speelgoed", owner=toy)
    program = partner(activities=[toy])
    before = program.get()
    event("Van de kern")
    with frozen(NOW + DAY):
        after = program.get()
    assert (before.data, before.headers["ETag"]) == (after.data, after.headers["ETag"])


def test_feed_without_events_is_valid(partner: MakePartner) -> None:
    """CAL-3."""
    text = partner().text()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "BEGIN:VTIMEZONE" in text


def test_feed_5_only_a_hash_of_256_bits_is_stored(agreement: MakeAgreement) -> None:
    token = tokens.give(agreement())
    assert len(token) == 43
    assert FeedToken.get().digest == tokens.hash_token(token) != token


def test_feed_5_old_address_works_two_weeks_beside_the_new_one(partner: MakePartner) -> None:
    old = partner()
    new = Partner(old.client, tokens.give(FeedAgreement.get()))
    assert [one.get().status_code for one in (old, new)] == [200, 200]
    with frozen(NOW + OVERLAP):
        assert [one.get().status_code for one in (old, new)] == [404, 200]


def test_feed_5_address_dies_with_the_position(partner: MakePartner, contact: Position) -> None:
    program = partner()
    contact.ends_on = NOW.date()
    contact.save()
    assert program.get().status_code == 200
    with frozen(NOW + DAY):
        assert program.get().status_code == 404
        with pytest.raises(BadInputError, match="functie niet meer"):
            tokens.give(FeedAgreement.get())


def test_feed_5_address_stays_dead_when_somebody_else_becomes_the_contact(
    partner: MakePartner, contact: Position
) -> None:
    program, one = partner(), FeedAgreement.get()
    one.contact = Position.create(
        person=contact.person, organisation=contact.organisation, function=contact.function, own_title="Nieuw"
    )
    one.save()
    contact.ends_on = (NOW - DAY).date()
    contact.save()
    assert program.get().status_code == 404


def test_feed_5_address_dies_with_the_agreement(partner: MakePartner) -> None:
    program = partner(ends_on=NOW.date())
    assert program.get().status_code == 200
    with frozen(NOW + DAY):
        assert program.get().status_code == 404


def test_feed_6_wrong_revoked_and_unknown_addresses_are_all_alike(partner: MakePartner) -> None:
    program = partner()
    tokens.take_back(FeedAgreement.get())
    wrong = Partner(program.client, f"{program.token[:-1]}_")
    unknown = Partner(program.client, "x" * 43)
    answers = [one.get() for one in (program, wrong, unknown)]
    assert {one.status_code for one in answers} == {404}
    own = re.compile(r'nonce="[^"]+"|[0-9a-f]{16}')
    asked = zip((program, wrong, unknown), answers, strict=True)
    pages = [own.sub("", one.text.replace(fetched.token, "")) for fetched, one in asked]
    assert pages[0] == pages[1] == pages[2]
    same = [{k: v for k, v in one.headers if k not in {"X-Request-ID", "Content-Security-Policy"}} for one in answers]
    assert same[0] == same[1] == same[2]


def test_feed_6_too_many_requests_for_one_address_are_held_up_for_the_minute(partner: MakePartner) -> None:
    program = partner()
    other = Partner(program.client, tokens.give(FeedAgreement.get()))
    assert [other.get().status_code for _ in range(61)][-2:] == [200, 429]
    assert program.get().status_code == 200
    with frozen(NOW + DAY):
        assert other.get().status_code == 200


def test_feed_6_pace_is_shared_by_processes_and_usual_fetches_write_nothing(app: Flask, database: None) -> None:
    """Each process may let a few more through than all of them together count."""
    one, two = Pace(), Pace()
    assert [one.too_fast("a") for _ in range(FREE)] == [False] * FREE
    assert Tries.select().count() == 0
    assert [one.too_fast("a") for _ in range(ALLOWED - FREE)] == [False] * (ALLOWED - FREE)
    assert [two.too_fast("a") for _ in range(FREE + 2)] == [False] * FREE + [True] * 2
    assert [row.count for row in Tries.select()] == [ALLOWED - FREE + 1]


def test_feed_6_network_that_tries_addresses_is_held_up_but_not_who_fetches_for_everybody(
    partner: MakePartner,
) -> None:
    program = partner()
    tries = [f"/kalender/prive/{number:043}.ics" for number in range(61)]
    got = [program.client.get(path, headers={"User-Agent": "curl"}).status_code for path in tries]
    assert got == [404] * 60 + [429]
    assert {program.client.get(path, headers=OUTLOOK).status_code for path in tries} == {404}
    assert program.client.get(f"/kalender/prive/{program.token}.ics").status_code == 200


def test_written_text_of_a_private_feed_has_no_public_address(
    app: Flask, partner: MakePartner, event: MakeEvent
) -> None:
    """FEED-7: what is stored names no token, and no guess of its key opens it."""
    event()
    program = partner()
    text = program.text()
    stored = RenderedFeed.get()
    assert "SOURCE" not in text
    assert program.token not in f"{text} {stored.feed}"
    front = Client(FeedLayer(app))
    for guess in (stored.feed, stored.feed.replace(":", "/"), stored.feed.replace(":", "%3A")):
        assert front.get(f"/kalender/{guess}.ics").status_code == 404


def test_fetches_are_counted_by_program_and_written_once_a_minute(partner: MakePartner) -> None:
    program = partner()
    for _ in range(3):
        program.get()
    program.client.get(f"/kalender/prive/{program.token}.ics", headers={"User-Agent": "Google-Calendar-Importer"})
    rows = [(row.program, row.count, row.last_at) for row in Fetch.select().order_by(Fetch.id)]
    assert rows == [("Outlook", 1, NOW), ("Google Agenda", 1, NOW)]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (OUTLOOK["User-Agent"], "Outlook"),
        ("Google-Calendar-Importer", "Google Agenda"),
        ("iOS/18.2 (22C152) dataaccessd/1.0", "Apple"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.5.0", "Thunderbird"),
        ("curl/8.5.0", "Ander programma"),
    ],
)
def test_program_is_named_without_its_version(said: str, name: str) -> None:
    assert program_of(said) == name


def test_cancelled_events_are_left_out_when_so_agreed(partner: MakePartner, event: MakeEvent) -> None:
    event("Gaat door")
    cancel_event(event("Gaat niet door"))
    assert titles(partner(cancelling=Cancelling.LEAVE_OUT).text()) == ["Gaat door"]


def test_visitor_with_no_address_finds_nothing(client: FlaskClient) -> None:
    assert client.get("/kalender/prive/.ics").status_code == 404
