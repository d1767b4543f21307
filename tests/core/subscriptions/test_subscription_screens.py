"""The screens of others' calendars: follow, upload, judge; and hostile files through the upload form (CAL-17)."""

import re
import threading
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from ovkk_core.clock import frozen, now
from ovkk_core.history import AuditEntry
from ovkk_core.hookspecs import Health, TodoItem
from ovkk_core.jobs import Job
from ovkk_core.registry import registry
from ovkk_core.subscriptions.following import EVERY, refresh
from ovkk_core.subscriptions.models import ItemState, OutsideItem, Progress, Subscription
from ovkk_core.subscriptions.reporting import waiting
from ovkk_core.subscriptions.uploading import take
from tests.core.subscriptions.conftest import MONDAY
from tests.core.subscriptions.hostile.calendars import HOSTILE, REFUSED, calendar, event
from tests.people import log_in, make_user

SOURCES, ITEMS, UPLOAD = "/beheer/agendas-van-anderen/", "/beheer/activiteiten-van-anderen/", "/beheer/agenda-uploaden/"


@pytest.fixture
def anna(client: FlaskClient, monday: None) -> FlaskClient:
    """Give the browser of Anna, who edits."""
    with frozen(now()):
        log_in(client, make_user("redacteur"))
    return client


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def posted(browser: FlaskClient, page: str, target: str, /, **values: object) -> object:
    """Post a form with the token that stands on ``page``."""
    return browser.post(target, data={"csrf_token": token(browser.get(page).text), **values})


def uploaded(browser: FlaskClient, content: bytes, title: str = "Dorpsraad") -> object:
    """Post a file through the form."""
    return posted(browser, UPLOAD, UPLOAD, file=(BytesIO(content), "agenda.ics"), title=title, municipality="0")


def test_address_is_followed_and_fetched_at_once(anna: FlaskClient) -> None:
    values = {"title": "Raad", "address": "webcal://raad.test/a.ics", "rule": "by_hand", "active": "y"}
    answer = posted(anna, f"{SOURCES}nieuw/", f"{SOURCES}nieuw/", **values)
    assert answer.status_code in {302, 303}
    [subscription] = Subscription.select()
    assert [job.arguments for job in Job.select()] == [{"number": subscription.id}]
    assert "wordt zo opgehaald" in anna.get(f"{SOURCES}{subscription.id}/").text


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/passwd", "Dit is geen webadres"),
        ("http://raad.test:8080/", "poort 8080"),
        ("", "Vul het adres van de agenda in"),
    ],
)
def test_feed_11_address_that_we_do_not_go_to_is_refused_in_the_form(
    anna: FlaskClient, address: str, reason: str
) -> None:
    values = {"title": "Raad", "address": address, "rule": "by_hand", "active": "y"}
    answer = posted(anna, f"{SOURCES}nieuw/", f"{SOURCES}nieuw/", **values)
    assert answer.status_code in {200, 422}
    assert reason in answer.text
    assert Subscription.select().count() == 0


def test_rule_by_words_needs_words_and_a_new_address_begins_anew(anna: FlaskClient) -> None:
    one = Subscription.create(title="Raad", address="https://raad.test/", etag='"1"', read_at=MONDAY, failures=3)
    page = f"{SOURCES}{one.id}/bewerken/"
    version = re.search(r'name="_version" value="([^"]*)"', anna.get(page).text)
    assert version
    values = {"_version": version[1], "title": "Raad", "address": "https://raad.test/nieuw", "active": "y"}
    refused = posted(anna, page, page, rule="by_words", words=" , ", **values)
    assert "Vul de woorden in" in refused.text
    assert posted(anna, page, page, rule="all", **values).status_code in {302, 303}
    after = Subscription.get_by_id(one.id)
    assert (after.address, after.etag, after.read_at, after.failures) == ("https://raad.test/nieuw", "", None, 0)
    assert [job.arguments for job in Job.select()] == [{"number": one.id}]


