"""Holidays: those of region Noord, Bevrijdingsdag for some or for all, and years that nobody has settled."""

from datetime import date

from ovkk_core.planning.free_days import FreeKind, FreeTime, free_times, school_year_known


def test_free_times_of_spring_2026_are_those_of_region_noord() -> None:
    assert free_times(date(2026, 2, 15), date(2026, 4, 27)) == [
        FreeTime("Voorjaarsvakantie", date(2026, 2, 21), date(2026, 3, 1), FreeKind.SCHOOL),
        FreeTime("Goede vrijdag", date(2026, 4, 3), date(2026, 4, 3), FreeKind.PUBLIC),
        FreeTime("Eerste paasdag", date(2026, 4, 5), date(2026, 4, 5), FreeKind.PUBLIC),
        FreeTime("Tweede paasdag", date(2026, 4, 6), date(2026, 4, 6), FreeKind.PUBLIC),
        FreeTime("Meivakantie", date(2026, 4, 25), date(2026, 5, 3), FreeKind.SCHOOL),
        FreeTime("Koningsdag", date(2026, 4, 27), date(2026, 4, 27), FreeKind.PUBLIC),
    ]


def test_summer_break_is_given_whole_for_one_of_its_days() -> None:
    summer = FreeTime("Zomervakantie", date(2026, 7, 4), date(2026, 8, 16), FreeKind.SCHOOL)
    assert free_times(date(2026, 8, 1), date(2026, 8, 1)) == [summer]
    assert free_times(date(2026, 8, 17), date(2026, 8, 17)) == []


def test_break_over_new_year_is_one() -> None:
    break_ = FreeTime("Kerstvakantie", date(2026, 12, 19), date(2027, 1, 3), FreeKind.SCHOOL)
    assert break_ in free_times(date(2026, 12, 31), date(2026, 12, 31))
    assert break_ in free_times(date(2027, 1, 2), date(2027, 1, 2))


def test_bevrijdingsdag_is_optional_and_once_in_five_years_public() -> None:
    def on(year: int) -> list[FreeKind]:
        return [time.kind for time in free_times(date(year, 5, 5), date(year, 5, 5)) if "Bevrijding" in time.name]

    assert on(2026) == [FreeKind.OPTIONAL]
    assert on(2030) == [FreeKind.PUBLIC]


def test_year_whose_school_holidays_are_not_settled_is_known_as_such() -> None:
    assert [school_year_known(year) for year in (2026, 2029, 2030, 2040)] == [True, True, False, False]
