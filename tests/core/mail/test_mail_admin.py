"""The screen of outgoing post: who may see it, what it shows and what it never lets a mail do."""

import re

import pytest
from flask.testing import FlaskClient

from ovkk_core.history import AuditEntry
from ovkk_core.mail import Attachment, MailState, OutboxMail, Recipient, queue_mail
from ovkk_core.mail.delivery import deliver
from tests.people import log_in, make_user

LIST = "/beheer/post/"
PDF = Attachment("plan é.pdf", b"%PDF-1.7 proef", "application/pdf")


@pytest.fixture
def mail(posting) -> OutboxMail:
    """Give a mail with an attachment."""
    return queue_mail("mail.test", Recipient("bram@dorpsraad.test", "Bram"), {"moment": "nu"}, attachments=[PDF])


@pytest.fixture
def anna(client: FlaskClient, mail: OutboxMail) -> FlaskClient:
    """Give the browser of Anna, who edits."""
    log_in(client, make_user("redacteur"))
    return client


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_list_shows_and_filters_and_searches(anna: FlaskClient, mail: OutboxMail) -> None:
    queue_mail("mail.test", Recipient("chris@dorp.test"), {"moment": "nu"})
    OutboxMail.update(state=MailState.FAILED).where(OutboxMail.id == mail.id).execute()
    both = anna.get(LIST).text
    assert "bram@dorpsraad.test" in both
    assert "chris@dorp.test" in both
    assert "Testmail</td>" in both.replace(" ", "").replace("\n", "")
    failed = anna.get(f"{LIST}?f_state=failed").text
    assert "bram@dorpsraad.test" in failed
    assert "chris@dorp.test" not in failed
    assert "chris@dorp.test" in anna.get(f"{LIST}?q=chris").text


def test_mail_is_shown_as_html_in_a_sandbox_as_text_and_as_source(anna: FlaskClient, mail: OutboxMail) -> None:
    answer = anna.get(f"{LIST}{mail.id}/")
    assert answer.status_code == 200
    assert f'<iframe class="post-frame" sandbox src="{LIST}{mail.id}/opmaak/"' in answer.text
    assert "Hij is in de wachtrij gezet op nu." in answer.text
    assert f"Message-ID: {mail.message_id}".replace("<", "&lt;").replace(">", "&gt;") in answer.text
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_html_of_a_mail_can_run_load_and_send_nothing(anna: FlaskClient, mail: OutboxMail) -> None:
    answer = anna.get(f"{LIST}{mail.id}/opmaak/")
    assert answer.text.startswith("<!doctype html>")
    policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"
    assert answer.headers["Content-Security-Policy"] == policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_source_and_attachment_come_as_they_are(anna: FlaskClient, mail: OutboxMail) -> None:
    source = anna.get(f"{LIST}{mail.id}/bron/")
    assert (source.data, source.mimetype) == (bytes(mail.content), "text/plain")
    attachment = anna.get(f"{LIST}{mail.id}/bijlage/0/")
    assert (attachment.data, attachment.mimetype) == (PDF.content, "application/octet-stream")
    assert "filename*=UTF-8''plan%20%C3%A9.pdf" in attachment.headers["Content-Disposition"]
    assert anna.get(f"{LIST}{mail.id}/bijlage/1/").status_code == 404
    assert anna.get(f"{LIST}999/").status_code == 404


def test_reading_a_mail_is_written_in_the_audit_trail(anna: FlaskClient, mail: OutboxMail) -> None:
    anna.get(LIST)
    assert AuditEntry.select().where(AuditEntry.action == "mail.read").count() == 0
    anna.get(f"{LIST}{mail.id}/")
    entry = AuditEntry.get(action="mail.read")
    assert (entry.object_type, entry.object_id) == ("mail", str(mail.id))


def test_failed_mail_is_sent_again_with_a_button(anna: FlaskClient, mail: OutboxMail) -> None:
    OutboxMail.update(state=MailState.FAILED, due_at=None).execute()
    page = anna.get(f"{LIST}{mail.id}/").text
    answer = anna.post(f"{LIST}{mail.id}/opnieuw/", data={"csrf_token": token(page)})
    assert answer.status_code == 303
    assert deliver() == 1


def test_failed_mails_are_sent_again_together(anna: FlaskClient, mail: OutboxMail) -> None:
    OutboxMail.update(state=MailState.FAILED, due_at=None).execute()
    data = {"csrf_token": token(anna.get(LIST).text), "action": "again", "rowid": str(mail.id), "confirmed": "1"}
    assert anna.post(f"{LIST}actie/", data=data).status_code == 303
    assert OutboxMail.get().state is MailState.QUEUED


def test_sent_mail_has_no_button_and_cannot_be_sent_again(anna: FlaskClient, mail: OutboxMail) -> None:
    deliver()
    page = anna.get(f"{LIST}{mail.id}/").text
    assert f"{LIST}{mail.id}/opnieuw/" not in page
    assert anna.post(f"{LIST}{mail.id}/opnieuw/", data={"csrf_token": token(page)}).status_code == 422


@pytest.mark.parametrize("path", ["", "1/", "1/opmaak/", "1/bron/", "1/bijlage/0/"])
def test_who_may_not_read_post_sees_none_of_it(client: FlaskClient, mail: OutboxMail, path: str) -> None:
    assert client.get(LIST + path).status_code == 303, "to the login"
    log_in(client, make_user("lezer", name="Chris"))
    assert client.get(LIST + path).status_code == 403
