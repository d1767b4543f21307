"""A test per hook: what a plugin answers arrives where core uses it, and only from who should be asked."""

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from click.testing import CliRunner
from flask import Blueprint
from flask.testing import FlaskClient
from toy_plugin.models import Toy

from ovkk_core import hookspecs
from ovkk_core.audiences import Audience
from ovkk_core.calendars import outside
from ovkk_core.cli import ovkk
from ovkk_core.config import Settings
from ovkk_core.database import db
from ovkk_core.errors import NotFoundError
from ovkk_core.hookspecs import (
    CalendarSpec,
    EventChange,
    Health,
    HomeBlock,
    Impact,
    MailKind,
    NavigationItem,
    NewsletterItem,
    OutsideEvent,
    Panel,
    SettingSpec,
    Subject,
    TimelineItem,
    TodoItem,
)
from ovkk_core.mail import OutboxMail, Recipient, queue_mail
from ovkk_core.registry import registry, switch
from ovkk_core.web.admin import AdminView
from tests.conftest import environment
from tests.people import log_in, make_user

pytestmark = pytest.mark.usefixtures("database")
HOOKS = {name: spec for name, spec in vars(hookspecs).items() if hasattr(spec, "ovkk_spec")}
STARTUP = [name for name in HOOKS if name.startswith("register_")]
QUESTIONS = ["home_blocks", "navigation_items", "todo_items", "panels", "timeline_items", "disable_impact"]
QUESTIONS += ["health_checks", "outside_events", "personal_data", "retention_rules", "newsletter_items"]
QUESTIONS += ["asked_subjects", "mail_recipients"]
MOMENTS = ["on_event_changed", "on_consent_changed", "on_contacts_merged", "on_person_erased"]
MOMENTS += ["on_position_handed_over", "on_mail_received", "on_bounced", "on_plugin_switched", "load_demo"]


class Reader:
    """Whoever asks what needs attention."""

    name = "Anna"
    active = False


JUNE = {"since": datetime(2026, 6, 1, tzinfo=UTC), "until": datetime(2026, 7, 1, tzinfo=UTC)}
ARGUMENTS: dict[str, dict[str, object]] = {
    "todo_items": {"user": Reader()},
    "panels": {"subject": Subject("village", 1)},
    "timeline_items": {"subject": Subject("village", 1), "until": None, "most": 5},
    "disable_impact": {"plugin": "toy"},
    "outside_events": dict(JUNE),
    "asked_subjects": {},
    "mail_recipients": {"user": Reader(), "words": "be"},
    "personal_data": {"person_id": 7, "addresses": frozenset[str]()},
    "newsletter_items": {"audience": Audience(name="Dorpshuizen"), **JUNE},
}


def of_toy(hook: str) -> list[object]:
    """Give what the toy answers to a question."""
    return [item for name, item in registry.ask(hook, **ARGUMENTS.get(hook, {})) if name == "toy"]


def heard() -> list[str]:
    """Give the moments that the toy was told."""
    return [toy.title for toy in Toy.select().where(Toy.kind == "gehoord").order_by(Toy.id)]


def test_every_hook_is_one_of_the_three_kinds() -> None:
    assert list(HOOKS) == [*STARTUP, *QUESTIONS, *MOMENTS]


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_is_documented_typed_and_implemented_by_the_toy(hook: str) -> None:
    docstring = HOOKS[hook].__doc__ or ""
    assert len(docstring) > 40
    assert "return" in HOOKS[hook].__annotations__
    assert registry._caller(hook, registry.get("toy")) is not None


@pytest.mark.parametrize("hook", STARTUP)
def test_startup_hook_is_asked_of_a_plugin_that_is_off(hook: str) -> None:
    assert not registry.is_on("toy")
    assert [name for name, _ in registry.collect(hook) if name == "toy"]


@pytest.mark.parametrize("hook", QUESTIONS)
def test_question_is_asked_of_plugins_that_are_on_only(hook: str) -> None:
    assert of_toy(hook) == []
    switch("toy", True)
    assert len(of_toy(hook)) == 1


def test_answers_come_in_the_order_core_first_and_then_plugins_by_name() -> None:
    names = list(dict.fromkeys(name for name, _ in registry.collect("register_permissions")))
    builtin = [registry.get(name).builtin for name in names]
    assert builtin == sorted(builtin, reverse=True)
    plugins = [name for name in names if not registry.get(name).builtin]
    assert plugins == sorted(plugins)


