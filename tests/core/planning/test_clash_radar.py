"""The clash radar: who meets whom, what weighs how much, and three free evenings."""

from datetime import date

import pytest

from ovkk_core.calendars import Frequency, Recurrence, cancel_event
from ovkk_core.contacts import Municipality, OrganisationKind, Village
from ovkk_core.database import db
from ovkk_core.errors import BadInputError
from ovkk_core.planning import Audience, Clash, Weight, audience_of_villages, clashes, free_evenings
from ovkk_core.registry import change_setting, registry
from tests.core.planning.conftest import MakeEvent, Plan, at

pytestmark = pytest.mark.usefixtures("database")
COUNCILS = frozenset({OrganisationKind.VILLAGE_COUNCIL})
START, END = "2026-03-10 19:30", "2026-03-10 21:30"


def found(audience: Audience, **more: object) -> list[str]:
    """Name what clashes with the evening of 10 March 2026."""
    return [clash.what for clash in clashes(at(START), at(END), audience, **more)]


def of(*places: Municipality, kinds: frozenset[OrganisationKind] = frozenset()) -> Audience:
    """Give the audience of some municipalities."""
    return Audience(frozenset(place.id for place in places), kinds)


def test_own_event_clashes_for_people_of_the_same_municipality_only(
    event: MakeEvent, ommen: Municipality, raalte: Municipality
) -> None:
    event("Thema-avond", START, place=ommen)
    assert found(of(ommen)) == ["Thema-avond"]
    assert found(of(raalte)) == []
    assert found(Audience()) == ["Thema-avond"]


def test_own_event_counts_for_the_municipalities_of_its_parts(
    event: MakeEvent, ommen: Municipality, raalte: Municipality
) -> None:
    tour = event("Rondreis", START)
    event("Halte", START, place=raalte, parent=tour)
    assert found(of(raalte)) == ["Rondreis"]
    assert found(of(ommen)) == []


def test_draft_counts_and_cancelled_excepted_and_touching_events_do_not(event: MakeEvent, ommen: Municipality) -> None:
    event("Concept", START, place=ommen, publish=False)
    own = event("Deze zelf", START, place=ommen)
    event("Ervoor", "2026-03-10 17:30", place=ommen)
    event("Erna", END, place=ommen)
    cancel_event(event("Afgelast", START, place=ommen))
    assert found(of(ommen), without={own.id}) == ["Concept"]


def test_every_occurrence_of_a_series_counts(event: MakeEvent, ommen: Municipality) -> None:
    event(
        "Spreekuur", "2026-02-10 19:30", place=ommen, repeats=Recurrence(Frequency.WEEKLY, weekdays=(1,), count=10).text
    )
    assert found(of(ommen)) == ["Spreekuur"]


def test_council_evening_weighs_most_for_the_municipality_itself(
    others: Plan, ommen: Municipality, raalte: Municipality
) -> None:
    others("Raadsvergadering", "2026-03-10 20:00", ommen)
    officials = of(ommen, kinds=frozenset({OrganisationKind.MUNICIPALITY}))
    when = "dinsdag 10 maart 2026, 20.00–23.00 uur"
    assert clashes(at(START), at(END), officials) == [
        Clash(
            "Raadsvergadering",
            when,
            "Van Gemeenteraad Ommen: bestuurders en ambtenaren die u uitnodigt zijn dan bezet.",
            Weight.AVOID,
        )
    ]
    assert clashes(at(START), at(END), of(ommen, kinds=COUNCILS)) == [
        Clash(
            "Raadsvergadering",
            when,
            "Van Gemeenteraad Ommen, in een gemeente waaruit u mensen uitnodigt.",
            Weight.CAREFUL,
        )
    ]
    assert found(of(raalte)) == []


def test_event_of_others_for_the_region_is_only_good_to_know(others: Plan, ommen: Municipality) -> None:
    others("Plattelandsdag", START)
    assert [clash.weight for clash in clashes(at(START), at(END), of(ommen))] == [Weight.NOTICE]


