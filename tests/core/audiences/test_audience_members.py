"""Whom an audience has: conditions, groups, counting, reasons not to write, and what was frozen."""

import pytest

from ovkk_core.audiences import (
    Audience,
    ConditionAwayError,
    SnapshotMember,
    audience_choices,
    count,
    exclusions,
    freeze,
    members,
    sample,
    values_of,
)
from ovkk_core.consents import ConsentWay, SuppressionReason, give, save_preference, suppress, themes
from ovkk_core.contacts import Person, Position, PositionFunction, resolve
from ovkk_core.database import db
from ovkk_core.errors import BadInputError, DeniedError
from ovkk_core.history import AuditEntry
from tests.core.audiences.conftest import MakeAudience, World, group, hold, leaf

COUNCILS = leaf("kind", "village_council")


def names(audience: Audience) -> list[str]:
    found = [member.name for member in members(audience)]
    assert count(audience) == len(found)
    assert {member.name for member in sample(audience, 100)} == set(found)
    return found


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (leaf("function", "secretary"), ["Sanne Hoonhorst", "Sanne Lemele", "Sanne Vilsteren"]),
        (leaf("kind", "municipality"), ["Karin Ambtenaar"]),
        (leaf("municipality", "dalfsen"), ["Sanne Hoonhorst"]),
        (leaf("village", "vilsteren"), ["Dorpsraad Vilsteren", "Sanne Vilsteren"]),
        (leaf("size", "5000", ""), ["Cora Lemele", "Sanne Lemele"]),
        (leaf("size", "", "900"), ["Dorpsraad Vilsteren", "Sanne Vilsteren"]),
        (leaf("holder", "vacant"), ["Dorpsraad Vilsteren"]),
        (leaf("language", "en"), ["Cora Lemele"]),
    ],
    ids=["function", "kind", "municipality", "village", "size-from", "size-to", "vacancy", "language"],
)
def test_condition_chooses_present_positions(
    world: World, audience: MakeAudience, part: dict[str, object], expected: list[str]
) -> None:
    assert names(audience(part)) == expected


def test_municipality_has_its_own_organisations_and_those_of_its_villages(world: World, audience: MakeAudience) -> None:
    assert len(names(audience(leaf("municipality", "ommen")))) == 5


def test_groups_of_all_any_and_none_are_met_as_a_whole(world: World, audience: MakeAudience) -> None:
    large, english = leaf("size", "5000", ""), leaf("language", "en")
    assert names(audience(COUNCILS, group("any", large, leaf("municipality", "dalfsen")))) == [
        "Sanne Hoonhorst", "Cora Lemele", "Sanne Lemele",
    ]  # fmt: skip
    assert names(audience(COUNCILS, group("none", large))) == [
        "Sanne Hoonhorst", "Dorpsraad Vilsteren", "Sanne Vilsteren",
    ]  # fmt: skip
    assert "Dorpsraad Vilsteren" in names(audience(group("none", english)))  # a vacancy reads no English


def test_persons_without_a_position_count_when_nothing_asks_for_one(world: World, audience: MakeAudience) -> None:
    assert {"Losse Lezer", "Oude Penning"} <= set(names(audience(leaf("language", "nl"))))
    assert {"Losse Lezer", "Oude Penning"} <= set(names(audience(group("none", COUNCILS))))
    assert "Losse Lezer" not in names(audience(leaf("language", "nl"), COUNCILS))


def test_theme_has_who_chose_it_and_who_never_chose(world: World, audience: MakeAudience) -> None:
    first, second = themes()[:2]
    sanne, cora = Person.get(family_name="Vilsteren"), Person.get(given_name="Cora")
    save_preference(sanne, [first], [])
    save_preference(cora, [second], [])
    found = names(audience(COUNCILS, leaf("theme", second)))
    assert found == ["Sanne Hoonhorst", "Cora Lemele", "Sanne Lemele"]


def test_consent_has_only_who_gave_it(world: World, audience: MakeAudience) -> None:
    give(Person.get(family_name="Lezer"), "nieuwsbrief", ConsentWay.SPOKEN)
    assert names(audience(leaf("consent", "nieuwsbrief"))) == ["Losse Lezer"]


