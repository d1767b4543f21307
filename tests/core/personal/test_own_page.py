"""Somebody's own page: the link, details, positions, preferences, calendars, and what we hold."""

import json
import re
from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest
from flask.testing import FlaskClient

from ovkk_core.agreements import FeedAgreement
from ovkk_core.clock import frozen, now
from ovkk_core.consents import ConsentWay, SuppressionReason, consents_of, give, may_write_to, suppress
from ovkk_core.contacts import Organisation, Person, Position
from ovkk_core.database import models_of
from ovkk_core.history import revisions_of
from ovkk_core.jobs import run_due
from ovkk_core.mail import OutboxMail
from ovkk_core.personal import ErasureRequest, ErasureState, Handover, PersonalLink
from ovkk_core.personal.links import links_of
from ovkk_core.personal.models import LinkRequest
from ovkk_core.registry import registry
from tests.core.personal.conftest import hold, path
from tests.people import log_in, make_user

DETAILS = {
    "given_name": "Annie",
    "name_prefix": "van",
    "family_name": "Dijk",
    "email": "anna@dorp.test",
    "phone": "0529 47 81 94",
    "street": "Vilsterseweg",
    "house_number": "11",
    "postcode": "7734pd",
    "city": "Vilsteren",
    "form_of_address": "first_name",
    "language": "nl",
}


def everything() -> list[tuple[object, ...]]:
    """Give every row of every room."""
    rooms = [room for room in registry.rooms() if room.name not in {"jobs", "web"}]  # what counts attempts
    return [row for room in rooms for model in models_of(room) for row in model.select().tuples()]


def text_of(mail: OutboxMail) -> str:
    message = message_from_bytes(bytes(mail.content), policy=policy.default)
    return "".join(str(message.get_body((kind,)).get_content()) for kind in ("plain", "html"))


def link_in(mail: OutboxMail) -> str:
    """Give the path of the personal link in a mail."""
    found = re.search(r"http://localhost(/u/[\w-]{43}(?:/klopt)?)", text_of(mail))
    assert found
    return found[1]


def test_itip_8_looking_at_every_address_of_the_page_changes_nothing(client: FlaskClient, link: str) -> None:
    client.get(link)  # counts nothing, yet first visits may fill what processes keep
    before = everything()
    addresses = [link, f"{link}/alles", f"{link}/alles.json", "/u/nieuwe-link"]
    assert [client.open(one, method=verb).status_code for one in addresses for verb in ("GET", "HEAD")] == [200] * 8
    assert everything() == before


def test_sec_7_page_is_not_stored_indexed_or_passed_on_and_sets_no_cookie(client: FlaskClient, link: str) -> None:
    for answer in (client.get(link), client.get("/u/onbekend"), client.post(f"{link}/gegevens", data=DETAILS)):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "Set-Cookie" not in answer.headers


def test_feed_5_wrong_expired_and_revoked_links_are_the_same_404(client: FlaskClient, anna: Person, link: str) -> None:
    def seen(where: str, verb: str = "GET") -> tuple[int, str]:
        answer = client.open(where, method=verb)
        return answer.status_code, answer.text.partition("<h1")[2].partition("</article>")[0]

    wrong = seen("/u/" + "x" * 43)
    assert (wrong[0], "/u/nieuwe-link" in wrong[1]) == (404, True)
    with frozen(now() + timedelta(days=91)):
        assert seen(link) == wrong == seen(f"{link}/gegevens", "POST")
    PersonalLink.update(revoked_at=now()).execute()
    assert seen(link) == wrong
    assert link.rpartition("/")[2] not in str(everything())


def test_own_details_are_stored_as_done_by_that_person(client: FlaskClient, anna: Person, link: str) -> None:
    sent = client.post(f"{link}/gegevens", data=DETAILS)
    assert (sent.status_code, sent.location) == (303, f"{link}?klaar=gegevens")
    fresh = Person.get_by_id(anna.id)
    assert (fresh.full_name, fresh.phone, fresh.postcode) == ("Annie van Dijk", "+31529478194", "7734 PD")
    assert next(iter(revisions_of(fresh))).actor == f"persoon:{anna.id}"
    assert "Uw gegevens zijn opgeslagen." in client.get(sent.location).text
    assert PersonalLink.get().last_used_at == now()
    assert OutboxMail.select().count() == 0


