"""Signing up on the site: the same for everybody, and nothing before the owner of the address confirms."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

from flask.testing import FlaskClient

from ovkk_core.clock import frozen, now
from ovkk_core.consents import (
    Consent,
    SuppressionReason,
    consents_of,
    is_suppressed,
    may_write_to,
    preference_of,
    suppress,
)
from ovkk_core.consents.models import ConfirmationMail, SignUp
from ovkk_core.consents.signing_up import delete_expired
from ovkk_core.contacts import Municipality, Person, Province
from ovkk_core.jobs import run_due
from ovkk_core.mail import OutboxMail
from tests.core.consents.conftest import Maker

FORM = {"email": "Els@Dorp.test", "purposes": "nieuwsbrief", "given_name": "Els", "family_name": "Veen"}


def link_in(mail: OutboxMail) -> str:
    """Give the path of the link in a confirmation mail."""
    found = re.search(r"http://localhost(/a[a-z/]+/[\w-]{43})", text_of(mail))
    assert found
    return found[1]


def text_of(mail: OutboxMail) -> str:
    """Give the plain text of a mail."""
    body = message_from_bytes(bytes(mail.content), policy=default).get_body(("plain",))
    assert body
    return str(body.get_content())


def posted(client: FlaskClient, **fields: object) -> str:
    """Sign up and let the worker mail; give the link of the newest mail."""
    assert client.post("/aanmelden", data=FORM | fields).status_code == 200
    run_due()
    return link_in(OutboxMail.select().order_by(OutboxMail.id.desc()).first())


def test_priv_2_nothing_is_kept_for_good_before_the_link_is_confirmed(client: FlaskClient) -> None:
    ommen = Municipality.create(name="Ommen", province=Province.create(name="Overijssel"))
    page = client.get("/aanmelden")
    assert "checked" not in page.text
    assert "Set-Cookie" not in page.headers
    link = posted(client, themes="energie", municipalities=str(ommen.id))
    assert client.get(link).status_code == 200
    assert client.head(link).status_code == 200
    assert (Person.select().count(), Consent.select().count()) == (0, 0)
    assert "U bent aangemeld" in client.post(link).text
    els = Person.get()
    assert (els.full_name, els.email, els.source) == ("Els Veen", "Els@dorp.test", "aanmelding op de site")
    assert may_write_to(els, "nieuwsbrief").allowed
    (consent,) = consents_of(els)
    assert "bevestigd op" in consent.proof
    assert "Ja, mail mij: Nieuwsbrief." in consent.wording.text
    assert (preference_of(els).themes, preference_of(els).municipalities) == (["energie"], [ommen.id])
    assert "U bent aangemeld" in client.post(link).text
    assert (Person.select().count(), SignUp.get().address) == (1, "")


def test_priv_2_confirmation_holds_no_marketing_and_not_what_a_stranger_typed(client: FlaskClient) -> None:
    posted(client, given_name="Koop nu", family_name="Goedkoop")
    (mail,) = OutboxMail.select()
    assert (mail.subject, mail.address, mail.name) == ("Bevestig uw aanmelding", "Els@dorp.test", "")
    assert "Goedkoop" not in text_of(mail)
    assert client.post("/aanmelden", data=FORM | {"given_name": "https://koop.example"}).status_code == 422


def test_priv_2_address_gets_at_most_two_mails_a_day(client: FlaskClient) -> None:
    with frozen(datetime(2026, 3, 3, 12, tzinfo=UTC)):
        for _ in range(4):
            client.post("/aanmelden", data=FORM | {"email": "ELS@dorp.test"})
            client.post("/aanmelden", data=FORM)
        run_due()
        assert OutboxMail.select().count() == 2
        assert SignUp.select().count() == 2
    with frozen(datetime(2026, 3, 4, 13, tzinfo=UTC)):
        delete_expired()
        assert (ConfirmationMail.select().count(), SignUp.select().count()) == (0, 2)
        posted(client)
        assert OutboxMail.select().count() == 3


def test_priv_2_link_works_seven_days_and_a_wrong_one_leads_to_a_new_one(client: FlaskClient) -> None:
    link = posted(client)
    later = now() + timedelta(days=7, minutes=1)
    with frozen(later):
        expired, unknown = client.get(link), client.get("/aanmelden/bevestigen/" + "x" * 43)
        assert (expired.status_code, unknown.status_code) == (404, 404)
        assert 'href="/aanmelden"' in expired.text
        assert client.post(link).status_code == 404
        assert Person.select().count() == 0
        delete_expired()
        assert SignUp.select().count() == 0


def test_sec_10_answer_is_the_same_for_known_suppressed_and_unknown_addresses(
    client: FlaskClient, somebody: Maker
) -> None:
    somebody("bekend@dorp.test")
    suppress("klaagt@dorp.test", SuppressionReason.COMPLAINT)
    answers = {
        re.sub(r'nonce="[^"]+"', "", client.post("/aanmelden", data=FORM | {"email": f"{who}@dorp.test"}).text)
        for who in ("bekend", "klaagt", "nieuw")
    }
    assert len(answers) == 1
    run_due()
    assert sorted(mail.address for mail in OutboxMail.select()) == ["bekend@dorp.test", "nieuw@dorp.test"]


def test_sec_11_one_network_can_ask_for_few_mails(client: FlaskClient) -> None:
    statuses = [client.post("/aanmelden", data=FORM).status_code for _ in range(21)]
    assert (statuses[:20], statuses[20]) == ([200] * 20, 429)


def test_known_person_keeps_the_name_we_had_and_one_who_was_erased_can_come_back(
    client: FlaskClient, somebody: Maker
) -> None:
    jan = somebody("jan@dorp.test")
    suppress("jan@dorp.test", SuppressionReason.ERASED)
    client.post(posted(client, email="JAN@dorp.test"))
    assert Person.get().full_name == "Jan Dorp"
    assert may_write_to(jan, "nieuwsbrief").allowed
    assert is_suppressed("jan@dorp.test") is False


def test_sign_up_without_a_tick_or_with_a_wrong_address_comes_back(client: FlaskClient) -> None:
    answer = client.post("/aanmelden", data={"email": "geen adres", "given_name": "Els"})
    assert answer.status_code == 422
    assert "Kruis aan wat u wilt krijgen." in answer.text
    assert 'value="Els"' in answer.text
    assert SignUp.select().count() == 0


def test_who_gave_no_name_is_called_by_the_address(client: FlaskClient) -> None:
    client.post(posted(client, given_name="", family_name=""))
    assert (str(Person.get()), Person.get().salutation) == ("Els@dorp.test", "Geachte heer of mevrouw,")
