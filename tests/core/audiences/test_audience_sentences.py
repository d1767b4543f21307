"""Sentences: the example of the work plan, and that two rules with one sentence have the same members."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ovkk_core.audiences import Audience, count, members, sentence
from ovkk_core.audiences.rules import How
from ovkk_core.contacts import OrganisationVillage, Person, Village
from ovkk_core.contacts.positions import current_positions
from tests.core.audiences.conftest import World, group, leaf

LEAVES = [
    leaf("function", "secretary"),
    leaf("function", "chair", "liaison_officer"),
    leaf("kind", "village_council"),
    leaf("municipality", "ommen"),
    leaf("municipality", "dalfsen"),
    leaf("size", "1000", ""),
    leaf("size", "", "900"),
    leaf("holder", "vacant"),
    leaf("language", "en"),
]
WORDS_OF = ("ecretaris", "oorzitters", "dorpsraden", "Ommen", "Dalfsen", "1.000", "900", "zonder iemand", "Engels")
WORDS = frozenset(WORDS_OF)  # what only the sentence of that leaf says
EITHER = group("any", LEAVES[3], LEAVES[8])
RULES = st.recursive(
    st.sampled_from(LEAVES),
    lambda parts: st.builds(
        lambda how, of: group(how, *of), st.sampled_from(["all", "any", "none"]), st.lists(parts, max_size=3)
    ),
    max_leaves=6,
)


def said(*parts: dict[str, Any], how: str = "all") -> str:
    return sentence(Audience(rule=group(how, *parts)))


def test_sentence_of_the_work_plan(world: World) -> None:
    size = group("none", leaf("size", "5000", ""))
    places = leaf("municipality", "ommen", "dalfsen")
    who = leaf("function", "secretary", "chair")
    assert said(places, size, leaf("kind", "village_council"), who) == (
        "Voorzitters en secretarissen van plaatselijke belangen en dorpsraden in Dalfsen of Ommen, "
        "behalve uit dorpen met 5.000 of meer inwoners."
    )


@pytest.mark.parametrize(
    ("parts", "how", "expected"),
    [
        ([], "all", "Iedereen in de contacten."),
        ([leaf("kind")], "all", "Iedereen in de contacten."),
        ([LEAVES[0], LEAVES[3]], "any", "Secretarissen, of iedereen in Ommen."),
        ([LEAVES[3]], "none", "Iedereen, behalve in Ommen."),
        ([LEAVES[0], EITHER], "all", "Secretarissen, en wel (in Ommen, of met Engels als taal)."),
        ([LEAVES[3], LEAVES[4]], "all", "Iedereen in Ommen en ook in Dalfsen."),
        ([leaf("village", "weg")], "all", "Iedereen uit iets dat niet meer bestaat (weg)."),
    ],
    ids=["nothing", "unfilled", "any", "none", "any-in-all", "twice", "gone"],
)  # fmt: skip
def test_sentence_reads_as_dutch(world: World, parts: list[dict[str, Any]], how: str, expected: str) -> None:
    assert said(*parts, how=how) == expected


@pytest.fixture
def known(world: World) -> list[tuple[str, dict[str, Any]]]:
    """Give every present position and loose person with what the conditions ask, told by Python alone."""
    found = []
    for position in current_positions():
        villages = list(
            Village.select().join(OrganisationVillage).where(OrganisationVillage.organisation == position.organisation)
        )
        places = {village.municipality.slug for village in villages}
        places |= {position.organisation.municipality.slug} if position.organisation.municipality_id else set()
        found.append((f"position {position.id}", {
            "function": {position.function.value}, "kind": {position.organisation.kind.value}, "municipality": places,
            "size": [v.population for v in villages if v.population is not None],
            "holder": {"held" if position.person_id else "vacant"},
            "language": {position.person.language.value} if position.person_id else set(),
        }))  # fmt: skip
    held = {position.person_id for position in current_positions()}
    found += [(f"person {p.id}", {"language": {p.language.value}}) for p in Person.select() if p.id not in held]
    return found


def meets(known: dict[str, Any], rule: dict[str, Any]) -> bool:
    """Judge by the plain meaning of the rule."""
    if "condition" in rule:
        name, values = rule["condition"].partition(".")[2], rule["values"]
        if name == "size":
            low, high = (int(value) if value else None for value in values)
            return any((low is None or n >= low) and (high is None or n <= high) for n in known.get("size", ()))
        return bool(set(values) & set(known.get(name, ())))
    judged = [meets(known, part) for part in filled(rule["parts"])]
    if not judged:
        return True
    return {How.ALL: all, How.ANY: any, How.NONE: lambda one: not any(one)}[How(rule["how"])](judged)


def filled(parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [part for part in parts if "condition" in part or filled(part["parts"])]


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=RULES)
def test_query_has_whom_the_rule_says_and_one_sentence_means_one_query(
    known: list[tuple[str, dict[str, Any]]], sentences: dict[str, set[str]], rule: dict[str, Any]
) -> None:
    audience = Audience(rule=group("all", rule))
    expected = {name for name, about in known if meets(about, audience.rule)}
    found = {f"position {m.position_id}" if m.position_id else f"person {m.person_id}" for m in members(audience)}
    assert found == expected
    assert count(audience) == len(expected)
    assert sentences.setdefault(sentence(audience), expected) == expected
    assert {words for words in WORDS if words in sentence(audience)} == {WORDS_OF[one] for one in named(audience.rule)}
    kept, _ = Audience.get_or_create(name="Proef")
    kept.rule = audience.rule
    kept.save()
    again = Audience.get_by_id(kept.id)
    assert (again.rule, sentence(again), count(again)) == (audience.rule, sentence(audience), len(expected))


def named(rule: dict[str, Any]) -> set[int]:
    """Give which of ``LEAVES`` stand in the rule."""
    if "condition" in rule:
        return {LEAVES.index(rule)}
    return set().union(*map(named, rule["parts"]))


@pytest.fixture
def sentences() -> dict[str, set[str]]:
    """Keep whom each sentence was about."""
    return {}