def test_a11y_4_mistakes_are_named_beside_the_field_and_nothing_is_lost(client: FlaskClient, link: str) -> None:
    sent = client.post(f"{link}/gegevens", data=DETAILS | {"phone": "12", "email": "geen adres", "postcode": "0"})
    assert sent.status_code == 422
    errors = re.findall(r'<p class="utrecht-form-field-error-message" id="(\w+)-error">', sent.text)
    assert sorted(errors) == ["email", "phone", "postcode"]
    assert 'value="Annie"' in sent.text
    assert Person.get().given_name == "Anna"


def test_former_address_is_told_that_another_one_was_filled_in(client: FlaskClient, link: str) -> None:
    client.post(f"{link}/gegevens", data=DETAILS | {"email": "nieuw@dorp.test"})
    (mail,) = OutboxMail.select()
    assert (mail.address, mail.kind) == ("anna@dorp.test", "personal.address_changed")
    assert "nieuw@dorp.test" not in text_of(mail)


def test_priv_1_taking_a_consent_back_is_one_tick_as_giving_is(client: FlaskClient, anna: Person, link: str) -> None:
    client.post(f"{link}/voorkeuren", data={"purposes": ["nieuwsbrief", "uitnodigingen"], "themes": ["energie"]})
    assert may_write_to(anna, "nieuwsbrief").allowed
    assert consents_of(anna)[0].how is ConsentWay.PERSONAL_PAGE
    sent = client.post(f"{link}/voorkeuren", data={})
    assert sent.status_code == 303
    assert [may_write_to(anna, name).allowed for name in ("nieuwsbrief", "uitnodigingen")] == [False, False]


def test_who_stops_has_a_last_day_and_somebody_is_asked_to_look(
    client: FlaskClient, secretary: Position, link: str, editor: FlaskClient
) -> None:
    sent = client.post(f"{link}/functies/{secretary.id}/stoppen", data={"last_day": "2026-03-31"})
    assert sent.status_code == 303
    assert Position.get_by_id(secretary.id).ends_on == date(2026, 3, 31)
    assert Handover.get().by_link
    assert "1 bestuurswissel via een persoonlijke link" in editor.get("/beheer/").text
    wrong = client.post(f"{link}/functies/{secretary.id}/stoppen", data={"last_day": "1999-01-01"})
    assert wrong.status_code == 422
    other = hold(Person.create(family_name="Bos"), Organisation.get(), "CHAIR")
    assert client.post(f"{link}/functies/{other.id}/stoppen", data={"last_day": "2026-03-31"}).status_code == 422
    assert Position.get_by_id(other.id).ends_on is None


def test_feed_5_own_calendar_is_made_shown_once_and_ended_by_the_person(
    client: FlaskClient, secretary: Position, link: str
) -> None:
    made = client.post(f"{link}/agendas", data={"position": secretary.id, "kind": "organisation"})
    address = re.search(r'value="(http://localhost/kalender/prive/[^"]+)"', made.text)
    assert address
    assert client.get(path(address[1])).status_code == 200
    assert address[1] not in client.get(link).text
    number = FeedAgreement.get().id
    assert client.post(f"{link}/agendas/{number}/stoppen").status_code == 303
    assert client.get(path(address[1])).status_code == 404
    assert client.post(f"{link}/agendas/{number + 1}/adres").status_code == 404
    assert client.post(f"{link}/agendas", data={"position": 0, "kind": "organisation"}).status_code == 404


