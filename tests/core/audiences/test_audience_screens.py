"""The builder without scripts, and what can be done with an audience."""

import re

import pytest
from flask.testing import FlaskClient

from ovkk_core.audiences import Audience, Snapshot, SnapshotMember, freeze, freezing, making
from ovkk_core.audiences.models import Making
from ovkk_core.audiences.standard import seed
from ovkk_core.clock import frozen
from ovkk_core.contacts import Municipality, Person
from ovkk_core.history import AuditEntry
from ovkk_core.jobs import run_due
from ovkk_core.web import plain_cell
from tests.core.audiences.conftest import NOW, MakeAudience, World, group, leaf
from tests.people import log_in, make_user

HOME = "/beheer/doelgroepen/"
COUNCILS = {"part-0-0": "audiences.kind", "is-0-0": "village_council"}


@pytest.fixture
def editor(client: FlaskClient) -> FlaskClient:
    log_in(client, make_user("coordinator"))
    return client


def post(client: FlaskClient, do: str, status: int = 200, **fields: object) -> str:
    answer = client.post(f"{HOME}nieuw/", data={"how-0": "all", "name": "Raden", "purpose": "", "do": do} | fields)
    assert answer.status_code == status, answer.text
    return answer.text


def test_step_keeps_what_was_typed_counts_and_stores_nothing(world: World, editor: FlaskClient) -> None:
    page = post(editor, "add:0", **COUNCILS, **{"new-0": "audiences.size"})
    assert 'value="Raden"' in page
    assert re.search(r'value="village_council" checked', page)
    assert 'name="from-0-1"' in page
    assert "Iedereen van plaatselijke belangen en dorpsraden." in page
    assert '<strong class="audiences-count">5</strong>' in page
    assert "autofocus>2 Inwoners van het dorp" in page
    page = post(editor, "remove:0-0", **COUNCILS, **{"part-0-1": "audiences.size", "from-0-1": "5.000", "to-0-1": ""})
    assert "Iedereen uit dorpen met 5.000 of meer inwoners." in page
    assert 'name="part-0-0" value="audiences.size"' in page
    assert 'name="part-0-1"' not in page
    assert not Audience.select().exists()


def test_groups_are_built_within_groups_and_saved(world: World, editor: FlaskClient) -> None:
    page = post(editor, "add:0", **COUNCILS, **{"new-0": "group"})
    assert "2 Groep voorwaarden" in page
    inner = {"how-0-1": "none", "part-0-1-0": "audiences.size", "from-0-1-0": "5000", "to-0-1-0": ""}
    page = post(editor, "show", **COUNCILS, **inner)
    sentence = "Iedereen van plaatselijke belangen en dorpsraden, behalve uit dorpen met 5.000 of meer inwoners."
    assert sentence in page
    answer = editor.post(f"{HOME}nieuw/", data={"how-0": "all", "name": "Raden", "do": "save"} | COUNCILS | inner)
    assert answer.status_code == 303
    saved = Audience.get()
    assert (saved.slug, saved.public_feed) == ("raden", False)
    assert saved.rule == group("all", leaf("kind", "village_council"), group("none", leaf("size", "5000", "")))
    assert sentence in editor.get(HOME).text


def test_a11y_4_unfinished_rule_is_named_and_not_saved(world: World, editor: FlaskClient) -> None:
    page = post(editor, "save", 422, **{"part-0-0": "audiences.kind", "name": ""})
    assert "Voorwaarde 1 Soort organisatie klopt nog niet." in page
    assert "Kies er minstens één." in page
    assert "Voeg minstens één voorwaarde toe" in post(editor, "save", 422)
    page = post(editor, "save", 422, **{"part-0-0": "audiences.size", "from-0-0": "veel", "to-0-0": ""})
    assert "Typ hele getallen in cijfers, zoals 5000." in page
    assert not Audience.select().exists()