def test_holidays_always_clash_and_the_worst_comes_first(event: MakeEvent, ommen: Municipality) -> None:
    event("Open dag", "2026-04-27 19:30")
    given = clashes(at("2026-04-27 19:30"), at("2026-04-27 21:30"), of(ommen))
    assert [(clash.what, clash.weight) for clash in given] == [
        ("Koningsdag", Weight.AVOID),
        ("Meivakantie", Weight.CAREFUL),
        ("Open dag", Weight.CAREFUL),
    ]


def test_evening_until_midnight_does_not_touch_the_holiday_after_it() -> None:
    assert clashes(at("2026-05-13 20:00"), at("2026-05-14 00:00")) == []
    assert [clash.what for clash in clashes(at("2026-05-13 20:00"), at("2026-05-14 00:30"))] == ["Hemelvaartsdag"]


def test_audience_of_villages_is_that_of_their_municipalities(ommen: Municipality, raalte: Municipality) -> None:
    villages = [village.id for village in Village.select().where(Village.municipality == ommen)]
    assert audience_of_villages(villages, COUNCILS) == Audience(frozenset({ommen.id}), COUNCILS)


def test_three_free_evenings_are_the_nearest_without_a_clash(
    event: MakeEvent, others: Plan, ommen: Municipality, raalte: Municipality
) -> None:
    event("Thema-avond", START, place=ommen)  # Tuesday, the wish
    others("Raadsvergadering", "2026-03-11 20:00", ommen)  # Wednesday
    others("Raad elders", "2026-03-09 20:00", raalte)
    evenings = free_evenings(date(2026, 3, 10), of(ommen))
    assert [evening.day for evening in evenings] == [date(2026, 3, 5), date(2026, 3, 9), date(2026, 3, 12)]
    assert (evenings[1].starts_at, evenings[1].ends_at) == (at("2026-03-09 19:30"), at("2026-03-09 21:30"))


def test_free_evenings_pass_over_school_holidays_and_the_past() -> None:
    assert [evening.day for evening in free_evenings(date(2026, 2, 24))] == [
        date(2026, 2, 18),
        date(2026, 2, 19),
        date(2026, 3, 2),
    ]
    assert next(evening.day for evening in free_evenings(date(2026, 2, 2))) == date(2026, 2, 3)


def test_free_evenings_follow_the_settings() -> None:
    change_setting("planning.evening_days", "vr")
    change_setting("planning.evening_starts", "20.00")
    registry.refresh()
    evening = free_evenings(date(2026, 3, 10), count=1)[0]
    assert (evening.day, evening.starts_at) == (date(2026, 3, 13), at("2026-03-13 20:00"))


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("planning.evening_days", "maandag", "Avonden om te vergaderen"),
        ("planning.evening_starts", "half acht", "begintijd of de eindtijd"),
        ("planning.evening_ends", "19:00", "eindigt een avond voordat"),
    ],
)
def test_setting_that_makes_no_sense_is_named(key: str, value: str, words: str) -> None:
    change_setting(key, value)
    registry.refresh()
    with pytest.raises(BadInputError, match=words):
        free_evenings(date(2026, 3, 10))


def test_radar_asks_as_many_questions_with_thirty_events_as_with_one(
    event: MakeEvent, ommen: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    execute = db.obj.execute_sql

    def note(sql: str, *args: object, **kwargs: object) -> object:
        asked.append(sql)
        return execute(sql, *args, **kwargs)

    def count() -> int:
        asked.clear()
        free_evenings(date(2026, 3, 10), of(ommen))
        return len(asked)

    event("Eerste", START, place=ommen)
    monkeypatch.setattr(db.obj, "execute_sql", note)
    count()  # the settings are read once
    one = count()
    for number in range(29):
        event(f"Nummer {number}", START, place=ommen)
    assert count() == one
