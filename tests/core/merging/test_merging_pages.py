"""The screens: the list, two side by side, merging, taking it back, and the warning at entry."""

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ovkk_core.consents import ConsentState
from ovkk_core.contacts import ContactKind, Organisation, Person, Position, PositionFunction
from ovkk_core.contacts import demo as contacts_demo
from ovkk_core.jobs import Job
from ovkk_core.merging import DuplicatePair, Merge, NotSame, candidates, demo, merge, search
from tests.core.contacts.counting import counted
from tests.core.merging.having import consent, make_body, make_person, make_village
from tests.people import log_in, make_user

PAGE = "/beheer/mogelijk-dubbel/"


def texts(page: str) -> str:
    """Give what a page says, without markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def post(client: FlaskClient, address: str, *, follow_redirects: bool = False, **data: str) -> TestResponse:
    """Send a form with the token of the session."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/beheer/").text)
    sent = {"csrf_token": found[1] if found else "", **data}
    return client.post(address, data=sent, follow_redirects=follow_redirects)


def two() -> tuple[Person, Person]:
    """Store somebody twice."""
    return make_person(email="jan@dorp.example"), make_person("J.", email="jan@dorp.example", phone="0529 47 81 94")


def test_list_shows_pairs_with_reasons_and_a_pair_that_is_not_the_same_no_more(anna: FlaskClient) -> None:
    jan, jan2 = two()
    assert search() == 1
    assert "zelfde e-mailadres, naam lijkt voor" in texts(anna.get(PAGE).text)
    answer = post(anna, f"{PAGE}personen/{jan2.id}/{jan.id}/niet-dezelfde", follow_redirects=True)
    assert "J. Bakker en Jan Bakker zijn niet dezelfde" in texts(answer.text)
    assert search() == 0
    assert candidates(jan) == []
    assert (DuplicatePair.select().count(), NotSame.select().count()) == (0, 1)


def test_list_costs_the_same_number_of_queries_however_long(anna: FlaskClient) -> None:
    costs = []
    anna.get(PAGE)
    for rounds in (1, 15):
        for number in range(rounds):
            make_body(f"Dorpsbelang {rounds} {number}", kvk_number=f"{rounds:04d}{number:04d}")
            make_body(f"Belangen {rounds} {number}", kvk_number=f"{rounds:04d}{number:04d}")
            two_of = (
                make_person(family_name=f"Naam{rounds}x{number}"),
                make_person(family_name=f"Naam{rounds}x{number}"),
            )
            merge(*two_of)
            make_person(family_name=f"Naam{rounds}x{number}")
        search()
        with counted() as queries:
            assert anna.get(PAGE).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_two_stand_side_by_side_with_what_will_move(anna: FlaskClient) -> None:
    jan, jan2 = two()
    for function in (PositionFunction.CHAIR, PositionFunction.SECRETARY, PositionFunction.TREASURER):
        Position.create(person=jan2, organisation=make_body("Dorpsbelang A"), function=function)
    consent(jan2, ConsentState.GIVEN)
    consent(jan2, ConsentState.WITHDRAWN, "merging.other")
    said = texts(anna.get(f"{PAGE}personen/{jan.id}/{jan2.id}/").text)
    assert "Van J. Bakker naar Jan Bakker verhuizen: 3 functies, 2 toestemmingen." in said
    assert "Maar een van de twee gaf toestemming voor ‘merging.test_news’." in said
    assert "Post voor ‘merging.other’ is geweigerd; dat blijft zo." in said


def test_side_by_side_proposes_to_keep_the_fuller_one_and_can_be_turned_round(anna: FlaskClient) -> None:
    jan, jan2 = two()
    page = anna.get(f"{PAGE}personen/{jan.id}/{jan2.id}/?voorstel=1").text
    assert f'action="{PAGE}personen/{jan2.id}/{jan.id}/samenvoegen"' in page
    assert f'href="{PAGE}personen/{jan.id}/{jan2.id}/"' in page
    assert 'name="given_name" value="andere" checked' in page


def test_merging_and_taking_it_back_by_the_screens(anna: FlaskClient) -> None:
    jan, jan2 = two()
    page = post(anna, f"{PAGE}personen/{jan.id}/{jan2.id}/samenvoegen", phone="andere", follow_redirects=True)
    assert "Jan Bakker is samengevoegd." in texts(page.text)
    assert "Waarom: samengevoegd met 'J. Bakker'" in texts(page.text)
    assert Person.get_by_id(jan.id).phone == "+31529478194"
    for screen in ("", "bewerken/"):
        moved = anna.get(f"/beheer/personen/{jan2.id}/{screen}")
        assert (moved.status_code, moved.location) == (301, f"/beheer/personen/{jan.id}/{screen}")
    done = Merge.get()
    assert "J. Bakker" in anna.get(PAGE).text
    assert "beide staan er weer" in post(anna, f"{PAGE}samengevoegd/{done.id}/ongedaan", follow_redirects=True).text
    assert anna.get(f"/beheer/personen/{jan2.id}/").status_code == 200