def test_calendar_saved_during_a_fetch_keeps_what_the_fetch_wrote(anna: FlaskClient) -> None:
    one = Subscription.create(title="Raad", address="https://raad.test/", next_at=MONDAY, progress=Progress.RUNNING)
    page = f"{SOURCES}{one.id}/bewerken/"
    text = anna.get(page).text
    version = re.search(r'name="_version" value="([^"]*)"', text)
    seen = Subscription.get_by_id(one.id)
    fetched = {"etag": '"2"', "good_at": MONDAY + EVERY, "progress": Progress.IDLE, "failures": 2, "error": "Storing"}
    Subscription.update(fetched).where(Subscription.id == one.id).execute()
    assert version
    values = {"_version": version[1], "title": "Gemeenteraad", "address": one.address, "active": "y", "rule": "all"}
    assert posted(anna, page, page, **values).status_code in {302, 303}
    seen.purpose = "Niet plannen op raadsavonden."
    seen.save()
    after = Subscription.get_by_id(one.id)
    assert (after.title, after.purpose) == ("Gemeenteraad", "Niet plannen op raadsavonden.")
    assert {name: getattr(after, name) for name in fetched} == fetched


def test_fetch_now_puts_it_in_the_queue_and_says_so(anna: FlaskClient) -> None:
    one = Subscription.create(title="Raad", address="https://raad.test/", good_at=MONDAY)
    page = f"{SOURCES}{one.id}/"
    assert "Nu ophalen" in anna.get(page).text
    assert posted(anna, page, f"{page}ophalen/").headers["Location"] == page
    assert Job.select().count() == 1
    assert "wordt zo opgehaald" in anna.get(page).text
    Subscription.update(progress=Progress.RUNNING).execute()
    assert "wordt nu opgehaald" in anna.get(page).text


def test_failing_calendar_says_why_and_which_copy_is_shown(anna: FlaskClient) -> None:
    one = Subscription.create(title="Raad", address="http://127.0.0.1/", good_at=MONDAY)
    refresh(one.id)
    assert "kan niet worden opgehaald" in anna.get(SOURCES).text
    text = anna.get(f"{SOURCES}{one.id}/").text
    assert "leidt naar een besloten netwerk" in text
    assert "Wij tonen de kopie van 02-03-2026, 10.00 uur." in text
    assert [h for _, h in registry.ask("health_checks") if "Raad" in h.title] == []
    with frozen(MONDAY + EVERY * 12):
        [health] = [h for _, h in registry.ask("health_checks") if "Raad" in h.title]
    assert health == Health(
        "Agenda 'Raad'",
        False,
        "Het adres 127.0.0.1 leidt naar een besloten netwerk. Alleen openbare websites worden gelezen. "
        "Wij tonen de kopie van 02-03-2026, 10.00 uur.",
    )


def test_upload_shows_what_was_read_and_what_was_left_out(anna: FlaskClient) -> None:
    answer = uploaded(anna, calendar(event("1", "<b>Raad</b>", "ATTENDEE:mailto:anna@example.org")))
    page = anna.get(answer.headers["Location"]).text
    assert "&lt;b&gt;Raad&lt;/b&gt;" in page
    assert "gegevens van personen worden niet overgenomen" in page
    assert "wacht op oordeel" in page
    assert "anna@example.org" not in page


def test_cal_17_unknown_properties_are_kept_or_named_as_left_out(anna: FlaskClient) -> None:
    lines = ("X-ZAAL;NIVEAU=2:<b>Raadzaal</b>", "COMMENT:Neem koffie mee", "X-LANG:" + "x" * 30_000, "CONTACT:Anna")
    answer = uploaded(anna, calendar(event("1", "Raad", *lines)))
    page = anna.get(answer.headers["Location"]).text
    assert "het gegeven X-LANG is te lang en is weggelaten" in page
    assert "CONTACT: gegevens van personen worden niet overgenomen" in page
    item = anna.get(f"{ITEMS}{OutsideItem.get().id}/").text
    assert "X-ZAAL;NIVEAU=2:&lt;b&gt;Raadzaal&lt;/b&gt;" in item
    assert "COMMENT:Neem koffie mee" in item
    again = uploaded(anna, calendar(event("1", "Raad", *lines)))
    assert again.status_code == 303
    assert OutsideItem.get().kept == list(lines[:2])


