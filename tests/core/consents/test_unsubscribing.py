"""Unsubscribing by the link in a mail."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from ovkk_core.clock import frozen, now
from ovkk_core.consents import (
    Consent,
    ConsentWay,
    consents_of,
    give,
    is_suppressed,
    may_write_to,
    unsubscribe_url,
    withdraw,
)
from ovkk_core.consents.models import UnsubscribeLink
from ovkk_core.mail import OutboxMail
from tests.core.consents.conftest import Maker
from tests.core.consents.test_signing_up import link_in

NEWS = "nieuwsbrief"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path_of(url: str) -> str:
    """Give the path of a whole address of ours."""
    assert url.startswith("http://localhost/afmelden/")
    return url.removeprefix("http://localhost")


@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_mail_5_one_click_works_without_cookie_token_or_login(client: FlaskClient, somebody: Maker, kind: str) -> None:
    jan = somebody()
    give(jan, NEWS, ConsentWay.SITE)
    link = path_of(unsubscribe_url(jan, NEWS))
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://post.example"}
    answers = [client.post(link, data=ONE_CLICK, content_type=kind, headers=elsewhere) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Set-Cookie" not in answers[0].headers
    assert answers[0].headers["Cache-Control"] == "no-store"
    assert may_write_to(jan, NEWS).allowed is False
    assert (Consent.select().count(), OutboxMail.select().count()) == (1, 1)


def test_mail_5_looking_changes_nothing_and_unknown_tokens_get_the_same_answer(
    client: FlaskClient, somebody: Maker
) -> None:
    jan = somebody()
    give(jan, NEWS, ConsentWay.SITE)
    link, wrong = path_of(unsubscribe_url(jan, NEWS)), "/afmelden/" + "x" * 43

    def seen(method: str, path: str) -> tuple[int, str]:
        answer = client.open(path, method=method)
        return answer.status_code, re.sub(r'nonce="[^"]+"', "", answer.text).replace(path, "")

    assert seen("GET", link) == seen("GET", wrong)
    assert client.head(link).status_code == 200
    assert may_write_to(jan, NEWS).allowed
    assert seen("POST", link) == seen("POST", wrong)
    assert may_write_to(jan, NEWS).allowed is False


def test_mail_4_link_is_opaque_unforgeable_and_the_same_every_time(somebody: Maker) -> None:
    jan, piet = somebody(), somebody("piet@dorp.test")
    link = unsubscribe_url(jan, NEWS)
    assert link == unsubscribe_url(jan, NEWS)
    elsewhere = unsubscribe_url(jan, NEWS, "b@dorp.test")
    assert len({link, elsewhere, unsubscribe_url(piet, NEWS), unsubscribe_url(jan, "uitnodigingen")}) == 4
    token = link.rpartition("/")[2]
    assert re.fullmatch(r"[\w-]{43}", token)
    assert token not in {value for row in UnsubscribeLink.select().tuples() for value in map(str, row)}


def test_forwarded_mail_is_undone_by_the_link_in_the_mail_about_it(client: FlaskClient, somebody: Maker) -> None:
    jan = somebody()
    given = give(jan, NEWS, ConsentWay.SITE, proof="lijst")
    client.post(path_of(unsubscribe_url(jan, NEWS)))
    (mail,) = OutboxMail.select()
    assert (mail.address, mail.subject) == ("jan@dorp.test", "U bent afgemeld: Nieuwsbrief")
    undo = link_in(mail)
    assert undo.startswith("/afmelden/ongedaan/")
    assert client.get(undo).status_code == 200
    assert may_write_to(jan, NEWS).allowed is False
    assert [client.post(undo).status_code for _ in range(2)] == [200, 200]
    assert may_write_to(jan, NEWS).allowed
    newest = consents_of(jan)[0]
    undone = "De afmelding is teruggedraaid met de link in de mail erover."
    assert (newest.wording, newest.proof) == (given.wording, f"lijst {undone}")
    withdraw(jan, NEWS, ConsentWay.WRITTEN)
    client.post(undo)
    assert may_write_to(jan, NEWS).allowed is False


def test_undoing_ends_after_thirty_days_and_gives_who_never_agreed_no_consent(
    client: FlaskClient, somebody: Maker
) -> None:
    jan = somebody(holds=True)
    with frozen(datetime(2026, 3, 3, tzinfo=UTC)):
        client.post(path_of(unsubscribe_url(jan, "uitnodigingen")))
        undo = link_in(OutboxMail.get())
        with frozen(now() + timedelta(days=31)):
            assert client.post(undo).status_code == 404
        assert may_write_to(jan, "uitnodigingen").allowed is False
        client.post(undo)
        assert may_write_to(jan, "uitnodigingen").reason == "Dit hoort bij de functie van deze persoon."


def test_address_without_a_person_is_unsubscribed_from_that_purpose_alone(client: FlaskClient, database: None) -> None:
    client.post(path_of(unsubscribe_url(None, NEWS, "Secretaris@dorp.test")))
    assert is_suppressed("secretaris@dorp.test", NEWS)
    assert is_suppressed("secretaris@dorp.test") is False
    client.post(link_in(OutboxMail.get()))
    assert is_suppressed("secretaris@dorp.test", NEWS) is False


def test_statutory_mail_cannot_be_unsubscribed_from(client: FlaskClient, somebody: Maker) -> None:
    jan = somebody()
    assert client.post(path_of(unsubscribe_url(jan, "leden"))).status_code == 200
    assert may_write_to(jan, "leden").allowed
    assert Consent.select().count() == 0
