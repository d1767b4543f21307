"""FEED-11, CAL-17: a followed calendar is fetched, kept when that fails, moderated and shown once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ovkk_core.calendars import outside
from ovkk_core.clock import frozen, now
from ovkk_core.contacts import Municipality
from ovkk_core.database import connected
from ovkk_core.errors import BadInputError
from ovkk_core.hookspecs import OutsideEvent
from ovkk_core.jobs import Job
from ovkk_core.subscriptions.following import EVERY, ask_for, ask_for_all, refresh
from ovkk_core.subscriptions.jobs import forget
from ovkk_core.subscriptions.judging import apply_rule, judge
from ovkk_core.subscriptions.models import ItemState, ModerationRule, OutsideItem, Progress, Subscription
from ovkk_core.subscriptions.uploading import take
from tests.core.subscriptions.conftest import MONDAY
from tests.core.subscriptions.hostile.calendars import HOSTILE, REFUSED, calendar, event
from tests.core.subscriptions.hostile.website import HERE, Website

START = datetime(2026, 3, 10, 18, 30, tzinfo=UTC)
LATER = "DTSTART;TZID=Europe/Amsterdam:20260310T190000"


def fetched(council: Subscription, site: Website, *parts: str, **headers: str) -> Subscription:
    """Give the subscription after its site showed a calendar of these parts."""
    site.shows(calendar(*parts), "/raad.ics", **headers)
    refresh(council.id, HERE)
    return Subscription.get_by_id(council.id)


def items() -> list[tuple[str, ItemState]]:
    """Give what we have, each with its state."""
    return [(item.title, item.state) for item in OutsideItem.select().order_by(OutsideItem.starts_at, OutsideItem.id)]


def shown() -> list[tuple[str, bool]]:
    """Give what others are told, and whether it is public."""
    return [(one.title, one.public) for one in outside(MONDAY, MONDAY + timedelta(days=60))]


def test_calendar_is_fetched_and_waits_for_a_person(council: Subscription, site: Website) -> None:
    after = fetched(council, site, event("raad@dalfsen.test", "Raad", "LOCATION:Raadzaal", "X-ZAAL:1"), ETag='"1"')
    assert (after.good_at, after.next_at, after.failures, after.error, after.etag) == (
        now(),
        now() + EVERY,
        0,
        "",
        '"1"',
    )
    assert after.progress is Progress.IDLE
    [item] = OutsideItem.select()
    assert (item.title, item.starts_at, item.state, item.kept) == ("Raad", START, ItemState.NEW, ["X-ZAAL:1"])
    expected = OutsideEvent(
        title="Raad",
        starts_at=START,
        ends_at=START + timedelta(hours=2),
        all_day=False,
        place="Raadzaal",
        source="Gemeenteraad",
        address="",
        municipality_id=council.municipality_id,
        public=False,
    )
    [told] = outside(START, START + timedelta(hours=1))
    assert told == replace(expected, uid=told.uid, changed_at=told.changed_at)
    assert outside(START + timedelta(hours=2), START + timedelta(hours=3)) == []


def test_feed_11_unchanged_calendar_is_not_sent_again_but_read_anew_after_a_week(
    council: Subscription, site: Website
) -> None:
    fetched(council, site, event(), ETag='"1"')
    refresh(council.id, HERE)
    assert site.asked[-1]["If-None-Match"] == '"1"'
    with frozen(MONDAY + timedelta(days=8)):
        refresh(council.id, HERE)
        assert "If-None-Match" not in site.asked[-1]
        assert Subscription.get_by_id(council.id).good_at == now()


def test_feed_11_last_good_copy_is_kept_and_dated_and_tries_come_later_and_later(
    council: Subscription, site: Website
) -> None:
    fetched(council, site, event())
    waits = []
    for day in range(1, 7):
        with frozen(MONDAY + timedelta(days=day)):
            site.shows(b"kapot", "/raad.ics", status=500 if day % 2 else 200)
            refresh(council.id, HERE)
            after = Subscription.get_by_id(council.id)
            waits.append(after.next_at - now())
    assert waits == [EVERY, EVERY * 2, EVERY * 4, EVERY * 8, EVERY * 16, timedelta(days=7)]
    assert (after.good_at, after.failures, after.error[:26]) == (MONDAY, 6, "Dit is geen agendabestand:")
    assert shown() == [("Raadsvergadering", False)]


@pytest.mark.parametrize("name", HOSTILE)
def test_cal_17_hostile_calendar_at_an_address_is_survived_and_explained(
    council: Subscription, site: Website, name: str
) -> None:
    make, reason = HOSTILE[name]
    site.shows(make(), "/raad.ics")
    refresh(council.id, HERE)
    after = Subscription.get_by_id(council.id)
    said = after.error if name in REFUSED else " ".join(f"{what} {why}" for what, why in after.dropped)
    assert reason in said or "groter dan 2 MB" in said
    assert OutsideItem.select().exists() is (name not in REFUSED)


def test_fetch_that_ends_after_the_address_or_rule_changed_goes_by_what_holds_then(
    council: Subscription, site: Website
) -> None:
    Subscription.update(rule=ModerationRule.ALL).execute()
    old = Subscription.get_by_id(council.id)

    def changing(line: Any, content: bytes) -> None:
        with connected():
            Subscription.update(**change).execute()
        line.write(content)

    site.writing = changing
    change = {"rule": ModerationRule.BY_HAND}
    fetched(old, site, event("1", "Raad"), ETag='"1"')
    change = {"address": "https://elders.test/"}
    fetched(old, site, event("2", "Markt", start=LATER), ETag='"2"')
    after = Subscription.get_by_id(council.id)
    assert (items(), after.etag) == ([("Raad", ItemState.NEW)], '"1"')


def test_moderation_by_words_and_all_at_once(council: Subscription, site: Website) -> None:
    Subscription.update(rule=ModerationRule.BY_WORDS, words="dorpsavond, Café").execute()
    fetched(council, site, event("1", "Raad"), event("2", "Grote DORPSAVOND", start=LATER))
    assert items() == [("Grote DORPSAVOND", ItemState.PUBLIC), ("Raad", ItemState.NEW)]
    Subscription.update(rule=ModerationRule.ALL).execute()
    apply_rule(Subscription.get_by_id(council.id))
    assert shown() == [("Grote DORPSAVOND", True), ("Raad", True)]


def test_changed_item_is_judged_anew_but_what_was_hidden_stays_hidden(council: Subscription, site: Website) -> None:
    fetched(council, site, event("1", "Raad"), event("2", "Intern", start=LATER))
    raad, intern = OutsideItem.get(title="Raad"), OutsideItem.get(title="Intern")
    judge([raad.id], ItemState.PUBLIC)
    judge([intern.id], ItemState.HIDDEN)
    fetched(council, site, event("1", "Raad", "DESCRIPTION:nieuw"), event("2", "Intern", start=LATER))
    assert shown() == [("Intern", False), ("Raad", True)]
    fetched(council, site, event("1", "Raad!"), event("2", "Intern!", start=LATER))
    assert items() == [("Intern!", ItemState.HIDDEN), ("Raad!", ItemState.NEW)]


def test_item_that_was_cut_to_length_is_not_taken_for_changed(council: Subscription, site: Website) -> None:
    long = event("1", "x" * 199 + " y", "LOCATION:" + "x" * 199 + " y", "DESCRIPTION:" + "x" * 1999 + " y")
    fetched(council, site, long)
    before = OutsideItem.get().changed_at
    judge([OutsideItem.get().id], ItemState.PUBLIC)
    with frozen(MONDAY + timedelta(hours=6)):
        fetched(council, site, long)
    assert (OutsideItem.get().state, OutsideItem.get().changed_at) == (ItemState.PUBLIC, before)


def test_what_vanishes_from_its_calendar_vanishes_here_a_day_later(council: Subscription, site: Website) -> None:
    two = event("1", "Raad"), event("2", "Markt", start=LATER)
    fetched(council, site, *two)
    fetched(council, site, two[0])
    assert [title for title, _ in items()] == ["Markt", "Raad"]
    with frozen(MONDAY + timedelta(hours=12)):
        fetched(council, site, *two)
    with frozen(MONDAY + timedelta(days=2)):
        fetched(council, site, two[0])
        assert [title for title, _ in items()] == ["Markt", "Raad"]
    with frozen(MONDAY + timedelta(days=3, hours=1)):
        forget()
    assert [title for title, _ in items()] == ["Raad"]


def test_what_was_not_read_to_the_end_does_not_vanish(council: Subscription, site: Website) -> None:
    fetched(council, site, event("1"), event("2", "Markt", start=LATER))
    site.shows(HOSTILE["never happens"][0](), "/raad.ics")
    refresh(council.id, HERE)
    assert OutsideItem.select().where(OutsideItem.missing_since.is_null(False)).count() == 0


def test_cancelled_event_is_gone_at_once(council: Subscription, site: Website) -> None:
    fetched(council, site, event("1", "Raad"))
    fetched(council, site, event("1", "Raad", "STATUS:CANCELLED"))
    assert items() == []


def test_same_event_in_two_calendars_is_shown_once(
    council: Subscription, site: Website, municipality: Municipality
) -> None:
    fetched(council, site, event("d7a9c0de-raad@dalfsen.test", "Raad"), event("1", "Markt", start=LATER))
    same_uid = event("d7a9c0de-raad@dalfsen.test", "Raad van Dalfsen", start=LATER)
    take(calendar(same_uid, event("2", "markt", start=LATER), event("1", "Anders")), "Dorpsraad", municipality)
    take(calendar(event("3", "Markt", start=LATER)), "Elders")
    assert [title for title, _ in shown()] == ["Markt", "Markt", "Anders", "Raad"]


def test_short_uid_of_another_calendar_is_not_the_same(council: Subscription, site: Website) -> None:
    fetched(council, site, event("1", "Raad"))
    take(calendar(event("1", "Markt", start=LATER)), "Dorpsraad")
    assert [title for title, _ in shown()] == ["Markt", "Raad"]


def test_upload_under_the_same_name_updates_and_adds(database: None, monday: None) -> None:
    first = take(calendar(event("1", "Raad")), "Dorpsraad")
    again = take(calendar(event("1", "Raad!"), event("2", "Markt", start=LATER)), "Dorpsraad")
    more = take(calendar(event("3", "Feest", start=LATER)), "Dorpsraad")
    assert first.id == again.id == more.id
    assert [title for title, _ in items()] == ["Markt", "Feest", "Raad!"]


def test_calendar_that_is_off_is_not_fetched_and_not_shown(council: Subscription, site: Website) -> None:
    fetched(council, site, event())
    Subscription.update(active=False).execute()
    refresh(council.id, HERE)
    assert (len(site.asked), shown()) == (1, [])
    with pytest.raises(BadInputError, match="niet opgehaald"):
        ask_for(Subscription.get_by_id(council.id))


def test_every_six_hours_what_is_due_is_put_in_the_queue_once(council: Subscription) -> None:
    take(calendar(event()), "Dorpsraad")
    ask_for_all()
    ask_for_all()
    assert [(job.name, job.arguments) for job in Job.select()] == [("subscriptions.fetch", {"number": council.id})]
    assert Subscription.get_by_id(council.id).progress is Progress.WAITING
    Subscription.update(next_at=now() + EVERY).execute()
    with frozen(MONDAY + timedelta(hours=1)):
        ask_for_all()
    assert Job.select().count() == 1


def test_job_of_a_subscription_within_our_network_fails_readably(council: Subscription) -> None:
    refresh(council.id)
    after = Subscription.get_by_id(council.id)
    assert "Alleen de gewone poorten" in after.error
    assert after.progress is Progress.IDLE


def test_priv_what_is_over_for_a_year_is_forgotten(council: Subscription, site: Website) -> None:
    fetched(council, site, event())
    with frozen(START + timedelta(days=360)):
        forget()
        assert OutsideItem.select().count() == 1
    with frozen(START + timedelta(days=370)):
        forget()
        assert OutsideItem.select().count() == 0
