"""Dossiers: everything of all rooms about somebody or some place, as far as this user may know it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.agreements.models import FeedAgreement, FeedToken
from ovkk_core.calendars import Visibility
from ovkk_core.consents import NEWSLETTER, ConsentWay, give, withdraw
from ovkk_core.contacts import Organisation, Person, Position, PositionFunction, Village
from ovkk_core.dossiers import timelines
from ovkk_core.hookspecs import Subject, TimelineItem
from ovkk_core.mail import MailBody, OutboxMail, Recipient, queue_mail
from ovkk_core.merging import merge
from ovkk_core.planning.models import DatePoll, PollGuest
from ovkk_core.registry import registry, switch
from tests.core.contacts.counting import counted
from tests.core.dossiers.conftest import NOW, MakeEvent
from tests.people import log_in, make_user
from tests.plugins.dorpenschouw.cast import make_tour, publish_tour, save_stop, stop_plan

LogIn = Callable[..., FlaskClient]


@pytest.fixture
def logged_in(app: Flask, database: None) -> LogIn:
    """Give a client of somebody with these roles; forms need no token, which has a test of its own."""
    app.config["WTF_CSRF_ENABLED"] = False

    def make(*roles: str) -> FlaskClient:
        client = app.test_client()
        log_in(client, make_user(*roles))
        return client

    return make


@pytest.fixture
def jan(council: Organisation) -> Person:
    """Give Jan, once chair and now secretary of Vilsteren."""
    made = Person.create(given_name="Jan", family_name="Bakker", email="jan@dorp.example", phone="0612345678")
    held = {"person": made, "organisation": council}
    Position.create(**held, function=PositionFunction.CHAIR, starts_on=date(2019, 5, 1), ends_on=date(2024, 4, 30))
    Position.create(**held, function=PositionFunction.SECRETARY, starts_on=date(2024, 5, 1), email="s@pb.example")
    return made


def fill(jan: Person) -> None:
    """Let every room know something of Jan."""
    position = Position.get(Position.function == PositionFunction.SECRETARY)
    queue_mail("mail.test", Recipient("s@pb.example", "Jan"), {"moment": "nu"})
    give(jan, NEWSLETTER, ConsentWay.WRITTEN)
    withdraw(jan, NEWSLETTER, ConsentWay.SPOKEN)
    poll = DatePoll.create(title="Wanneer praten wij?", closes_on=date(2026, 4, 1))
    told = {"name": "Jan", "salutation": "Dag", "address": "s@pb.example", "answered_at": NOW}
    PollGuest.create(poll=poll, position=position, comment="Ik ben op vakantie", **told)
    agreement = FeedAgreement.create(name="Kalender van Jan", contact=position)
    FeedToken.create(agreement=agreement, holder=position, digest="d" * 64)


def words_of(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    main = response.text[response.text.index("<main") : response.text.index("</main>")]
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", main).split()))


def dossier(contact: Person | Organisation) -> str:
    return f"/beheer/dossier/{'persoon' if isinstance(contact, Person) else 'organisatie'}/{contact.id}/"


def test_dossier_of_a_person_tells_what_every_room_knows(logged_in: LogIn, jan: Person) -> None:
    fill(jan)
    words = words_of(logged_in("redacteur"), dossier(jan))
    for part in (
        "Telefoon 06 12 34 56 78",
        "secretaris – Plaatselijk Belang Vilsteren sinds woensdag 1 mei 2024",
        "Kalender van Jan",
        "Toestemming ingetrokken: Nieuwsbrief",
        "Wanneer praten wij? Jan heeft geantwoord",
        "aan s@pb.example: wacht",
        "Adres gegeven voor “Kalender van Jan”",
        "Jan Bakker begon als secretaris van Plaatselijk Belang Vilsteren",
        "Jan Bakker stopte als voorzitter van Plaatselijk Belang Vilsteren",
    ):
        assert part in words
    assert words.index("2026") < words.index("2024") < words.index("2019")
    assert "vakantie" not in words  # what somebody answered is not told


def test_dossier_tells_nobody_what_they_may_not_know(logged_in: LogIn, jan: Person) -> None:
    fill(jan)
    bram = words_of(logged_in("lezer"), dossier(jan))
    assert "Jan Bakker begon als secretaris" in bram
    assert "Wanneer praten wij?" in bram
    for secret in ("Toestemming", "Mail", "aan s@pb.example", "Kalender van Jan", "Terugzetten", "Bewerken"):
        assert secret not in bram
    for address in (dossier(jan), "/beheer/dossier/", "/beheer/dossier/dorp/1/"):
        assert logged_in().get(address).status_code == 403


def test_dossier_of_an_organisation_shows_who_does_what_and_what_is_vacant(
    logged_in: LogIn, jan: Person, council: Organisation, event: MakeEvent
) -> None:
    event("Ledenavond", "2026-03-10 19:30", organiser=council.name)
    event("Elders", "2026-03-10 19:30", organiser="Iemand anders")
    words = words_of(logged_in("lezer"), dossier(council))
    assert "secretaris – Jan Bakker Voorzitter – vacant sinds dinsdag 30 april 2024" in words
    assert "Penningmeester – vacant" in words
    assert "Ledenavond" in words
    assert "Elders" not in words


def test_dossiers_of_places_tell_what_takes_place_and_who_is_active_there(
    logged_in: LogIn, jan: Person, places: dict[str, Village], event: MakeEvent
) -> None:
    switch("dorpenschouw", True)
    tour = make_tour()
    save_stop(tour, stop_plan("Vilsteren", "10.00", "11.00"))
    event("Besloten overleg", "2026-03-10 19:30", village=places["Vilsteren"], visibility=Visibility.INTERNAL)
    village = places["Vilsteren"]
    for address in (f"/beheer/dossier/dorp/{village.id}/", f"/beheer/dossier/gemeente/{village.municipality_id}/"):
        words = words_of(logged_in("lezer"), address)
        for part in ("Plaatselijk Belang Vilsteren", "Jan Bakker", "Halte: Het verhaal", "Besloten overleg"):
            assert part in words, part
        assert "Openbare pagina" in words
        assert "Op de dorpenschouw" not in words
    publish_tour(tour)
    assert "Op de dorpenschouw" in words_of(logged_in("lezer"), f"/beheer/dossier/dorp/{village.id}/")


def test_timeline_of_one_kind_leaves_out_the_others(logged_in: LogIn, jan: Person) -> None:
    fill(jan)
    words = words_of(logged_in("redacteur"), f"{dossier(jan)}?soort=Datumprikker").partition("Tijdlijn Alles")[2]
    assert "Wanneer praten wij?" in words
    assert "begon als secretaris" not in words.partition("Geschiedenis")[0]


def test_mail_to_many_stands_in_the_timeline_as_it_was_read(logged_in: LogIn, jan: Person) -> None:
    fill(jan)
    subject = "Kijk in {gemeente}, {wie}"
    body = MailBody.create(
        kind="mailings.mailing", room="mailings", subject=subject, text="", html="", sender="x@y.test"
    )
    OutboxMail.update(subject=subject, body=body, personal='{"gemeente": "Ommen"}').execute()
    client = logged_in("redacteur")
    assert "Kijk in {gemeente}, {wie}" in words_of(client, dossier(jan))
    OutboxMail.update(personal='{"gemeente": "Ommen", "wie": "Jan"}').execute()
    assert "Kijk in Ommen, Jan" in words_of(client, dossier(jan))


def answered(monkeypatch: pytest.MonkeyPatch, rooms: dict[str, list[TimelineItem]]) -> None:
    """Have these rooms answer, as they must: the latest ``most`` at or before ``until``."""

    def ask(_hook: str, until: datetime | None, most: int, **_: object) -> list[tuple[str, TimelineItem]]:
        answers = {
            room: sorted((i for i in items if until is None or i.at <= until), key=lambda i: i.at, reverse=True)
            for room, items in rooms.items()
        }
        return [(room, item) for room, items in answers.items() for item in items[:most]]

    monkeypatch.setattr(registry, "ask", ask)


def test_pages_of_a_timeline_repeat_and_skip_nothing(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def items(count: int, minutes: int, permission: str | None = None) -> list[TimelineItem]:
        start = NOW - timedelta(days=9)
        return [
            TimelineItem(start - timedelta(minutes=n * minutes), "x", f"{minutes} {n}", permission=permission)
            for n in range(count)
        ]

    together = [TimelineItem(NOW - timedelta(days=10), "x", f"samen {n}") for n in range(70)]
    rooms = {"often": items(100, 1), "seldom": items(40, 60), "hidden": items(200, 7, "mail.read"), "tied": together}
    answered(monkeypatch, rooms)
    seen: list[str] = []
    until = None
    for _page in range(30):
        page = timelines.timeline_of(Subject("village", 1), None, until=until)
        seen += [item.title for _year, found in page.years for item in found]
        if page.earlier is None:
            break
        assert until is None or page.earlier < until
        until = page.earlier
    wanted = [i.title for room in ("often", "seldom", "tied") for i in rooms[room]]
    assert sorted(seen) == sorted(wanted)
    assert "mail" not in "".join(seen)


def test_history_is_told_in_sentences_and_can_be_taken_back(logged_in: LogIn, jan: Person) -> None:
    anna, bram = logged_in("redacteur"), logged_in("lezer")
    jan.email = "jan.bakker@dorp.example"
    jan.save()
    words = words_of(anna, dossier(jan))
    assert (
        "Het systeem wijzigde op 2 maart 2026 het e-mailadres van jan@dorp.example naar jan.bakker@dorp.example."
    ) in words
    page = anna.get(dossier(jan)).text
    address = re.findall(rf'action="({dossier(jan)}terugzetten/\d+/)"', page)[0]
    assert bram.post(address).status_code == 403
    assert bram.get(dossier(jan)).text.count("terugzetten") == 0
    answer = anna.post(address)
    assert (answer.status_code, answer.location) == (303, f"{dossier(jan)}#geschiedenis")
    assert Person.get_by_id(jan.id).email == "jan@dorp.example"
    assert "Anna wijzigde op 2 maart 2026 het e-mailadres van" in words_of(anna, dossier(jan))


def test_change_of_a_position_can_be_taken_back_in_the_dossier_it_belongs_to_only(
    logged_in: LogIn, jan: Person, council: Organisation
) -> None:
    anna, piet = logged_in("redacteur"), Person.create(given_name="Piet", family_name="Smit")
    position = Position.get(Position.function == PositionFunction.SECRETARY)
    position.ends_on = date(2026, 12, 31)
    position.save()
    said = "vulde op 2 maart 2026 bij secretaris (Plaatselijk Belang Vilsteren) de laatste dag in"
    assert said in words_of(anna, dossier(council))
    number = re.findall(r"terugzetten/(\d+)/", anna.get(dossier(jan)).text.partition("vulde op 2 maart")[2])[0]
    assert anna.post(f"{dossier(piet)}terugzetten/{number}/").status_code == 404
    assert Position.get_by_id(position.id).ends_on is not None
    assert anna.post(f"{dossier(jan)}terugzetten/{number}/").status_code == 303
    assert Position.get_by_id(position.id).ends_on is None


def test_dossier_of_a_merged_contact_leads_to_the_one_that_was_kept(logged_in: LogIn, jan: Person) -> None:
    twin = Person.create(given_name="Jan", family_name="Bakker")
    merge(jan, twin)
    answer = logged_in("lezer").get(dossier(twin))
    assert (answer.status_code, answer.location) == (301, dossier(jan))
    assert "Samengevoegd met Jan Bakker" in words_of(logged_in("redacteur"), dossier(jan))
    assert "Samengevoegd" not in words_of(logged_in("lezer"), dossier(jan))
    assert logged_in("lezer").get("/beheer/dossier/persoon/99999999999/").status_code == 404


def test_dossier_costs_the_same_however_much_there_is(
    logged_in: LogIn, jan: Person, council: Organisation, places: dict[str, Village], event: MakeEvent
) -> None:
    anna = logged_in("redacteur")
    village = places["Vilsteren"]
    addresses = [
        *(dossier(jan), dossier(council), f"/beheer/dossier/dorp/{village.id}/"),
        f"/beheer/dossier/gemeente/{village.municipality_id}/",
    ]
    costs: list[list[int]] = []
    fill(jan)
    event("Feest", "2026-03-10 19:30", village=village)
    for count in (1, 30):
        for number in range(count):
            event(f"Feest {number}", "2026-03-10 19:30", village=village, organiser=council.name)
            told = {"organisation": council, "function": PositionFunction.BOARD_MEMBER}
            other = Person.create(given_name="Piet", family_name=f"Smit {count} {number}")
            Position.create(person=other, starts_on=date(2025, 1, 1), **told)
            Position.create(person=jan, own_title=f"lid {number}", starts_on=date(2025, 1, 1), deputy=other, **told)
            jan.source = f"bron {count} {number}"
            jan.save()
        costs.append([_cost(anna, address) for address in addresses])
    assert costs[0] == costs[1]


def _cost(client: FlaskClient, address: str) -> int:
    client.get(address)
    with counted() as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_dossiers_are_found_by_a_part_of_the_name_and_villages_by_almost_their_name(
    logged_in: LogIn, jan: Person
) -> None:
    client = logged_in("lezer")
    assert "Personen Bakker, Jan" in words_of(client, "/beheer/dossier/?zoek=bak")
    both = words_of(client, "/beheer/dossier/?zoek=vilst")
    assert "Organisaties Plaatselijk Belang Vilsteren Dorpen Vilsteren (Ommen)" in both
    assert "Dorpen Vilsteren (Ommen)" in words_of(client, "/beheer/dossier/?zoek=vilstern")
    assert "Er is niets gevonden" in words_of(client, "/beheer/dossier/?zoek=%25")


@pytest.mark.parametrize(
    ("listing", "word"),
    [("organisaties", "organisatie"), ("personen", "persoon"), ("dorpen", "dorp"), ("gemeenten", "gemeente")],
)
def test_lists_of_contacts_lead_to_dossiers(logged_in: LogIn, jan: Person, listing: str, word: str) -> None:
    page = logged_in("lezer").get(f"/beheer/{listing}/").text
    assert f'href="/beheer/dossier/{word}/1/"' in page


def test_moment_that_is_none_starts_the_timeline_at_its_end(logged_in: LogIn, jan: Person) -> None:
    client = logged_in("lezer")
    for wrong in ("gisteren", "2026-03-02", ""):
        assert "begon als secretaris" in words_of(client, f"{dossier(jan)}?tot={wrong}")
    before = datetime(2020, 1, 1, tzinfo=UTC).isoformat().replace("+", "%2B")
    assert "begon als secretaris" not in words_of(client, f"{dossier(jan)}?tot={before}").partition("Geschiedenis")[0]
