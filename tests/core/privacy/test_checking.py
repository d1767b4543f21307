"""What says nothing of data on people fails ``ovkk plugin check``, with a sentence that says what to do."""

import pytest
from click.testing import CliRunner

from ovkk_core.cli import ovkk
from ovkk_core.config import Settings
from ovkk_core.contacts import OrganisationVillage, Village
from ovkk_core.planning.models import DatePoll, PollGuest, PollOption
from ovkk_core.privacy import gaps
from ovkk_core.privacy.checking import suspicion
from ovkk_core.registry import registry
from tests.conftest import environment

pytestmark = pytest.mark.usefixtures("database")


def test_priv_5_table_that_refers_to_people_or_has_a_name_is_suspect() -> None:
    assert "contacts_person" in suspicion(PollGuest) or "contacts_position" in suspicion(PollGuest)
    assert "contacts_organisation" in suspicion(OrganisationVillage)
    assert "'name'" in suspicion(Village)
    assert suspicion(DatePoll) == suspicion(PollOption) == ""


def test_priv_5_plugin_that_leaves_something_out_is_told_what(monkeypatch: pytest.MonkeyPatch) -> None:
    collect = registry.collect
    monkeypatch.setattr(registry, "collect", lambda hook: [] if hook == "register_processing" else collect(hook))
    assert any("'contacts_person'" in sentence and "'exempt'" in sentence for sentence in gaps("contacts"))
    monkeypatch.undo()
    monkeypatch.setattr(registry, "implements", lambda _name, hook: hook != "on_person_erased")
    assert gaps("toy") == ["Het onderdeel bewaart gegevens van mensen, maar heeft geen on_person_erased."]


def test_command_says_that_a_plugin_is_in_order_or_what_is_missing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = dict.fromkeys(("OVKK_TEST_DATABASE_URL", "OVKK_TEST_NAME"))  # of the test run, no settings
    runner = CliRunner(env=ours | environment(settings.data_dir, settings.database_url))
    monkeypatch.setattr("ovkk_core.cli.managing.open_queue", lambda _: None)  # or later tests wake its workers
    good = runner.invoke(ovkk, ["plugin", "check", "toy"])
    assert (good.exit_code, good.output) == (0, "Speelgoed houdt zich aan de afspraken.\n")
    monkeypatch.setattr("ovkk_core.privacy.gaps", lambda _: ["Er ontbreekt iets."])
    bad = runner.invoke(ovkk, ["plugin", "check", "toy"])
    assert (bad.exit_code, bad.output) == (1, "Er ontbreekt iets.\n")
