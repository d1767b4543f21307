"""Conditions of plugins: used while the plugin is on, and never taken along by its mistakes."""

import pytest
from flask.testing import FlaskClient
from toy_plugin import hooks as toy_hooks
from toy_plugin.models import Toy

from ovkk_core.audiences import Audience, ConditionAwayError, count, members, sentence
from ovkk_core.hookspecs import AudienceCondition
from ovkk_core.registry import Fault, registry, switch
from tests.core.audiences.conftest import MakeAudience, World, leaf
from tests.people import log_in, make_user


@pytest.fixture
def players(world: World, audience: MakeAudience) -> Audience:
    """Give the audience of those with a doll: Sanne of Vilsteren, by the toy plugin."""
    switch("toy", True)
    registry.refresh()
    Toy.create(title="Vilsteren", kind="pop")
    return audience(leaf("toy.plays", "pop"))


def test_condition_of_a_plugin_chooses_and_reads_back(players: Audience, client: FlaskClient) -> None:
    assert [member.name for member in members(players)] == ["Sanne Vilsteren"]
    assert sentence(players) == "Iedereen met pop."
    log_in(client, make_user("coordinator"))
    page = client.get(f"/beheer/doelgroepen/{players.id}/wijzigen/").text
    assert 'value="pop" checked' in page
    assert '<option value="toy.plays">Speelgoed</option>' in page


def test_plg_condition_waits_while_its_plugin_is_off(players: Audience) -> None:
    switch("toy", False)
    registry.refresh()
    with pytest.raises(ConditionAwayError, match=r"toy\.plays"):
        count(players)


@pytest.mark.parametrize("answer", [ZeroDivisionError("stuk"), "DROP TABLE"], ids=["raises", "no-expression"])
def test_plg_condition_that_fails_is_put_down_to_its_plugin(
    players: Audience, monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    def where(_values: tuple[str, ...]) -> object:
        if isinstance(answer, Exception):
            raise answer
        return answer

    condition = AudienceCondition("toy.plays", "Speelgoed", "person", where, str, lambda: [("pop", "pop")])
    monkeypatch.setitem(registry._collected, ("register_audience_conditions", "toy"), [condition])
    with pytest.raises(ConditionAwayError, match="Speelgoed"):
        count(players)
    assert Fault.get(Fault.plugin == "toy").hook == "register_audience_conditions"


def test_plg_condition_must_bear_the_name_of_its_plugin(
    world: World, monkeypatch: pytest.MonkeyPatch, audience: MakeAudience
) -> None:
    stolen = AudienceCondition("audiences.kind", "Soort", "person", lambda _values: True, str)
    monkeypatch.setattr(toy_hooks, "AudienceCondition", lambda *_arguments: stolen)
    switch("toy", True)
    registry.refresh()
    registry._collected.pop(("register_audience_conditions", "toy"), None)
    assert count(audience(leaf("kind", "village_council"))) == 5