def test_long_choice_is_added_by_name(world: World, editor: FlaskClient) -> None:
    province = Municipality.get().province
    for number in range(30):
        Municipality.create(name=f"Gemeente {number:02}", province=province)
    places = {"part-0-0": "audiences.municipality"}
    page = post(editor, "more:0-0", **places, **{"more-0-0": "dalf"})
    assert re.search(r'value="dalfsen" checked', page)
    assert page.count('type="checkbox" id="is-0-0-') == 1
    assert "Typ meer letters" in post(editor, "more:0-0", 422, **places, **{"more-0-0": "Gemeente"})
    assert "staat niet in de lijst" in post(editor, "more:0-0", 422, **places, **{"more-0-0": "Atlantis"})


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "remove:0-7"},
        {"do": "remove:0"},
        {"do": "add:9-9", "new-9-9": "group"},
        {"do": "more:0"},
        {"part-0-0-0-0-0-0-0": "x", "do": "show"},
        {"how-0": "most", "do": "show"},
        {"part-0-0": "audiences.size", "from-0-0": "9" * 200, "to-0-0": "\x00", "do": "show"},
        {"part-0-0": "audiences.kind", "is-0-0": "a\x00b", "do": "show"},
    ],
    ids=["no-part", "whole", "nowhere", "group", "deep", "unknown-group", "number", "control"],
)
def test_nonsense_is_survived(world: World, editor: FlaskClient, fields: dict[str, str]) -> None:
    assert editor.post(f"{HOME}nieuw/", data={"how-0": "all"} | fields).status_code == 200


def test_condition_that_is_away_says_so_and_can_be_taken_out(
    world: World, editor: FlaskClient, audience: MakeAudience
) -> None:
    gone = audience(leaf("tours.attended", "2026"), leaf("kind", "partner"))
    assert "tours.attended" in editor.get(HOME).text
    page = editor.get(f"{HOME}{gone.id}/wijzigen/").text
    assert "Deze voorwaarde hoort bij een onderdeel dat uit staat of weg is." in page
    assert 'name="is-0-0" value="2026"' in page
    assert editor.get(f"{HOME}{gone.id}/").status_code == 200


def test_sec_16_download_is_neutralised_and_stands_in_the_audit_trail(
    world: World, editor: FlaskClient, audience: MakeAudience
) -> None:
    Person.update(given_name="=1+1", family_name="").where(Person.given_name == "Cora").execute()
    council = audience(leaf("kind", "village_council"))
    answer = editor.post(f"{HOME}{council.id}/downloaden/csv/")
    assert answer.mimetype == "text/csv"
    assert '"\'=1+1"' in answer.text
    assert plain_cell("'=1+1") == "=1+1"
    assert AuditEntry.get(action="export").object_id == f"{council.id} csv"
    assert editor.post(f"{HOME}{council.id}/downloaden/xlsx/").data[:2] == b"PK"


def test_letters_go_to_whom_mail_cannot_reach(world: World, editor: FlaskClient, audience: MakeAudience) -> None:
    body = world.municipality
    body.street, body.house_number, body.postcode, body.city = "Chevalleraustraat", 2, "7731 EE", "Ommen"
    body.save()
    Person.update(email="").where(Person.given_name == "Karin").execute()
    everybody = audience(group("none", leaf("village", "lemele")))
    texts = {"whom": "letter", "dated": "Ommen", "subject": "Uitnodiging", "body": "Tot dan.", "signature": "Bram"}
    assert editor.post(f"{HOME}{everybody.id}/brieven/", data=texts).data[:4] == b"%PDF"
    assert editor.post(f"{HOME}{everybody.id}/etiketten/brief/").data[:4] == b"%PDF"
    councils = audience(leaf("kind", "village_council"))
    answer = editor.post(f"{HOME}{councils.id}/brieven/", data=texts)
    assert (answer.status_code, "Er is niemand om aan te schrijven" in answer.text) == (422, True)


def test_what_is_kept_is_shown_with_who_and_when(world: World, editor: FlaskClient, audience: MakeAudience) -> None:
    council = audience(leaf("kind", "village_council"))
    answer = editor.post(f"{HOME}{council.id}/vastleggen/", data={"purpose": "nieuwsbrief"}, follow_redirects=True)
    assert "Sanne Vilsteren" in answer.text
    assert "Gaf geen toestemming." in answer.text
    assert Snapshot.get().actor.startswith("user:")
    assert "Nieuwsbrief" in editor.get(f"{HOME}{council.id}/").text


