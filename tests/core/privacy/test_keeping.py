"""What is kept how long: the periods are settings, the screen says beforehand, the night does it and reports."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from toy_plugin.models import Toy

from ovkk_core.clock import frozen, now
from ovkk_core.history import revisions_of
from ovkk_core.hookspecs import RetentionRule
from ovkk_core.mail import MailState, OutboxMail, Recipient, queue_mail
from ovkk_core.privacy import keeping
from ovkk_core.privacy.models import RetentionRun
from ovkk_core.registry import change_setting, registry
from tests.core.privacy.conftest import MakeClient

pytestmark = pytest.mark.usefixtures("database")


def sent_long_ago(days: int) -> None:
    queue_mail("mail.test", Recipient("an@example.org"), {"moment": "gisteren"})
    newest = OutboxMail.select().order_by(OutboxMail.id.desc()).first()
    OutboxMail.update(state=MailState.SENT, queued_at=now() - timedelta(days=days)).where(
        OutboxMail.id == newest.id
    ).execute()


def test_priv_7_mail_of_more_than_a_year_ago_goes_at_night_and_the_run_is_reported() -> None:
    sent_long_ago(380)
    sent_long_ago(300)
    keeping.run_all()
    assert OutboxMail.select().count() == 1
    assert RetentionRun.get(rule="mail.outbox").count == 1
    keeping.run_all()
    assert keeping.last_runs()["mail.outbox"].count == 0


def test_priv_7_association_chooses_the_period_and_nonsense_is_the_default() -> None:
    change_setting("privacy.mail.outbox", "6")
    registry.refresh()
    assert keeping.rule_named("mail.outbox").period == "6 maanden nadat de mail werd klaargezet"
    change_setting("privacy.mail.outbox", "0")
    registry.refresh()
    assert keeping.rule_named("mail.outbox").keep == 12


def test_priv_7_period_in_months_keeps_the_day_of_the_month() -> None:
    with frozen(datetime(2026, 3, 31, 3, 10, tzinfo=UTC)):
        change_setting("privacy.mail.outbox", "1")
        registry.refresh()
        assert keeping.rule_named("mail.outbox").before.date().isoformat() == "2026-02-28"


def test_priv_7_screen_says_beforehand_what_would_go_and_one_rule_can_be_run(client_of: MakeClient) -> None:
    Toy.create(title="Oude beer", kind="versleten")
    client = client_of("beheerder")
    page = client.get("/beheer/bewaartermijnen/").text
    assert "Versleten speelgoed" in page  # of a plugin that is off
    assert "Oude beer" in page
    assert Toy.select().count() == 1
    answer = client.post("/beheer/bewaartermijnen/toy.worn/opruimen", follow_redirects=True)
    assert "1 is verwijderd." in answer.text
    assert Toy.select().count() == 0
    assert client.post("/beheer/bewaartermijnen/toy.other/opruimen").status_code == 404


def test_rule_of_a_plugin_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: datetime) -> Any:
        raise OSError("stuk")

    others = keeping.declared_rules()
    bad = RetentionRule("toy.bad", "Stuk", 1, "na niets", "Zomaar.", broken, broken)
    monkeypatch.setattr(keeping, "declared_rules", lambda: [bad, *others])
    assert keeping.overdue(keeping.rule_named("toy.bad")).problem == "OSError: stuk"
    keeping.run_all()
    assert RetentionRun.get(rule="toy.bad").problem == "OSError: stuk"
    assert RetentionRun.get(rule="mail.outbox").problem == ""


def test_priv_7_changes_of_more_than_two_years_ago_are_forgotten_and_later_ones_stay() -> None:
    with frozen(datetime(2024, 1, 1, tzinfo=UTC)):
        toy = Toy.create(title="beer")
    with frozen(datetime(2025, 6, 1, tzinfo=UTC)):
        toy.title = "oude beer"
        toy.save()
    with frozen(datetime(2026, 6, 1, tzinfo=UTC)):
        keeping.run_rule(keeping.rule_named("history.changes"))
        assert [revision.changes["title"] for revision in revisions_of(toy)] == [["beer", "oude beer"]]