@pytest.mark.parametrize("name", HOSTILE)
def test_cal_17_hostile_upload_is_answered_in_dutch_while_others_are_served(
    app: Flask, anna: FlaskClient, name: str
) -> None:
    make, reason = HOSTILE[name]
    content, stop, served = make(), threading.Event(), []

    def visit() -> None:
        visitor = app.test_client()
        while not stop.is_set() or not served:
            served.append(visitor.get("/inloggen").status_code)

    page = anna.get(UPLOAD).text
    visitor = threading.Thread(target=visit)
    visitor.start()
    try:
        file = FileStorage(BytesIO(content), "bom.ics", "file")
        form = {"csrf_token": token(page), "title": "Bom", "municipality": "0", "file": file}
        boundary, body = encode_multipart(form)  # the test client would leave a large one open on disk
        answer = anna.post(UPLOAD, data=body, content_type=f"multipart/form-data; boundary={boundary}")
    finally:
        stop.set()
        visitor.join()
    assert set(served) == {200}
    assert answer.status_code in ({422, 413} if name in REFUSED else {303})
    if name in REFUSED:
        assert reason in answer.text or answer.status_code == 413
        assert OutsideItem.select().count() == 0
    else:
        assert reason in anna.get(answer.headers["Location"]).text


def test_items_are_judged_several_at_once_and_that_is_written_down(anna: FlaskClient) -> None:
    take(calendar(*(event(str(n), f"Markt {n}") for n in range(3))), "Dorpsraad")
    ids = [item.id for item in OutsideItem.select().order_by(OutsideItem.id)]
    page = anna.get(f"{ITEMS}?f_state=new").text
    assert all(f"Markt {n}" in page for n in range(3))
    form = {"rowid": ids[:2], "action": "approve"}
    asked = posted(anna, ITEMS, f"{ITEMS}actie/", **form)
    assert "Deze op de openbare agenda tonen?" in asked.text
    posted(anna, ITEMS, f"{ITEMS}actie/", confirmed="1", **form)
    posted(anna, ITEMS, f"{ITEMS}actie/", confirmed="1", rowid=ids[2:], action="hide")
    states = [item.state for item in OutsideItem.select().order_by(OutsideItem.id)]
    assert states == [ItemState.PUBLIC, ItemState.PUBLIC, ItemState.HIDDEN]
    written = [entry.action for entry in AuditEntry.select().where(AuditEntry.object_type == "outside_item")]
    assert written == ["subscriptions.public", "subscriptions.public", "subscriptions.hidden"]


def test_sec_1_reader_sees_and_may_not_judge_upload_or_fetch(client: FlaskClient, monday: None) -> None:
    one = take(calendar(event()), "Dorpsraad")
    log_in(client, make_user("lezer"))
    page = client.get(ITEMS)
    assert page.status_code == client.get(SOURCES).status_code == 200
    assert "Openbaar maken" not in page.text
    assert client.get(UPLOAD).status_code == 403
    form = {"csrf_token": token(page.text), "rowid": [OutsideItem.get().id], "action": "approve", "confirmed": "1"}
    assert client.post(f"{ITEMS}actie/", data=form).status_code == 403
    assert client.post(f"{SOURCES}{one.id}/ophalen/", data=form).status_code == 403
    assert OutsideItem.get().state is ItemState.NEW


def test_todo_counts_what_waits_for_who_may_judge(database: None, monday: None) -> None:
    take(calendar(event("1"), event("2", "Markt")), "Dorpsraad")
    editor, reader = make_user("redacteur"), make_user("lezer")
    asked = [item for _, item in registry.ask("todo_items", user=editor) if "anderen" in item.title]
    title = "2 activiteiten van anderen wachten op uw oordeel"
    assert asked == [TodoItem(title, f"{ITEMS}?f_state=new", "Beoordelen")]
    assert [item for _, item in registry.ask("todo_items", user=reader) if "anderen" in item.title] == []
    assert waiting() == 2