def test_sec_10_asking_a_new_link_says_the_same_and_mails_who_we_know_three_times_a_day(
    client: FlaskClient, anna: Person
) -> None:
    answers = [client.post("/u/nieuwe-link", data={"email": one}) for one in ("ANNA@dorp.test", "wie@dorp.test")]
    assert answers[0].location == answers[1].location == "/u/nieuwe-link?verstuurd=1"
    assert OutboxMail.select().count() == 0
    run_due()
    (mail,) = OutboxMail.select()
    found = re.search(r"http://localhost(/u/[\w-]{43})", text_of(mail))
    assert found
    assert "Anna van Dijk" in client.get(found[1]).text
    assert LinkRequest.select().count() == 0
    for _ in range(4):
        client.post("/u/nieuwe-link", data={"email": "anna@dorp.test"})
    run_due()
    assert OutboxMail.select().count() == 3
    assert client.post("/u/nieuwe-link", data={"email": "geen adres"}).status_code == 422
    suppress("anna@dorp.test", SuppressionReason.COMPLAINT)
    with frozen(now() + timedelta(days=2)):
        client.post("/u/nieuwe-link", data={"email": "anna@dorp.test"})
        run_due()
    assert OutboxMail.select().count() == 3


def test_priv_5_everything_we_hold_can_be_read_and_downloaded(client: FlaskClient, anna: Person, link: str) -> None:
    give(anna, "nieuwsbrief", ConsentWay.SITE)
    other = Person.create(family_name="Ander", email="ander@dorp.test")
    hold(other, Organisation.get(), "CHAIR")
    page = client.get(f"{link}/alles").text
    held = json.loads(client.get(f"{link}/alles.json").data)
    assert "Links naar uw pagina" in [part["titel"] for part in held["onderdelen"]]
    assert "U zelf laten zien en wijzigen wat wij van u weten" in page
    for words in ("anna@dorp.test", "Dorpsbelang Vilsteren"):
        assert words in page
        assert words in json.dumps(held, ensure_ascii=False)
    assert "Ander" not in page + json.dumps(held)


def test_priv_6_erasing_leaves_no_link_and_of_a_request_only_that_it_was_made(anna: Person, link: str) -> None:
    ErasureRequest.create(person=anna, note="Anna van Dijk wil weg")
    registry.tell_everybody("on_person_erased", person_id=anna.id, addresses=frozenset({"anna@dorp.test"}))
    assert PersonalLink.select().count() == 0
    kept = [(row.person, row.note, row.state) for row in ErasureRequest.select()]
    assert kept == [(None, "", ErasureState.DONE)]


def test_erasure_is_asked_taken_back_and_decided_with_a_reason(
    client: FlaskClient, anna: Person, link: str, editor: FlaskClient
) -> None:
    for note in ("graag", "nog eens"):
        assert client.post(f"{link}/verwijderen", data={"note": note}).status_code == 303
    assert "1 persoon vraagt om verwijdering" in editor.get("/beheer/").text
    client.post(f"{link}/verwijderen/intrekken")
    assert [row.state for row in ErasureRequest.select()] == [ErasureState.WITHDRAWN]
    client.post(f"{link}/verwijderen", data={})
    number = ErasureRequest.select().order_by(ErasureRequest.id.desc()).get().id
    screen = f"/beheer/persoonlijke-paginas/verzoek/{number}"
    assert editor.post(screen, data={"refuse": ""}).status_code == 422
    assert editor.post(screen, data={"refuse": "", "answer": "Er loopt een contract."}).status_code == 303
    assert ErasureRequest.get_by_id(number).state is ErasureState.REFUSED
    assert editor.post(screen, data={"done": ""}).status_code == 422


def test_office_mails_a_link_it_never_sees_and_takes_links_back(editor: FlaskClient, anna: Person, link: str) -> None:
    screen = "/beheer/persoonlijke-paginas/"
    assert "Anna van Dijk" in editor.get(f"{screen}?naam=dijk").text
    answer = editor.post(f"{screen}{anna.id}/mailen", follow_redirects=True)
    assert "/u/" not in answer.text
    assert OutboxMail.get().kind == "personal.link"
    assert len(links_of(anna)) == 2
    editor.post(f"{screen}{anna.id}/intrekken")
    assert links_of(anna) == []


@pytest.mark.parametrize(("role", "status"), [("adviseur", 403), ("coordinator", 200)])
def test_only_who_keeps_contacts_sees_the_screens(client: FlaskClient, role: str, status: int) -> None:
    log_in(client, make_user(role))
    assert client.get("/beheer/persoonlijke-paginas/").status_code == status