def test_address_of_a_member_is_where_the_ladder_sends_mail(world: World, audience: MakeAudience) -> None:
    council, deputy = world.councils["lemele"], Person.get(family_name="Lezer")
    for number, kept in enumerate((("function",), ("person", "deputy"), ("deputy",), ())):
        values = {"email": f"functie{number}@raad.test" if "function" in kept else ""}
        values |= {"deputy": deputy if "deputy" in kept else None}
        person = hold(council, PositionFunction.BOARD_MEMBER, f"Lid {number}", **values).person
        Person.update(email=person.email if "person" in kept else "").where(Person.id == person.id).execute()
    found = list(members(audience(COUNCILS)))
    assert len({member.address for member in found}) > 6
    for member in found:
        recipient = resolve(Position.get_by_id(member.position_id)).recipient
        assert recipient
        assert member.address == recipient.address


def test_tw_11_7_exclusions_name_address_suppression_and_consent(world: World, audience: MakeAudience) -> None:
    Person.update(email="").where(Person.family_name == "Ambtenaar").execute()
    everybody = audience(group("none", leaf("village", "lemele", "hoonhorst")))
    suppress("losse@lezer.test", SuppressionReason.BOUNCED)
    reasons = {member.name: why for member, why in exclusions(everybody)}
    assert set(reasons) == {"Karin Ambtenaar", "Losse Lezer"}
    assert all(reasons.values())
    assert "Dorpsraad Vilsteren" not in reasons
    give(Person.get(family_name="Vilsteren"), "nieuwsbrief", ConsentWay.SPOKEN)
    refused = {member.name for member, _ in exclusions(everybody, "nieuwsbrief")}
    assert refused == {"Karin Ambtenaar", "Losse Lezer", "Oude Penning", "Dorpsraad Vilsteren"}


def test_snapshot_keeps_whom_it_had_and_never_changes(world: World, audience: MakeAudience) -> None:
    council = audience(COUNCILS, name="Raden")
    kept = freeze(council, "leden")
    assert (kept.count, kept.sentence) == (5, "Iedereen van plaatselijke belangen en dorpsraden.")
    Position.update(ends_on="2026-01-01").execute()
    Person.update(given_name="Anders").execute()
    council.delete_instance()
    rows = list(SnapshotMember.select().where(SnapshotMember.snapshot == kept))
    assert (count(Audience(rule=group("all", COUNCILS))), len(rows)) == (0, 5)
    assert {row.name for row in rows} >= {"Sanne Lemele", "Dorpsraad Vilsteren"}
    for row in (kept, rows[0]):
        row.name = "Anders"
        with pytest.raises(DeniedError):
            row.save()
        with pytest.raises(DeniedError):
            row.delete_instance()
    assert AuditEntry.get(action="audience.freeze").object_id == str(kept.id)


def test_member_lists_cost_a_constant_number_of_queries(world: World, audience: MakeAudience, asked: list[str]) -> None:
    all_of_them = audience()
    asked.clear()
    assert len(exclusions(all_of_them, "nieuwsbrief")) > 5
    assert len(asked) <= 12, asked


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, database: None) -> list[str]:
    found: list[str] = []
    execute = db.obj.execute_sql

    def listen(sql: str, *arguments: object, **named: object) -> object:
        found.append(sql)
        return execute(sql, *arguments, **named)

    monkeypatch.setattr(db.obj, "execute_sql", listen)
    return found


def test_rule_with_a_condition_that_is_away_has_nobody_rather_than_everybody(audience: MakeAudience) -> None:
    gone = audience(leaf("tours.attended", "2026"))
    with pytest.raises(ConditionAwayError, match=r"tours\.attended"):
        count(gone)


@pytest.mark.parametrize(
    "rule",
    [
        None,
        {"how": "most", "parts": []},
        {"how": "all", "parts": [{"condition": 5, "values": []}]},
        {"how": "all", "parts": [{"condition": "audiences.kind", "values": ["\x00"]}]},
        group("all", group("all", group("all", group("all", group("all", leaf("kind", "partner")))))),
        group("all", *[leaf("kind", "partner")] * 100),
    ],
    ids=["none", "unknown-group", "no-name", "control-character", "too-deep", "too-many"],
)
def test_damaged_rule_is_refused(database: None, rule: object) -> None:
    with pytest.raises(BadInputError):
        Audience.create(name="Stuk", rule=rule)


def test_values_of_gives_what_every_member_meets_for_certain(audience: MakeAudience) -> None:
    places = leaf("municipality", "ommen", "dalfsen")
    assert values_of(audience(COUNCILS, places), "audiences.municipality") == {"ommen", "dalfsen"}
    assert values_of(audience(COUNCILS), "audiences.municipality") is None
    assert values_of(audience(group("none", places)), "audiences.municipality") is None
    assert values_of(audience(group("any", places, COUNCILS)), "audiences.municipality") is None
    assert len(audience_choices()) == 4
