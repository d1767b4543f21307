"""Deleting with a way back, the history panel, and doing things with several rows."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from ovkk_core.history import Change, Revision, acting, revisions_of
from tests.core.admin.browsing import post
from tests.core.admin.halls import Area, Hall, Mood

LogIn = Callable[..., FlaskClient]
ACTION = "/beheer/zalen/actie/"


@pytest.fixture
def hall(halls: None) -> Hall:
    """Give a hall."""
    return Hall.create(name="De Schouw", seats=40, area=Area.create(name="Noord"))


def change(hall: Hall, **values: object) -> Revision:
    """Change a hall; give the revision."""
    for name, value in values.items():
        setattr(hall, name, value)
    hall.save()
    return next(iter(revisions_of(hall)))


def restore(client: FlaskClient, revision: Revision) -> int:
    """Press the button of one revision."""
    return post(client, f"/beheer/zalen/terugzetten/{revision.id}/").status_code


def words_of(page: str) -> str:
    """Give the text of a page without tags, blanks run together."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_deleting_asks_first_and_can_be_undone(anna: FlaskClient, hall: Hall) -> None:
    question = anna.get(f"/beheer/zalen/{hall.id}/verwijderen/")
    assert (question.status_code, Hall.select().count()) == (200, 1)

    answer = post(anna, f"/beheer/zalen/{hall.id}/verwijderen/")

    assert (answer.status_code, Hall.select().count()) == (303, 0)
    undo = re.search(r'action="(/beheer/zalen/terugzetten/\d+/)"', anna.get(answer.location).text)
    assert undo
    assert post(anna, undo[1]).location == f"/beheer/zalen/{hall.id}/"
    assert Hall.get() == hall
    assert (Hall.get().area.name, Hall.get().secret) == ("Noord", "geheim")


def test_deleted_rows_stand_on_a_page_until_they_are_back(anna: FlaskClient, hall: Hall) -> None:
    hall.delete_instance()
    assert "De Schouw" in anna.get("/beheer/zalen/verwijderd/").text

    restore(anna, next(iter(revisions_of(hall))))

    assert "De Schouw" not in words_of(anna.get("/beheer/zalen/verwijderd/").text.partition("<h1")[2])


def test_sec_1_deleting_needs_the_right_to_remove(logged_in: LogIn, hall: Hall) -> None:
    coordinator = logged_in("coordinator")
    address = f"/beheer/zalen/{hall.id}/verwijderen/"

    assert (coordinator.get(address).status_code, post(coordinator, address).status_code) == (403, 403)
    assert post(coordinator, ACTION, action="delete", rowid=hall.id, confirmed="1").status_code == 403
    assert address not in coordinator.get(f"/beheer/zalen/{hall.id}/").text
    hall.delete_instance()
    assert restore(coordinator, next(iter(revisions_of(hall)))) == 404
    assert Hall.select().count() == 0


def test_row_that_others_refer_to_stays_with_an_explanation(anna: FlaskClient, hall: Hall) -> None:
    address = f"/beheer/gebieden/{hall.area_id}/verwijderen/"

    page, answer = anna.get(address).text, post(anna, address)

    assert "1 ander gegeven" in page
    assert (answer.status_code, Area.select().count()) == (422, 1)
    assert "hangen nog andere gegevens aan" in answer.text
    assert "Terug naar Gebieden" in answer.text


def test_history_panel_says_who_when_why_and_what(anna: FlaskClient, hall: Hall) -> None:
    with acting("user:1", "verbouwd"):
        change(hall, seats=60, mood=Mood.SHUT, area=Area.create(name="Zuid"), warm=True)

    words = words_of(anna.get(f"/beheer/zalen/{hall.id}/").text)

    for expected in ("Anna", "verbouwd", "Stoelen : van 40 → naar 60", "Gebied : van Noord → naar Zuid"):
        assert expected in words
    assert "van open voor iedereen → naar dicht" in words
    assert "van nee → naar ja" in words


def test_sec_3_history_panel_and_restore_leave_hidden_fields_alone(anna: FlaskClient, hall: Hall) -> None:
    hidden = change(hall, secret="kluiscode")
    both = change(hall, secret="nieuwe code", seats=60)

    assert "code" not in words_of(anna.get(f"/beheer/zalen/{hall.id}/").text).partition("Geschiedenis")[2]
    assert restore(anna, hidden) == 422
    assert restore(anna, both) == 303
    assert (Hall.get().secret, Hall.get().seats) == ("nieuwe code", 40)


def test_restoring_is_a_new_change_by_who_did_it(anna: FlaskClient, hall: Hall) -> None:
    revision = change(hall, seats=60)

    assert restore(anna, revision) == 303

    newest = next(iter(revisions_of(hall)))
    assert (Hall.get().seats, newest.changes) == (40, {"seats": [60, 40]})
    assert newest.actor.startswith("user:")


def test_restoring_what_belongs_elsewhere_is_not_found(anna: FlaskClient, bram: FlaskClient, hall: Hall) -> None:
    other = Revision.create(table_name="accounts_user", object_id="1", change=Change.CHANGED, actor="x", changes={})

    assert restore(anna, other) == 404
    assert restore(bram, change(hall, seats=60)) == 403


def test_restoring_what_is_taken_by_another_is_explained(anna: FlaskClient, hall: Hall) -> None:
    hall.delete_instance()
    revision = next(iter(revisions_of(hall)))
    Hall.create(name="De Schouw")

    assert restore(anna, revision) == 422
    assert Hall.select().count() == 1


def test_action_first_says_which_rows_it_touches(anna: FlaskClient, hall: Hall) -> None:
    Hall.create(name="Andere zaal")

    question = post(anna, ACTION, action="shut", rowid=[hall.id, "x", 999])

    assert (question.status_code, Hall.select().where(Hall.mood == Mood.SHUT).count()) == (200, 0)
    assert "De Schouw" in question.text
    assert "Andere zaal" not in question.text
    assert (
        post(anna, f"{ACTION}?q=x&id=1", action="shut", rowid=hall.id, confirmed="1").location == "/beheer/zalen/?q=x"
    )
    assert [row.name for row in Hall.select().where(Hall.mood == Mood.SHUT)] == ["De Schouw"]


def test_action_deletes_several_and_each_can_be_put_back(anna: FlaskClient, hall: Hall) -> None:
    other = Hall.create(name="Andere zaal")

    post(anna, ACTION, action="delete", rowid=[hall.id, other.id], confirmed="1")

    assert Hall.select().count() == 0
    assert [restore(anna, next(iter(revisions_of(row)))) for row in (hall, other)] == [303, 303]


def test_action_without_ticks_says_so(anna: FlaskClient, hall: Hall) -> None:
    answer = post(anna, ACTION, action="delete", confirmed="1")

    assert (answer.status_code, Hall.select().count()) == (303, 1)
    assert "Kruis eerst" in anna.get(answer.location).text


def test_sec_1_action_with_a_right_of_its_own_asks_it(anna: FlaskClient, logged_in: LogIn, hall: Hall) -> None:
    assert post(anna, ACTION, action="shout", rowid=hall.id, confirmed="1").status_code == 403
    assert "Roepen" not in anna.get("/beheer/zalen/").text
    bea = logged_in("beheerder", name="Bea")
    assert post(bea, ACTION, action="shout", rowid=hall.id, confirmed="1").text == "geroepen"
