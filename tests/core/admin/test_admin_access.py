"""Who gets in, with what, and what a screen must say to be served at all."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_admin.base import BaseView, expose

from ovkk_core.accounts import RolePermission
from ovkk_core.app import create_app
from ovkk_core.config import Settings
from ovkk_core.database import connected
from ovkk_core.registry import Fault, switch
from ovkk_core.web import AdminPage, AdminView
from ovkk_core.web.admin import add_view
from ovkk_core.web.admin.installing import _add_guarded
from tests.core.admin.browsing import post
from tests.core.admin.halls import Hall, HallView

LogIn = Callable[..., FlaskClient]
GET = (
    "/beheer/zalen/",
    "/beheer/zalen/nieuw/",
    "/beheer/zalen/{id}/",
    "/beheer/zalen/{id}/bewerken/",
    "/beheer/zalen/{id}/verwijderen/",
    "/beheer/zalen/verwijderd/",
    "/beheer/zaalpagina/",
)
POST = (
    "/beheer/zalen/nieuw/",
    "/beheer/zalen/{id}/bewerken/",
    "/beheer/zalen/{id}/cel/",
    "/beheer/zalen/{id}/verwijderen/",
    "/beheer/zalen/terugzetten/{revision}/",
    "/beheer/zalen/actie/",
    "/beheer/zalen/export/csv/",
    "/beheer/zalen/export/xlsx/",
    "/beheer/zaalpagina/roep/",
)
CORE = ("onderdelen", "instellingen", "logboek", "taken", "gebruikers", "rollen")
MAY_READ = (200, 403, 200, 403, 403, 403, 200)
MAY_WRITE = (200, 200, 200, 200, 403, 403, 200)
MAY_ALL = (200,) * 7


@pytest.fixture
def hall(halls: None) -> Hall:
    """Give a hall."""
    return Hall.create(name="De Schouw")


def _statuses(client: FlaskClient, hall: Hall) -> tuple[int, ...]:
    return tuple(client.get(address.format(id=hall.id)).status_code for address in GET)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("beheerder", MAY_ALL),
        ("redacteur", MAY_ALL),
        ("coordinator", MAY_WRITE),
        ("lezer", MAY_READ),
        ("adviseur", (403,) * 7),
    ],
)
def test_sec_1_each_role_opens_what_its_rights_allow(
    logged_in: LogIn, hall: Hall, role: str, expected: tuple[int, ...]
) -> None:
    assert _statuses(logged_in(role), hall) == expected


def test_sec_1_anonymous_visitor_is_sent_to_the_login(client: FlaskClient, hall: Hall) -> None:
    assert _statuses(client, hall) == (303,) * 7
    assert client.get("/beheer/").status_code == 303


def test_sec_1_reader_can_post_nothing(bram: FlaskClient, hall: Hall) -> None:
    found = {a: post(bram, a.format(id=hall.id, revision=1), action="delete", rowid=hall.id).status_code for a in POST}

    assert found == dict.fromkeys(POST, 403)
    assert [row.name for row in Hall.select()] == ["De Schouw"]


@pytest.mark.parametrize("address", POST)
def test_sec_5_post_without_token_is_refused(logged_in: LogIn, hall: Hall, address: str) -> None:
    data = {"name": "Gekaapt", "action": "delete", "rowid": hall.id, "confirmed": "1", "seats": "9"}

    answer = logged_in("beheerder").post(address.format(id=hall.id, revision=1), data=data)

    assert answer.status_code == 400
    assert [row.name for row in Hall.select()] == ["De Schouw"]


@pytest.mark.parametrize("address", POST)
def test_sec_5_post_from_another_site_is_refused(logged_in: LogIn, hall: Hall, address: str) -> None:
    client = logged_in("beheerder")

    answer = post(client, address.format(id=hall.id, revision=1), headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 400


def test_sec_5_get_changes_nothing(anna: FlaskClient, hall: Hall) -> None:
    answers = [
        anna.get(f"/beheer/zalen/{hall.id}/verwijderen/?confirmed=1"),
        anna.get("/beheer/zalen/actie/?action=delete&rowid=1"),
        anna.get("/beheer/zalen/export/csv/"),
        anna.get(f"/beheer/zalen/{hall.id}/cel/?seats=9"),
        anna.get("/beheer/zalen/terugzetten/1/"),
        anna.get("/beheer/onderdelen/toy/aan/"),
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 405, 405, 405, 405]
    assert Hall.select().count() == 1


@pytest.mark.parametrize("key", ["99999", "abc", "-1", "9" * 40, "1%00", "%C2%B2", "0x1"])
def test_record_that_is_missing_gives_404_on_every_page(anna: FlaskClient, hall: Hall, key: str) -> None:
    pages = [anna.get(f"/beheer/zalen/{key}{page}").status_code for page in ("/", "/bewerken/", "/verwijderen/")]
    posts = [post(anna, f"/beheer/zalen/{key}{page}").status_code for page in ("/bewerken/", "/verwijderen/", "/cel/")]

    assert pages == posts == [404, 404, 404]
    assert post(anna, "/beheer/zalen/terugzetten/999/").status_code == 404
    assert post(anna, "/beheer/zalen/actie/", action="bestaat niet").status_code == 404
    assert post(anna, "/beheer/zalen/export/exe/").status_code == 404


def test_screens_of_a_plugin_that_is_off_are_gone_from_pages_and_menu(anna: FlaskClient, hall: Hall) -> None:
    assert "/beheer/zalen/" in anna.get("/beheer/").text

    switch("toy", False)

    assert _statuses(anna, hall) == (404,) * 7
    assert "/beheer/zalen/" not in anna.get("/beheer/").text


def test_sec_1_core_screens_are_for_the_administrator(logged_in: LogIn) -> None:
    admin, editor = logged_in("beheerder"), logged_in("redacteur", name="Ella")

    assert [admin.get(f"/beheer/{page}/").status_code for page in CORE] == [200] * 6
    assert [editor.get(f"/beheer/{page}/").status_code for page in CORE] == [403] * 6


def test_sec_1_menu_shows_only_what_may_be_opened(anna: FlaskClient, chris: FlaskClient) -> None:
    assert "/beheer/onderdelen/" not in anna.get("/beheer/").text
    assert "/beheer/zalen/" not in chris.get("/beheer/").text


def test_sec_1_kept_menu_follows_rights_language_and_the_present_screen(bram: FlaskClient) -> None:
    here = 'href="/beheer/zalen/" aria-current="page"'
    assert (here in bram.get("/beheer/zalen/").text, here in bram.get("/beheer/").text) == (True, False)
    assert ">Overzicht</summary>" in bram.get("/beheer/").text
    assert ">Overview</summary>" in bram.get("/beheer/?taal=en").text

    with connected():
        RolePermission.delete().where(RolePermission.permission == "hall.read").execute()

    assert "/beheer/zalen/" not in bram.get("/beheer/").text


def test_method_with_a_right_of_its_own_asks_it(logged_in: LogIn, anna: FlaskClient) -> None:
    assert post(anna, "/beheer/zaalpagina/roep/").status_code == 403
    assert post(logged_in("beheerder", name="Bea"), "/beheer/zaalpagina/roep/").text == "geroepen"


class _Plain(BaseView):
    """A screen of flask-admin itself, open to everybody."""

    @expose("/")
    def index(self) -> str:
        """Show something."""
        return "open"


@pytest.mark.parametrize(
    "wrong",
    [
        {"read": None},
        {"read": "public"},
        {"column_list": ()},
        {"form_columns": ()},
        {"form_columns": ("name", "id")},
        {"form_columns": ("name", "nonsense")},
        {"column_editable_list": ("secret",)},
        {"inline_models": (Hall,)},
        {"form_ajax_refs": {"area": {}}},
        {"column_filters": ("nonsense",)},
    ],
)
def test_sec_3_screen_that_leaves_something_open_is_refused_at_start(wrong: dict[str, object]) -> None:
    kind = type("Wrong", (HallView,), wrong)

    with pytest.raises(TypeError):
        kind(Hall, endpoint="toy_wrong", url="/beheer/fout/")


def test_sec_1_page_that_writes_without_a_right_is_refused_at_start() -> None:
    class Open(AdminPage):
        read = "hall.read"

        @expose("/", methods=("GET", "POST"))
        def index(self) -> str:
            return ""

    with pytest.raises(TypeError, match="names no permission"):
        Open("Open", endpoint="toy_open", url="/beheer/open/")


def test_screen_that_is_not_ours_or_takes_an_address_is_a_fault_of_its_plugin(app: Flask, halls: None) -> None:
    class Elsewhere(AdminView):
        read = "hall.read"
        column_list = ("name",)

    _add_guarded(app, "toy", _Plain(endpoint="toy_plain", url="/beheer/plat/"))
    assert "_Plain is no AdminView" in Fault.get(plugin="toy", hook="register_admin_views").reason
    for url, endpoint in (("/elders/", "toy_a"), ("/beheer/zalen/", "toy_b"), ("/beheer/nieuw/", "toy_halls")):
        with pytest.raises(ValueError, match="address"):
            add_view(app, "toy", Elsewhere(Hall, endpoint=endpoint, url=url))


def test_screen_without_write_has_no_addresses_that_change(settings: Settings, halls: None) -> None:
    class Looking(AdminView):
        read = "hall.read"
        column_list = ("name",)

    view = Looking(Hall, endpoint="toy_looking", url="/beheer/kijken/")
    add_view(create_app(settings), "toy", view)

    assert {name for _, name, _ in view._urls} == {"index_view", "details_view", "action_view"}


def test_no_file_of_flask_admin_is_served_or_linked(anna: FlaskClient, app: Flask, hall: Hall) -> None:
    assert [rule.rule for rule in app.url_map.iter_rules() if "admin/static" in rule.rule] == []
    for address in GET:
        page = anna.get(address.format(id=hall.id)).text
        assert not [
            word for word in ("bootstrap", "jquery", "data:image", "onclick=", "style=") if word in page.lower()
        ]


def test_answers_of_the_admin_are_kept_by_no_cache(anna: FlaskClient) -> None:
    assert anna.get("/beheer/zalen/").headers["Cache-Control"] == "no-store"