def test_register_blueprints_serves_the_page_while_the_plugin_is_on(client: FlaskClient) -> None:
    assert [b.name for n, b in registry.collect("register_blueprints") if n == "toy"] == ["toy"]
    assert client.get("/speelgoed").status_code == 404
    switch("toy", True)
    assert client.get("/speelgoed").status_code == 200


def test_register_admin_views_serves_the_screen_while_the_plugin_is_on(client: FlaskClient) -> None:
    assert all(isinstance(v, AdminView) for n, v in registry.collect("register_admin_views") if n == "toy")
    log_in(client, make_user("redacteur"))
    assert client.get("/beheer/toys/").status_code == 404
    switch("toy", True)
    assert client.get("/beheer/toys/").status_code == 200


def test_register_calendars_serves_the_feed_while_the_plugin_is_on(client: FlaskClient) -> None:
    spec = CalendarSpec("Speelgoed", "Wanneer er gespeeld wordt.", "teal")
    assert [s for n, s in registry.collect("register_calendars") if n == "toy"] == [spec]
    assert client.get("/kalender/toy.ics").status_code == 404
    switch("toy", True)
    assert client.get("/kalender/toy.ics").status_code == 200


def test_register_mails_lets_the_declared_mail_be_queued() -> None:
    kinds = [kind for name, kind in registry.collect("register_mails") if name == "toy"]
    assert [(type(kind), kind.name) for kind in kinds] == [(MailKind, "toy.hello")]
    switch("toy", True)
    queue_mail("toy.hello", Recipient("anna@example.org", "Anna"), {"name": "Anna"})
    assert OutboxMail.select().count() == 1
    with pytest.raises(NotFoundError):
        queue_mail("toy.undeclared", Recipient("anna@example.org"), {})


def test_register_permissions_gives_the_roles_named_their_right(client: FlaskClient) -> None:
    switch("toy", True)
    log_in(client, make_user("adviseur"))
    assert client.get("/beheer/toys/").status_code == 403


def test_register_jobs_lets_the_job_be_enqueued() -> None:
    from ovkk_core.jobs import enqueue, run_due

    switch("toy", True)
    enqueue("toy.make", title="van een haak")
    assert run_due() >= 1
    assert Toy.select().where(Toy.title == "van een haak").exists()


def test_register_settings_puts_the_setting_on_the_page_of_settings(client: FlaskClient) -> None:
    spec = SettingSpec("toy.word", "Woord voor speelgoed", "speelgoed")
    assert [s for n, s in registry.collect("register_settings") if n == "toy"] == [spec]
    log_in(client, make_user("beheerder"))
    switch("toy", True)
    assert "Woord voor speelgoed" in client.get("/beheer/instellingen/").text