def test_undo_that_is_refused_says_why_on_a_page(anna: FlaskClient) -> None:
    jan, jan2 = two()
    done = merge(jan, jan2, ["phone"])
    post(anna, f"/beheer/personen/{jan.id}/verwijderen/")
    answer = post(anna, f"{PAGE}samengevoegd/{done.id}/ongedaan")
    assert (answer.status_code, "het contact dat bleef is verwijderd" in answer.text) == (422, True)


def test_two_can_be_chosen_by_name(anna: FlaskClient) -> None:
    jan, jan2 = make_person("Jan", "Bakker"), make_person("Johannes", "Backer")
    assert f'href="{PAGE}personen/{jan.id}/"' in anna.get(f"{PAGE}personen/?q=bakker").text
    page = anna.get(f"{PAGE}personen/{jan.id}/?q=johannes").text
    assert f'href="{PAGE}personen/{jan.id}/{jan2.id}/?voorstel=1"' in page
    assert "Er is niets gevonden" in anna.get(f"{PAGE}organisaties/?q=%00x").text
    assert anna.get(f"{PAGE}personen/{jan.id}/{jan.id}/").status_code == 404
    assert anna.get(f"{PAGE}personen/{jan.id}/99/").status_code == 404


def test_searching_again_is_work_for_the_worker(anna: FlaskClient) -> None:
    post(anna, f"{PAGE}zoeken")
    assert [job.name for job in Job.select()] == ["merging.search"]


def test_who_only_reads_may_not_merge_and_is_led_on_who_may_not_read_is_not(anna: FlaskClient) -> None:
    jan, jan2 = two()
    merge(jan, jan2)
    bram = anna.application.test_client()
    assert bram.get(f"/beheer/personen/{jan2.id}/").location != f"/beheer/personen/{jan.id}/"
    log_in(bram, make_user("lezer", name="Bram"))
    assert bram.get(PAGE).status_code == 403
    assert post(bram, f"{PAGE}personen/1/2/samenvoegen").status_code == 403
    assert bram.get(f"/beheer/personen/{jan2.id}/").location == f"/beheer/personen/{jan.id}/"


def test_entry_of_somebody_who_is_there_is_asked_about_first_and_loses_nothing(anna: FlaskClient) -> None:
    jan, _ = two()
    typed = {
        "given_name": "Jan",
        "family_name": "Bakker",
        "email": "JAN@dorp.example",
        "form_of_address": "neutral",
        "language": "nl",
    }
    answer = post(anna, "/beheer/personen/nieuw/", **typed)
    assert answer.status_code == 422
    assert f'href="/beheer/personen/{jan.id}/"' in answer.text
    assert "zelfde e-mailadres" in answer.text
    assert 'value="JAN@dorp.example"' in answer.text
    assert Person.select().count() == 2
    anyway = post(anna, "/beheer/personen/nieuw/", **typed, _toch_nieuw="1")
    assert (anyway.status_code, Person.select().count()) == (303, 3)


def test_entry_of_an_organisation_is_compared_with_those_of_the_place(anna: FlaskClient) -> None:
    make_body("Plaatselijk Belang Vilsteren", make_village(), city="Vilsteren")
    typed = {"name": "PB Vilsteren", "kind": "village_council", "city": "Vilsteren"}
    answer = post(anna, "/beheer/organisaties/nieuw/", **typed)
    assert (answer.status_code, "zelfde naam en zelfde dorp" in answer.text) == (422, True)
    other = post(anna, "/beheer/organisaties/nieuw/", name="IJsclub Vilsteren", kind="other")
    assert other.status_code == 303


def test_demo_has_two_obvious_duplicates_and_no_others(anna: FlaskClient) -> None:
    contacts_demo.load()
    demo.load()
    found = [(pair.kind, pair.score >= 90) for pair in DuplicatePair.select().order_by(DuplicatePair.kind)]
    assert found == [(ContactKind.ORGANISATION, True), (ContactKind.PERSON, True)]
    assert Organisation.select().where(Organisation.name.startswith("PB ")).count() == 1
