"""The screens of received post: text only, what was done, and what a person decides."""

from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from ovkk_core.consents import suppression_of
from ovkk_core.contacts import Person
from ovkk_core.history import AuditEntry
from ovkk_core.inbox.keeping import keep
from ovkk_core.inbox.kinds import MessageKind
from ovkk_core.inbox.models import Bounce, Message
from ovkk_core.personal import personal_link
from tests.core.contacts.counting import counted
from tests.core.inbox.conftest import ADDRESS, Sent, found, written
from tests.people import log_in, make_user

ROOT = "/beheer/binnengekomen/"


@pytest.fixture
def editor(client: FlaskClient) -> FlaskClient:
    """Give a browser in which an editor is logged in."""
    client.application.config["WTF_CSRF_ENABLED"] = False
    log_in(client, make_user("redacteur"))
    return client


def test_message_is_shown_as_text_and_its_bytes_are_only_a_download(editor: FlaskClient, sent: Sent) -> None:
    raw = written("post-other", sent())
    message = keep(found(raw))
    assert message is not None
    assert "Vraag over ons dorpshuis" in editor.get(ROOT).text
    shown = editor.get(f"{ROOT}{message.id}/")
    assert "Kunt u helpen?" in shown.text
    assert "<b>helpen" not in shown.text
    assert "mailto:els@dorp.test?subject=Re%3A" in shown.text
    source = editor.get(f"{ROOT}{message.id}/bron/")
    assert source.data == raw
    assert source.headers["Content-Disposition"].startswith("attachment")
    assert source.headers["Content-Type"] == "application/octet-stream"
    assert AuditEntry.select().where(AuditEntry.action == "inbox.read").count() == 2


def test_person_sorts_deals_with_and_stops_mail(editor: FlaskClient, sent: Sent) -> None:
    message = keep(found(written("hard-qmail", sent(), token="post@vereniging.test")))
    assert message is None or message.handled_at is None
    number = Message.get().id
    editor.post(f"{ROOT}{number}/", data={"kind": "other"})
    editor.post(f"{ROOT}{number}/", data={"handle": "1"})
    kept = Message.get_by_id(number)
    assert (kept.kind, kept.sorted_as, kept.handled_by[:5]) == (MessageKind.BOUNCE, MessageKind.OTHER, "user:")
    assert "failure notice" not in editor.get(ROOT).text
    assert "failure notice" in editor.get(f"{ROOT}?lijst=klaar&soort=other&zoek=failure").text
    editor.post(f"{ROOT}{number}/", data={"back": "1"})
    assert Message.get_by_id(number).handled_at is None


def test_address_that_keeps_failing_is_stopped_or_kept_by_a_person(editor: FlaskClient, sent: Sent) -> None:
    keep(found(written("full-postfix", sent())))
    assert "postbus is vol" in editor.get(f"{ROOT}teruggekomen/").text
    editor.post(f"{ROOT}teruggekomen/", data={"address": ADDRESS, "on": "1"})
    assert Bounce.get().dismissed_at is not None
    editor.post(f"{ROOT}teruggekomen/", data={"address": ADDRESS, "stop": "1"})
    assert suppression_of(ADDRESS) is not None
    assert editor.post(f"{ROOT}teruggekomen/", data={"address": "geen adres", "stop": "1"}).status_code == 422


def test_list_costs_the_same_number_of_queries_for_one_and_thirty(editor: FlaskClient, sent: Sent) -> None:
    mail = sent()
    keep(found(written("answer-by-a-person", mail)))
    with counted() as one:
        editor.get(ROOT)
    for number in range(29):
        keep(found(written("answer-by-a-person", mail) + str(number).encode()))
    with counted() as thirty:
        editor.get(ROOT)
    assert len(one) == len(thirty)


def test_mail_10_person_and_admin_see_why_mail_stopped(editor: FlaskClient, sent: Sent) -> None:
    jan = Person.create(given_name="Jan", family_name="Dorp", email=ADDRESS)
    keep(found(written("hard-qmail", sent())))
    shown = editor.get(f"/beheer/toestemmingen/persoon/{jan.id}/").text
    assert f"Naar {ADDRESS} gaat geen mail meer sinds" in shown
    assert "no mailbox here by that name" in shown
    own = editor.get(urlsplit(personal_link(jan)).path).text
    assert f"Naar {ADDRESS} gaat geen mail meer sinds" in own