def test_standard_audiences_come_once_and_stay(world: World, editor: FlaskClient) -> None:
    seed()
    assert Audience.select().where(Audience.standard).count() == 6
    Audience.update(standard=False).where(Audience.slug == "partners").execute()
    editor.post(f"{HOME}{Audience.get(slug='partners').id}/verwijderen/")
    seed()
    assert Audience.select().count() == 5
    halls = Audience.get(slug="dorpshuizen")
    assert "hoort bij het platform" in editor.post(f"{HOME}{halls.id}/verwijderen/").text
    assert Audience.select().count() == 5


def test_reader_sees_and_changes_nothing(world: World, client: FlaskClient, audience: MakeAudience) -> None:
    council = audience(leaf("kind", "village_council"))
    log_in(client, make_user("adviseur"))
    assert client.get(f"{HOME}{council.id}/").status_code == 200
    for path in (f"{council.id}/vastleggen/", f"{council.id}/verwijderen/", f"{council.id}/downloaden/csv/", "nieuw/"):
        assert client.post(f"{HOME}{path}").status_code == 403
    assert freeze(council).count == 5


def test_large_audience_is_made_by_the_worker_with_progress(
    world: World, editor: FlaskClient, audience: MakeAudience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freezing, "LARGE", 4)
    council = audience(leaf("kind", "village_council"))
    asked = editor.post(f"{HOME}{council.id}/downloaden/csv/")
    assert (asked.status_code, asked.location) == (303, f"{HOME}gemaakt/{Making.get().id}/")
    assert '<progress id="voortgang" value="0" max="5">' in editor.get(asked.location).text
    assert editor.post(f"{asked.location}bestand/").status_code == 404
    run_due()
    assert "Het bestand is klaar." in editor.get(asked.location).text
    assert not AuditEntry.select().where(AuditEntry.action == "export").exists()
    content = editor.post(f"{asked.location}bestand/")
    assert (content.mimetype, content.text.count("Dorpsraad")) == ("text/csv", 6)
    assert AuditEntry.get(action="export").object_id == f"{council.id} csv"
    log_in(editor, make_user("coordinator", name="Chris"))
    assert editor.get(asked.location).status_code == 404
    making.forget_old()
    assert Making.select().exists()
    with frozen(NOW + making.KEEP * 2):
        making.forget_old()
    assert not Making.select().exists()


def test_large_audience_is_kept_once_by_the_worker_as_who_asked(
    world: World, editor: FlaskClient, audience: MakeAudience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freezing, "LARGE", 4)
    council = audience(leaf("kind", "village_council"))
    asked = editor.post(f"{HOME}{council.id}/vastleggen/", data={"purpose": "nieuwsbrief"})
    begun = Snapshot.get()
    assert (asked.location, begun.ready, begun.count) == (f"{HOME}momentopname/{begun.id}/", False, 5)
    assert '<progress id="voortgang" value="0" max="5">' in editor.get(asked.location).text
    run_due()
    freezing.work(begun.id)
    kept = Snapshot.get()
    assert (kept.ready, kept.count, kept.purpose, kept.actor) == (True, 5, "nieuwsbrief", begun.actor)
    assert "Dorpsraad" in editor.get(asked.location).text
    assert SnapshotMember.select().where(SnapshotMember.excluded == "Gaf geen toestemming.").count() == 5


def test_large_letters_that_cannot_be_made_say_why(
    world: World, editor: FlaskClient, audience: MakeAudience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "LARGE_POST", 4)
    council = audience(leaf("kind", "village_council"))
    texts = {"whom": "letter", "dated": "Ommen", "subject": "Uitnodiging", "body": "Tot dan.", "signature": "Bram"}
    asked = editor.post(f"{HOME}{council.id}/brieven/", data=texts)
    run_due()
    assert "Dit is niet gelukt.</strong> Er is niemand om aan te schrijven" in editor.get(asked.location).text
    assert editor.post(f"{asked.location}bestand/").status_code == 404
