"""The clock of periodic jobs: once, whatever schedulers, summer time and clocks do (REL-4, REL-9)."""

from datetime import UTC, datetime, timedelta

import pytest

from ovkk_core.clock import AMSTERDAM, frozen, now, today
from ovkk_core.hookspecs import JobSpec
from ovkk_core.jobs import Job, planning, tick
from ovkk_core.registry import switch

pytestmark = pytest.mark.usefixtures("database")


def at(*local: int, fold: int = 0) -> datetime:
    """Give the moment at which clocks in Amsterdam show ``local``."""
    return datetime(*local, tzinfo=AMSTERDAM, fold=fold).astimezone(UTC)  # type: ignore[misc,arg-type]


@pytest.fixture
def schedule(monkeypatch: pytest.MonkeyPatch) -> object:
    """Give a function that makes one job with this schedule the only one."""

    def plan(every: str) -> None:
        spec = JobSpec("toy.proef", "Proef", print, every=every)
        monkeypatch.setattr(planning, "specs", lambda: {spec.name: ("toy", spec)})

    switch("toy", True)
    return plan


def keys() -> list[str]:
    """Give the times for which the job was enqueued."""
    return [job.key.removeprefix("toy.proef@") for job in Job.select().order_by(Job.id)]


def each_minute(first: datetime, last: datetime) -> None:
    """Let the clock tick from ``first`` to ``last``."""
    while first <= last:
        tick(first)
        first += timedelta(minutes=1)


def test_rel_4_job_is_enqueued_once_with_two_schedulers(schedule) -> None:
    schedule("30 2 * * *")
    for _ in range(2):
        tick(at(2026, 6, 1, 2, 30))
    assert keys() == ["2026-06-01T02:30"]


def test_job_is_not_enqueued_at_another_minute(schedule) -> None:
    schedule("30 2 * * *")
    tick(at(2026, 6, 1, 2, 29))
    assert keys() == []


def test_rel_9_hour_that_spring_skips_is_made_up_for(schedule) -> None:
    schedule("30 2 * * *")
    each_minute(at(2026, 3, 29, 1, 55), at(2026, 3, 29, 3, 5))
    assert keys() == ["2026-03-29T02:30"]


def test_rel_9_hour_that_autumn_repeats_runs_a_fixed_time_once(schedule) -> None:
    schedule("30 2 * * *")
    each_minute(at(2026, 10, 25, 1, 55), at(2026, 10, 25, 3, 5))
    assert keys() == ["2026-10-25T02:30"]


def test_rel_9_every_quarter_means_every_quarter_in_the_night_of_25_hours(schedule) -> None:
    schedule("*/15 * * * *")
    each_minute(at(2026, 10, 25, 2, 0), at(2026, 10, 25, 2, 59, fold=1))
    assert len(keys()) == 8


def test_rel_9_every_quarter_means_every_quarter_in_the_night_of_23_hours(schedule) -> None:
    schedule("*/15 * * * *")
    each_minute(at(2026, 3, 29, 1, 0), at(2026, 3, 29, 3, 59))
    assert keys()[3:6] == ["2026-03-29T00:45Z", "2026-03-29T01:00Z", "2026-03-29T01:15Z"]
    assert len(keys()) == 8


def test_rel_4_what_was_missed_is_made_up_for_once(schedule) -> None:
    schedule("*/5 * * * *")
    tick(at(2026, 6, 1, 12, 1))
    tick(at(2026, 6, 1, 14, 3))
    assert keys() == ["2026-06-01T12:00Z"]


def test_rel_4_daily_job_missed_by_a_worker_that_was_away_still_comes(schedule) -> None:
    schedule("0 7 * * *")
    tick(at(2026, 6, 1, 6, 58))
    tick(at(2026, 6, 1, 11, 0))
    tick(at(2026, 6, 1, 11, 1))
    assert keys() == ["2026-06-01T07:00"]


def test_what_was_missed_longer_than_a_day_ago_is_left(schedule) -> None:
    schedule("0 7 1 6 *")
    tick(at(2026, 5, 31, 7, 0))
    tick(at(2026, 6, 3, 7, 1))
    assert keys() == []


def test_rel_4_clock_that_jumps_back_doubles_nothing_and_skips_nothing(schedule) -> None:
    schedule("0 * * * *")
    for moment in (at(2026, 6, 1, 8, 0), at(2026, 6, 1, 7, 30), at(2026, 6, 1, 8, 0), at(2026, 6, 1, 9, 0)):
        tick(moment)
    assert keys() == ["2026-06-01T06:00Z", "2026-06-01T07:00Z"]


def test_rel_4_clock_that_was_far_ahead_works_again_at_once(schedule) -> None:
    schedule("0 * * * *")
    tick(at(2030, 1, 1, 0, 30))
    tick(at(2026, 6, 1, 8, 0))
    assert keys() == ["2026-06-01T06:00Z"]


@pytest.mark.parametrize("moment", [at(2028, 2, 29, 7, 0), at(2026, 12, 31, 7, 0)])
def test_rel_9_odd_days_are_days(schedule, moment: datetime) -> None:
    schedule("0 7 29,31 * *")
    tick(moment)
    assert len(keys()) == 1


def test_plugin_that_is_off_plans_nothing_and_is_not_made_up_for(schedule) -> None:
    schedule("0 7 * * *")
    tick(at(2026, 6, 1, 6, 58))
    switch("toy", False)
    tick(at(2026, 6, 1, 7, 0))
    switch("toy", True)
    tick(at(2026, 6, 1, 7, 1))
    assert keys() == []


def test_clock_of_the_platform_can_be_held() -> None:
    with frozen(at(2026, 12, 31, 23, 59)):
        assert (now(), today().isoformat()) == (at(2026, 12, 31, 23, 59), "2026-12-31")
    with frozen(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        assert today().isoformat() == "2027-01-01"
