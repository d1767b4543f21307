"""The screens of core itself: to-dos, components, settings, audit trail, tasks, users and roles."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from ovkk_core.accounts import ADMIN, Session, User, may
from ovkk_core.database import db, is_sqlite
from ovkk_core.history import AuditEntry, audit, revisions_of
from ovkk_core.jobs import Job, JobState
from ovkk_core.registry import Setting, change_setting, is_on, registry, setting
from tests.core.admin.browsing import post, version_of

LogIn = Callable[..., FlaskClient]
SETTINGS = "/beheer/instellingen/web/"


@pytest.fixture
def bea(logged_in: LogIn) -> FlaskClient:
    """Give Bea, who may do everything."""
    return logged_in(ADMIN, name="Bea")


def settings_form(client: FlaskClient, **changed: str) -> dict[str, str]:
    """Give the settings form as it stands, with something changed."""
    keys = ("name", "short_name", "description", "colour", "email", "security_contact")
    filled = {f"association__{key}": setting(f"association.{key}") for key in keys}
    return filled | {"_version": version_of(client, SETTINGS)} | {f"association__{k}": v for k, v in changed.items()}


def test_start_page_shows_first_steps_to_who_can_take_them(bea: FlaskClient, anna: FlaskClient) -> None:
    assert "/beheer/instellingen/" in bea.get("/beheer/").text.partition("<main")[2].partition("</ol>")[0]
    assert "Zeg wie u bent" not in anna.get("/beheer/").text


def test_start_page_sorts_what_asks_attention_by_date(bea: FlaskClient) -> None:
    page = bea.get("/beheer/").text

    for _, item in registry.ask("todo_items", user=User.get()):
        assert item.title in page


def test_components_page_shows_what_a_plugin_brings_and_what_went_wrong(bea: FlaskClient) -> None:
    registry.fault(registry.get("toy"), "home_blocks", "ValueError: <b>kapot</b>")
    registry.fault(registry.get("toy"), "todo_items", "antwoordde niet", hung=True)

    page = bea.get("/beheer/onderdelen/").text

    for words in ("Speelgoed", "Zalen", "ValueError: &lt;b&gt;kapot", "deels gestopt", "toy-plugin 1.0"):
        assert words in page


def test_broken_component_shows_its_reason_and_cannot_be_switched_on(bea: FlaskClient) -> None:
    registry.get("toy").broken = "kan niet worden geladen: ImportError"

    page = bea.get("/beheer/onderdelen/").text

    assert "kan niet worden geladen: ImportError" in page
    assert post(bea, "/beheer/onderdelen/toy/aan/").status_code == 422


def test_switching_off_shows_what_stops_first(bea: FlaskClient) -> None:
    question = bea.get("/beheer/onderdelen/toy/uit/")
    assert (question.status_code, is_on("toy")) == (200, True)

    post(bea, "/beheer/onderdelen/toy/uit/")
    assert not is_on("toy")

    post(bea, "/beheer/onderdelen/toy/aan/")
    assert is_on("toy")


@pytest.mark.parametrize("name", ["web", "bestaat-niet"])
def test_rooms_of_core_and_unknown_ones_cannot_be_switched(bea: FlaskClient, name: str) -> None:
    assert post(bea, f"/beheer/onderdelen/{name}/uit/").status_code == 404
    assert post(bea, f"/beheer/onderdelen/{name}/aan/").status_code == 404


def test_settings_are_kept_shown_and_written_down(bea: FlaskClient) -> None:
    answer = post(bea, SETTINGS, **settings_form(bea, name="Dorpen Overijssel", colour="#123456"))

    assert answer.status_code == 303
    assert (setting("association.name"), setting("association.colour")) == ("Dorpen Overijssel", "#123456")
    assert AuditEntry.select().where(AuditEntry.action == "setting.change").count() == 2


@pytest.mark.parametrize(
    "wrong", [{"colour": "groen"}, {"colour": "#12"}, {"name": "x" * 300}, {"name": "twee\nregels"}]
)
def test_settings_that_are_wrong_are_explained_and_kept_in_the_form(bea: FlaskClient, wrong: dict[str, str]) -> None:
    answer = post(bea, SETTINGS, **settings_form(bea, description="mijn zin", **wrong))

    assert (answer.status_code, Setting.select().count()) == (422, 0)
    assert "mijn zin" in answer.text
    assert f'href="#association__{next(iter(wrong))}"' in answer.text


def test_settings_changed_by_somebody_else_are_not_overwritten_unseen(bea: FlaskClient) -> None:
    form = settings_form(bea, name="Mijn naam")
    change_setting("association.colour", "#000000")

    answer = post(bea, SETTINGS, **form)

    registry.refresh()
    assert (answer.status_code, setting("association.colour")) == (422, "#000000")
    assert "Mijn naam" in answer.text


def test_setting_goes_back_to_what_it_was(bea: FlaskClient) -> None:
    change_setting("association.name", "Eerste")
    change_setting("association.name", "Tweede")
    newest, oldest = revisions_of(Setting.get())
    history = "/beheer/instellingen/web/association.name/"
    assert "Eerste" in bea.get(f"{history}geschiedenis/").text

    post(bea, f"{history}terugzetten/{newest.id}/")
    registry.refresh()
    first = setting("association.name")
    post(bea, f"{history}terugzetten/{oldest.id}/")
    registry.refresh()

    assert (first, setting("association.name")) == ("Eerste", "Vereniging van dorpen")


@pytest.mark.parametrize("address", ["bestaat-niet/", "web/toy.word/geschiedenis/", "web/bestaat.niet/geschiedenis/"])
def test_settings_that_do_not_exist_are_not_found(bea: FlaskClient, address: str) -> None:
    assert bea.get(f"/beheer/instellingen/{address}").status_code == 404


def test_audit_page_filters_by_who_and_what(bea: FlaskClient) -> None:
    audit("case.read", "case", 4711)

    everything = bea.get("/beheer/logboek/").text
    filtered = bea.get("/beheer/logboek/?wat=user.create").text

    assert "4711" in everything
    assert "4711" not in filtered
    assert bea.get("/beheer/logboek/?wie=%00&wat=%27--&page=x").status_code == 200


def test_audit_check_tells_whole_from_broken(bea: FlaskClient) -> None:
    post(bea, "/beheer/logboek/controle/")
    assert "Het logboek klopt" in bea.get("/beheer/logboek/").text

    entry = AuditEntry.get()
    for name in _triggers():
        db.execute_sql(name)
    AuditEntry.update(action="iets.anders").where(AuditEntry.id == entry.id).execute()
    post(bea, "/beheer/logboek/controle/")
    for statement in _repaired():
        db.execute_sql(statement)

    assert f"regel {entry.id}" in bea.get("/beheer/logboek/").text


def test_dead_task_is_tried_again_by_post(bea: FlaskClient) -> None:
    dead = Job.create(name="toy.play", room="toy", state=JobState.DEAD, attempts=8, last_error="<i>fout</i>")
    assert "&lt;i&gt;fout" in bea.get("/beheer/taken/").text

    answers = [post(bea, f"/beheer/taken/{dead.id}/opnieuw/").status_code for _ in range(2)]

    again = Job.get_by_id(dead.id)
    assert (answers, again.state, again.attempts) == ([303, 404], JobState.QUEUED, 0)


def test_users_page_changes_roles_and_access(bea: FlaskClient, anna: FlaskClient) -> None:
    user = User.get(name="Anna")
    address = f"/beheer/gebruikers/{user.id}/"
    assert "Anna" in bea.get("/beheer/gebruikers/").text

    post(bea, f"{address}rollen/", roles=["lezer", "adviseur"])
    assert User.get(name="Anna").role_names == {"lezer", "adviseur"}
    post(bea, f"{address}uitschakelen/")
    assert not User.get(name="Anna").active
    post(bea, f"{address}inschakelen/")
    post(bea, f"{address}sessies/")
    assert (User.get(name="Anna").active, Session.select().where(Session.user == user).count()) == (True, 0)


def test_users_page_keeps_the_last_administrator(bea: FlaskClient) -> None:
    address = f"/beheer/gebruikers/{User.get(name='Bea').id}/"

    assert post(bea, f"{address}uitschakelen/").status_code == 422
    assert post(bea, f"{address}rollen/", roles=["lezer"]).status_code == 422
    assert post(bea, f"{address}rollen/", roles=["keizer"]).status_code == 422
    assert User.get(name="Bea").role_names == {ADMIN}


@pytest.mark.parametrize("number", ["999", "99999999999999999999"])
def test_user_who_does_not_exist_is_not_found(bea: FlaskClient, number: str) -> None:
    assert bea.get(f"/beheer/gebruikers/{number}/").status_code == 404


def test_inviting_makes_a_user_and_refuses_a_double(bea: FlaskClient) -> None:
    new = {"name": "Dirk", "email": "dirk@example.org", "roles": ["lezer"]}

    first, second = (post(bea, "/beheer/gebruikers/nieuw/", **new) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 422)
    assert User.select().where(User.email == "dirk@example.org").count() == 1


def test_roles_page_grants_and_revokes_what_was_on_the_page(bea: FlaskClient, logged_in: LogIn) -> None:
    logged_in("lezer", name="Bram")
    bram = User.get(name="Bram")
    assert not may("plugins.switch", bram)

    post(
        bea,
        "/beheer/rollen/",
        seen=["lezer plugins.switch", f"{ADMIN} x"],
        right=["lezer plugins.switch", "lezer audit.read"],
    )
    given = may("plugins.switch", User.get(name="Bram")), may("audit.read", User.get(name="Bram"))
    post(bea, "/beheer/rollen/", seen=["lezer plugins.switch"])

    assert given == (True, False)
    assert not may("plugins.switch", User.get(name="Bram"))


def _triggers() -> list[str]:
    """Give what takes away the guard of the audit trail, as an intruder at the database would."""
    if not is_sqlite():
        return ["ALTER TABLE history_audit_entry DISABLE TRIGGER USER"]
    rows = db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'history_audit_entry'")
    return [f"DROP TRIGGER {name}" for (name,) in rows]


def _repaired() -> list[str]:
    """Give what brings the guard back where the next test uses the same tables."""
    return [] if is_sqlite() else ["ALTER TABLE history_audit_entry ENABLE TRIGGER USER"]
