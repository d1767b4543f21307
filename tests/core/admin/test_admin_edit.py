"""Adding and changing: validated, text kept, nothing outside the form, and never over somebody else's change."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient

from ovkk_core.history import Revision, revisions_of
from tests.core.admin.browsing import post, version_of
from tests.core.admin.halls import Area, Hall, Mood

NEW = "/beheer/zalen/nieuw/"
FILLED = {"name": "De Schouw", "seats": "40", "mood": "open", "notes": ""}


@pytest.fixture
def hall(halls: None) -> Hall:
    """Give a hall."""
    return Hall.create(name="De Schouw", seats=40)


def edit(hall: Hall) -> str:
    """Give the address of the form."""
    return f"/beheer/zalen/{hall.id}/bewerken/"


def test_adding_stores_every_kind_of_field(anna: FlaskClient, halls: None) -> None:
    area = Area.create(name="Noord")
    more = {
        "area": area.id,
        "built_on": "2020-05-01",
        "opens_at": "2026-07-10T10:00",
        "warm": "y",
        "notes": "een\r\ntwee",
    }

    answer = post(anna, NEW, **(FILLED | more | {"mood": "shut"}))

    hall = Hall.get()
    assert (answer.status_code, answer.location) == (303, f"/beheer/zalen/{hall.id}/")
    assert (hall.name, hall.area, hall.seats, hall.mood) == ("De Schouw", area, 40, Mood.SHUT)
    assert (hall.built_on, hall.notes, hall.warm) == (date(2020, 5, 1), "een\ntwee", True)
    assert hall.opens_at == datetime(2026, 7, 10, 8, 0, tzinfo=UTC)
    assert "De Schouw is toegevoegd" in anna.get(answer.location).text


def test_save_and_add_another_opens_an_empty_form(anna: FlaskClient, halls: None) -> None:
    assert post(anna, NEW, **FILLED, _another="1").location == NEW


def test_form_shows_what_is_stored(anna: FlaskClient, halls: None) -> None:
    area = Area.create(name="Noord")
    moment = datetime(2026, 7, 10, 8, 0, tzinfo=UTC)
    hall = Hall.create(name="De Schouw", area=area, opens_at=moment, mood=Mood.SHUT, built_on=date(2020, 5, 1))

    page = anna.get(edit(hall)).text

    assert 'value="2026-07-10T10:00"' in page
    assert f'<option selected value="{area.id}">Noord</option>' in page
    assert '<option selected value="shut">dicht</option>' in page
    assert 'value="2020-05-01"' in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 300}, "name"),
        ({"seats": "veel"}, "seats"),
        ({"mood": "nonsense"}, "mood"),
        ({"mood": ""}, "mood"),
        ({"area": "999"}, "area"),
        ({"area": "x"}, "area"),
        ({"built_on": "gisteren"}, "built_on"),
        ({"opens_at": "2026-03-29T02:30"}, "opens_at"),
    ],
)
def test_a11y_4_wrong_answer_is_named_and_the_text_is_kept(
    anna: FlaskClient, halls: None, wrong: dict[str, str], field: str
) -> None:
    answer = post(anna, NEW, **(FILLED | {"notes": "mijn lange verhaal"} | wrong))

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "mijn lange verhaal" in answer.text
    assert Hall.select().count() == 0


@pytest.mark.parametrize("wrong", [{"name": "regel\x07bel"}, {"notes": "nul\x00teken"}, {"seats": "9" * 30}])
def test_what_the_database_refuses_is_explained(anna: FlaskClient, halls: None, wrong: dict[str, str]) -> None:
    answer = post(anna, NEW, **(FILLED | wrong))

    assert (answer.status_code, Hall.select().count()) == (422, 0)
    assert 'role="alert"' in answer.text


def test_double_name_is_explained_and_the_text_is_kept(anna: FlaskClient, hall: Hall) -> None:
    answer = post(anna, NEW, **(FILLED | {"notes": "mijn verhaal"}))

    assert (answer.status_code, Hall.select().count()) == (422, 1)
    assert "bestaat al" in answer.text
    assert "mijn verhaal" in answer.text


def test_sec_3_fields_outside_the_form_cannot_be_set(anna: FlaskClient, hall: Hall) -> None:
    version = version_of(anna, edit(hall))

    post(anna, edit(hall), **FILLED, _version=version, secret="gekaapt", id="77")
    post(anna, NEW, **(FILLED | {"name": "Nieuw"}), secret="gekaapt", id="77", created_at="x")

    rows = list(Hall.select(Hall.name, Hall.secret, Hall.id).order_by(Hall.id).tuples())
    assert rows == [("De Schouw", "geheim", hall.id), ("Nieuw", "geheim", hall.id + 1)]


def test_changing_leaves_a_revision_with_the_reason(anna: FlaskClient, hall: Hall) -> None:
    version = version_of(anna, edit(hall))

    post(anna, edit(hall), **(FILLED | {"seats": "60"}), _version=version, _reason="stoelen bijgekocht")

    newest = next(iter(revisions_of(hall)))
    assert (newest.changes, newest.reason) == ({"seats": [40, 60]}, "stoelen bijgekocht")
    assert newest.actor.startswith("user:")


def test_a_change_by_somebody_else_is_not_overwritten_unseen(
    anna: FlaskClient, logged_in: Callable[..., FlaskClient], hall: Hall
) -> None:
    dirk = logged_in("redacteur", name="Dirk")
    opened = version_of(anna, edit(hall))
    post(dirk, edit(hall), **(FILLED | {"seats": "99"}), _version=version_of(dirk, edit(hall)))

    answer = post(anna, edit(hall), **(FILLED | {"notes": "mijn verhaal"}), _version=opened)

    assert (answer.status_code, Hall.get().seats) == (422, 99)
    for words in ("Dirk heeft dit gewijzigd", "mijn verhaal", "99"):
        assert words in answer.text


def test_saving_again_after_the_warning_keeps_ones_own_text(anna: FlaskClient, hall: Hall) -> None:
    hall.seats = 99
    hall.save()
    first = post(anna, edit(hall), **FILLED, _version="verouderd")
    version = first.text.partition('name="_version" value="')[2].partition('"')[0]

    answer = post(anna, edit(hall), **FILLED, _version=version)

    assert (first.status_code, answer.status_code, Hall.get().seats) == (422, 303, 40)


def test_form_without_a_version_changes_nothing(anna: FlaskClient, hall: Hall) -> None:
    assert post(anna, edit(hall), **(FILLED | {"seats": "1"})).status_code == 422
    assert Hall.get().seats == 40


def test_cell_in_the_list_changes_only_listed_fields(anna: FlaskClient, hall: Hall) -> None:
    address, version = f"/beheer/zalen/{hall.id}/cel/", version_of(anna, "/beheer/zalen/")

    answer = post(anna, f"{address}?q=schouw&id=1", seats="55", name="Anders", _version=version)

    assert (answer.status_code, answer.location) == (303, "/beheer/zalen/?q=schouw")
    assert (Hall.get().seats, Hall.get().name) == (55, "De Schouw")


@pytest.mark.parametrize(("seats", "version"), [("veel", None), ("55", "verouderd")])
def test_cell_that_cannot_be_stored_goes_on_in_the_form(
    anna: FlaskClient, hall: Hall, seats: str, version: str | None
) -> None:
    version = version or version_of(anna, "/beheer/zalen/")

    answer = post(anna, f"/beheer/zalen/{hall.id}/cel/", seats=seats, _version=version)

    assert (answer.status_code, Hall.get().seats) == (422, 40)
    assert 'name="name"' in answer.text


def test_looking_and_failing_leave_no_revision(anna: FlaskClient, hall: Hall) -> None:
    before = Revision.select().count()

    for page in ("", "bewerken/", "verwijderen/"):
        anna.get(f"/beheer/zalen/{hall.id}/{page}")
    post(anna, edit(hall), **(FILLED | {"seats": "veel"}), _version=version_of(anna, edit(hall)))

    assert Revision.select().count() == before