def test_register_indicators_shows_the_figure_and_survives_one_that_fails(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    [indicator] = [one for name, one in registry.collect("register_indicators") if name == "toy"]
    log_in(client, make_user("beheerder"))
    assert "Speelgoed: 1 stuks" not in client.get("/beheer/cijfers/").text
    switch("toy", True)
    assert "Speelgoed: 1 stuks" in client.get("/beheer/cijfers/").text
    monkeypatch.setitem(vars(indicator), "evidence", lambda _period: 1 / 0)
    assert "nu niet te tellen" in client.get("/beheer/cijfers/").text


def test_register_commands_adds_a_command_line(settings: Settings) -> None:
    ours = dict.fromkeys(("OVKK_TEST_DATABASE_URL", "OVKK_TEST_NAME"))  # of the test run, no settings
    runner = CliRunner(env=ours | environment(settings.data_dir, settings.database_url))
    answer = runner.invoke(ovkk, ["toy", "count"])
    assert (answer.exit_code, answer.output.strip()[-1:]) == (0, "0"), repr(answer.exception)


def test_home_blocks_are_shown_on_the_home_page(client: FlaskClient) -> None:
    switch("toy", True)
    assert of_toy("home_blocks") == [HomeBlock("toy/home.html", {"count": Toy.select().count()}, 90)]
    assert "Er staat speelgoed klaar" in client.get("/").text


def test_navigation_items_are_shown_in_the_menu(client: FlaskClient) -> None:
    switch("toy", True)
    assert of_toy("navigation_items") == [NavigationItem("Speelgoed", "/speelgoed", 90)]
    assert 'href="/speelgoed"' in client.get("/").text


def test_todo_items_are_shown_to_the_user_on_the_start_page(client: FlaskClient) -> None:
    switch("toy", True)
    assert of_toy("todo_items") == [TodoItem("Speel eens, Anna", "/speelgoed", "Spelen")]
    log_in(client, make_user("beheerder", name="Bram"))
    assert "Speel eens, Bram" in client.get("/beheer/").text


def test_panels_that_are_public_are_shown_on_the_page_of_a_village(client: FlaskClient) -> None:
    from ovkk_core.contacts import Municipality, Province, Village

    place = Municipality.create(name="Ommen", province=Province.create(name="Overijssel"))
    village = Village.create(name="Vilsteren", municipality=place)
    switch("toy", True)
    assert of_toy("panels") == [Panel("Speelgoed", "toy/home.html", {"count": 3}, "toy.read", public=True)]
    assert "Er staat speelgoed klaar: 3" in client.get(f"/dorpen/{village.slug}").text


def test_timeline_items_are_shown_in_the_dossier_to_who_may_know(client: FlaskClient) -> None:
    from ovkk_core.contacts import Person

    switch("toy", True)
    train = TimelineItem(datetime(2026, 1, 1, tzinfo=UTC), "Speelgoed", "Een houten trein", permission="toy.read")
    assert of_toy("timeline_items") == [train]
    address = f"/beheer/dossier/persoon/{Person.create(family_name='Dijk').id}/"
    log_in(client, make_user("beheerder"))
    assert "Een houten trein" in client.get(address).text
    log_in(client, make_user("adviseur"))
    assert "Een houten trein" not in client.get(address).text


def test_disable_impact_counts_what_stops() -> None:
    switch("toy", True)
    assert of_toy("disable_impact") == [Impact(1, "stuks speelgoed")]


def test_health_checks_are_shown_on_the_page_of_plugins(client: FlaskClient) -> None:
    switch("toy", True)
    assert of_toy("health_checks") == [Health("Speelgoed", True, "Alles is heel.")]
    log_in(client, make_user("beheerder"))
    assert "Alles is heel." in client.get("/beheer/onderdelen/").text


def test_outside_events_are_given_to_who_asks_for_what_others_plan() -> None:
    switch("toy", True)
    start = JUNE["since"]
    fair = OutsideEvent(
        "Speelgoedbeurs", start, start.replace(hour=1), False, "Groningen", "De buren", "", None, public=True
    )
    assert outside(**JUNE) == [fair]
    assert outside(start.replace(year=2027), start.replace(year=2027)) == []


def test_newsletter_items_are_given_for_an_audience_and_a_time() -> None:
    switch("toy", True)
    train = NewsletterItem(
        "toy:train", "De trein", "Voor Dorpshuizen.", "Speelgoed", "/speelgoed", JUNE["until"].date()
    )
    assert of_toy("newsletter_items") == [train]


def test_on_event_changed_is_told_after_the_commit() -> None:
    from ovkk_core.calendars import Event, save_event

    switch("toy", True)
    start = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
    event = Event(uid=str(uuid4()), slug="spelen", title="Spelen", owner="toy", kind="spel", starts_at=start)
    event.ends_at = start.replace(hour=10)
    save_event(event)
    assert f"{EventChange.CREATED.value} {event.uid}" in heard()


def test_purpose_of_a_plugin_can_be_agreed_to_and_its_change_is_told_after_the_commit() -> None:
    from ovkk_core.consents import ConsentWay, give, may_write_to, withdraw
    from ovkk_core.contacts import Person
    from ovkk_core.database import transaction

    switch("toy", True)
    anna = Person.create(family_name="Dijk")
    with transaction():
        give(anna, "toy.news", ConsentWay.SPOKEN)
        assert "toestemming" not in "".join(heard())
    assert may_write_to(anna, "toy.news").allowed
    withdraw(anna, "toy.news", ConsentWay.SPOKEN)
    withdraw(anna, "toy.news", ConsentWay.SPOKEN)
    assert heard()[1:] == [f"toestemming {anna.id} toy.news"] * 2


def test_on_person_erased_is_told_at_once_to_plugins_that_are_off_too_and_says_who_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = {"person_id": 7, "addresses": frozenset[str]()}
    assert registry.tell_everybody("on_person_erased", **told) == []
    assert heard() == ["gewist 7"]
    monkeypatch.setattr(registry.get("toy"), "broken", "stuk")
    assert registry.tell_everybody("on_person_erased", **told) == ["toy"]


def test_personal_data_processing_and_rules_are_asked_of_a_plugin_that_is_off() -> None:
    Toy.create(title="Houten trein", kind="van 7")
    asked = registry.ask_everybody("personal_data", person_id=7, addresses=frozenset())
    assert [data.rows for name, data in asked if name == "toy"] == [({"Speelgoed": "Houten trein"},)]
    assert "toy.toys" in [one.name for _, one in registry.collect("register_processing")]
    assert "toy.worn" in [rule.name for _, rule in registry.collect("retention_rules")]


def test_on_plugin_switched_is_told_to_who_is_on() -> None:
    switch("toy", True)
    switch("toy", False)
    assert heard() == ["toy aan"]


def test_load_demo_is_told_without_a_limit_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hookspecs, "HOOK_SECONDS", 0.0)
    switch("toy", True)
    registry.tell("load_demo")
    assert Toy.select().where(Toy.title == "Houten trein").exists()


