"""Links by mail: invitations and forgotten passwords."""

import re

import pytest
from flask.testing import FlaskClient

from ovkk_core.accounts import Session, User, invite_again, invite_user
from ovkk_core.accounts.links import INVITED_FOR, RESET_WITHIN, delete_expired_links
from ovkk_core.accounts.models import PasswordLink
from ovkk_core.clock import frozen, now
from ovkk_core.errors import BadInputError
from ovkk_core.history import AuditEntry
from ovkk_core.jobs import Job, run_due
from ovkk_core.mail import OutboxMail
from tests.people import PASSWORD, log_in, make_user

NEW = "vier-woorden-zonder-verband"
BASE = "http://localhost"


def mailed_link() -> str:
    """Give the path of the link in the newest mail that has one."""
    for mail in OutboxMail.select().order_by(OutboxMail.id.desc()):
        found = re.search(
            r"/wachtwoord-kiezen/[\w-]+", bytes(mail.content).decode().replace("=\r\n", "").replace("=\n", "")
        )
        if found:
            return found[0]
    raise AssertionError("no mail holds a link")


def ask(post, email: str) -> str:
    page = post("/wachtwoord-vergeten", {"email": email})
    run_due()
    return page.text


def test_sec_10_known_and_unknown_address_get_the_same_answer_and_the_same_work(post) -> None:
    user = make_user("lezer")
    pages = [re.sub('nonce="[^"]+"', "", ask(post, email)) for email in (user.email, "niemand@example.org")]
    assert pages[0] == pages[1]
    assert "Kijk in uw mailbox" in pages[0]
    assert [mail.address for mail in OutboxMail.select()] == [user.email]
    assert Job.select().where(Job.name == "accounts.send_reset").count() == 2


def test_sec_9_link_sets_a_new_password_once_and_logs_nobody_in(client: FlaskClient, post) -> None:
    user = make_user("redacteur")
    log_in(client, user)
    ask(post, user.email)
    link = mailed_link()
    answer = post(link, {"password": NEW, "again": NEW})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/inloggen")
    assert Session.select().count() == 0
    assert client.get("/mijn-account").status_code == 303
    assert client.get(link).status_code == 404
    assert [m.kind for m in OutboxMail.select().order_by(OutboxMail.id)] == [
        "accounts.reset",
        "accounts.password_changed",
    ]


def test_sec_9_login_after_reset_still_asks_the_second_step(post, log_in_by_form) -> None:
    user = make_user("redacteur")
    ask(post, user.email)
    post(mailed_link(), {"password": NEW, "again": NEW})
    assert log_in_by_form(user.email, NEW).headers["Location"] == "/mijn-account/tweede-stap"


def test_link_for_a_new_password_expires(client: FlaskClient, post) -> None:
    user = make_user("lezer")
    ask(post, user.email)
    with frozen(now() + RESET_WITHIN):
        assert client.get(mailed_link()).status_code == 404
        assert delete_expired_links() == 1


def test_newer_link_replaces_the_older(client: FlaskClient, post) -> None:
    user = make_user("lezer")
    ask(post, user.email)
    older = mailed_link()
    ask(post, user.email)
    assert client.get(older).status_code == 404
    assert client.get(mailed_link()).status_code == 200


def test_link_of_a_disabled_user_does_not_work(client: FlaskClient, post) -> None:
    user = make_user("lezer")
    ask(post, user.email)
    User.update(active=False).execute()
    assert client.get(mailed_link()).status_code == 404


def test_page_of_the_link_is_not_cached_and_sends_no_referrer(client: FlaskClient, post) -> None:
    ask(post, make_user("lezer").email)
    answer = client.get(mailed_link())
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")


@pytest.mark.parametrize("weak", ["kort", "wachtwoord", "password1", "Overijssel2026!", "12345678"])
def test_sec_8_weak_password_is_refused_with_a_reason(post, weak: str) -> None:
    user = make_user("lezer")
    ask(post, user.email)
    answer = post(mailed_link(), {"password": weak, "again": weak})
    assert answer.status_code == 200
    assert "Dit wachtwoord proberen anderen het eerst" in answer.text or "minstens 8 tekens" in answer.text


def test_sec_24_invited_volunteer_chooses_a_password_and_logs_in(post, log_in_by_form) -> None:
    user = invite_user("bram@dorp.test", "Bram", ["lezer"], BASE)
    assert user.password is None
    assert log_in_by_form(user.email, PASSWORD).status_code == 200
    post(mailed_link(), {"password": NEW, "again": NEW})
    assert log_in_by_form(user.email, NEW).status_code == 302


def test_sec_24_invitation_expires_and_can_be_sent_again(client: FlaskClient) -> None:
    user = invite_user("bram@dorp.test", "Bram", ["lezer"], BASE)
    old = mailed_link()
    with frozen(now() + INVITED_FOR):
        assert client.get(old).status_code == 404
        invite_again(user, BASE)
        assert client.get(mailed_link()).status_code == 200


@pytest.mark.usefixtures("client")
def test_user_with_a_password_is_not_invited_again() -> None:
    with pytest.raises(BadInputError):
        invite_again(make_user("lezer"), BASE)


def test_sec_21_no_token_or_address_in_tables_and_audit(post) -> None:
    user = make_user("lezer")
    ask(post, user.email)
    token = mailed_link().rpartition("/")[2]
    assert PasswordLink.get().token_hash != token
    assert all(user.email not in str(job.arguments) for job in Job.select())
    assert all(token not in entry.object_id for entry in AuditEntry.select())