def test_moment_told_in_a_transaction_waits_for_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    from ovkk_core.database import transaction

    switch("toy", True)
    before = heard()
    with transaction():
        registry.tell("on_plugin_switched", name="proef", enabled=True)
        assert heard() == before
    assert heard() == [*before, "proef aan"]


@pytest.mark.parametrize(
    ("hook", "answer", "mistake"),
    [
        ("navigation_items", [NavigationItem("x", "/x")], ""),
        ("navigation_items", [NavigationItem("x", "/x", "1")], "'order'"),  # type: ignore[arg-type]
        ("todo_items", [TodoItem("x", "/x", "y", "morgen")], "'due'"),  # type: ignore[arg-type]
        ("health_checks", [Health("x", 1, "y")], "'ok'"),  # type: ignore[arg-type]
        ("register_settings", [SettingSpec("toy.x", "x", "y", kind="groot")], "'kind'"),  # type: ignore[arg-type]
        ("register_settings", [SettingSpec("mail.x", "x", "y")], "begint met 'toy.'"),
        ("home_blocks", [HomeBlock("x", {1: 2})], "'context'"),  # type: ignore[dict-item]
        ("disable_impact", [Impact(True, "x")], "'count'"),
        ("outside_events", [Impact(1, "x")], "Impact in plaats van een OutsideEvent"),
        ("register_blueprints", [Blueprint("x", __name__), "x"], "str in plaats van een Blueprint"),
        ("home_blocks", None, "NoneType"),
    ],
)
def test_answer_is_checked_down_to_its_fields(hook: str, answer: object, mistake: str) -> None:
    from ovkk_core.registry.answers import mistake as mistake_of

    found = mistake_of(hook, answer, "toy")
    assert (mistake in found) if mistake else (found == "")


def test_many_questions_leave_no_thread_and_no_connection_behind() -> None:
    switch("toy", True)
    used = len(db._in_use)
    for _ in range(100):
        registry.ask("navigation_items")
    for thread in [t for t in threading.enumerate() if t.name == "plugin"]:
        thread.join(5)
        assert not thread.is_alive()
    assert len(db._in_use) == used
    assert len(db._connections) < 5


def test_received_post_and_mail_that_came_back_are_told_after_they_were_kept() -> None:
    from ovkk_core.inbox.boxes import Found
    from ovkk_core.inbox.keeping import keep
    from ovkk_core.mail import envelope_token

    switch("toy", True)
    mail = queue_mail("mail.test", Recipient("jan@dorp.test"), {"moment": "nu"})
    to = f"post+{envelope_token(mail)}@vereniging.test"
    raw = (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.test\nTo: {to}\nSubject: failure notice\n\n"
        "Hi. This is the qmail-send program at mx.test.\n\n<jan@dorp.test>:\nSorry, no mailbox here. (#5.1.1)\n"
    ).encode()
    for _ in range(2):
        keep(Found("1", raw, len(raw), whole=True))
    assert heard()[1:] == ["terug jan@dorp.test True", "post bounce failure notice"]
