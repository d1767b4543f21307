"""Saving events: what is refused, and what follows from a change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ovkk_core.calendars import (
    Event,
    EventStatus,
    SequenceMark,
    cancel_event,
    from_local,
    local,
    publish_event,
    raise_marks,
    save_event,
    withdraw_event,
)
from ovkk_core.clock import frozen
from ovkk_core.errors import BadInputError
from ovkk_core.history import AuditEntry, restore, revisions_of
from ovkk_core.registry import registry, stamp
from tests.core.calendars.conftest import NOW, MakeEvent

LATER = NOW + timedelta(days=1)


def test_cal_5_uid_is_random_and_stays(event: MakeEvent) -> None:
    """CAL-5: made once, holds no name, survives every change."""
    first, second = event(), event()
    uid = first.uid
    first.title = "Anders"
    save_event(first)
    assert first.uid == uid != second.uid
    assert (len(uid), uid[14]) == (36, "4")


def test_slug_is_date_and_title_and_stays_when_both_change(event: MakeEvent) -> None:
    found = event("Schouw in Ommén & Dalfsen")
    found.title, found.ends_at = "Anders", found.ends_at + timedelta(days=1)
    save_event(found)
    assert found.slug == "2026-03-10-schouw-in-ommen-dalfsen"
    assert event("Schouw in Ommén & Dalfsen").slug == "2026-03-10-schouw-in-ommen-dalfsen-2"


def test_end_before_start_is_refused_naming_the_field(event: MakeEvent) -> None:
    with pytest.raises(BadInputError) as error:
        event(ends_at=from_local(datetime.fromisoformat("2026-03-10T09:00")))
    assert str(error.value) == (
        "De eindtijd (10-03-2026 09.00 uur) ligt niet na de begintijd (10-03-2026 10.00 uur). Kies een latere eindtijd."
    )
    assert Event.select().count() == 0


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": " "}, "De titel is leeg"),
        ({"starts_at": None}, "De begintijd of de eindtijd is leeg"),
        ({"starts_at": datetime(1950, 1, 1, tzinfo=UTC)}, "De begintijd valt in 1950"),
        ({"latitude": 52.5}, "maar één getal"),
        ({"latitude": 52.5, "longitude": 200.0}, "bestaat niet"),
        ({"page": "//elders.example"}, "adres op deze website"),
        ({"first_day": date(2026, 4, 2), "last_day": date(2026, 4, 1)}, "ligt vóór de begindatum"),
        ({"first_day": date(2026, 4, 2)}, "allebei nodig"),
        ({"title": "a\r\nb"}, "onzichtbaar stuurteken"),
    ],
)
def test_impossible_event_is_refused_in_dutch(event: MakeEvent, values: dict[str, object], words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        event(**({"title": "Proef"} | values))


def test_cal_9_hour_that_does_not_exist_is_refused_in_dutch() -> None:
    """CAL-9: 29 March 2026, 02.30."""
    with pytest.raises(BadInputError) as error:
        from_local(datetime.fromisoformat("2026-03-29T02:30"))
    assert str(error.value) == (
        "Op 29-03-2026 bestaat 02.30 uur niet: de klok gaat dan een uur vooruit. "
        "Kies een tijd vóór 02.00 uur of vanaf 03.00 uur."
    )


@pytest.mark.parametrize(
    ("clock", "moment"),
    [
        (datetime.fromisoformat("2026-03-29T01:59"), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (datetime.fromisoformat("2026-03-29T03:00"), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (datetime.fromisoformat("2026-10-25T02:30"), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first of two
        (datetime.fromisoformat("2026-10-25T03:00"), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_cal_9_local_time_around_clock_changes(clock: datetime, moment: datetime) -> None:
    """CAL-9: in autumn the first of the two equal hours."""
    assert from_local(clock) == moment
    assert local(moment).replace(tzinfo=None, fold=0) == clock


def test_cal_9_second_equal_hour_is_refused_as_no_feed_can_tell_it(event: MakeEvent) -> None:
    with pytest.raises(BadInputError, match="twee keer"):
        event(starts_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC), ends_at=datetime(2026, 10, 25, 3, tzinfo=UTC))


def test_cal_7_sequence_rises_with_time_status_and_place_only(event: MakeEvent) -> None:
    """CAL-7: not for a typo, not while nobody has seen it, once per change that matters."""
    found = event(publish=False)
    seen = []
    for change in (
        {"starts_at": found.starts_at - timedelta(hours=1)},  # a draft
        {"status": EventStatus.PUBLISHED},
        {"description": "Typefout hersteld"},
        {"ends_at": found.ends_at + timedelta(hours=1)},
        {"location": "Dorpshuis"},
        {"status": EventStatus.CANCELLED},
        {"status": EventStatus.PUBLISHED},
    ):
        for name, value in change.items():
            setattr(found, name, value)
        seen.append(save_event(found).sequence)
    assert seen == [0, 0, 0, 1, 2, 3, 4]


def test_cal_7_place_may_be_called_a_correction_and_text_significant(event: MakeEvent) -> None:
    found = event(location="Dorpshuys")
    found.location = "Dorpshuis"
    assert save_event(found, significant=False).sequence == 0
    found.description = "Neem laarzen mee"
    assert save_event(found, significant=True).sequence == 1
    assert save_event(found, significant=True).sequence == 1  # nothing changed


def test_cal_7_sequence_never_decreases_after_restore_of_a_change_or_a_backup(event: MakeEvent) -> None:
    found = event()
    found.starts_at -= timedelta(hours=1)
    save_event(found)
    assert restore(Event, next(iter(revisions_of(found)))).sequence == 2
    Event.update(sequence=0).execute()  # the older backup, whose marks are raised after restoring
    raise_marks()
    assert Event.get_by_id(found.id).sequence == 0
    assert cancel_event(Event.get_by_id(found.id)).sequence == SequenceMark.of(found.uid) == 103


def test_cal_6_last_modified_is_the_last_real_change(event: MakeEvent) -> None:
    """CAL-6: saving again without a change changes nothing."""
    found = event()
    with frozen(LATER):
        save_event(found)
        assert Event.get_by_id(found.id).last_modified == NOW
        found.description = "Anders"
        save_event(found)
    assert Event.get_by_id(found.id).last_modified == LATER


def test_stale_copy_does_not_write_back_an_older_fragment(event: MakeEvent) -> None:
    found = event()
    stale = Event.get_by_id(found.id)
    found.title = "Nieuwe titel"
    save_event(found)
    stale.location = "Dorpshuis"
    save_event(stale)
    assert "SUMMARY:Nieuwe titel\r\n" in Event.get_by_id(found.id).fragment


def test_draft_cannot_be_cancelled_and_published_cannot_be_deleted(event: MakeEvent) -> None:
    with pytest.raises(BadInputError, match="nog niet bekendgemaakt"):
        cancel_event(event(publish=False))
    with pytest.raises(BadInputError, match="al bekendgemaakt"):
        event().delete_instance()
    assert event(publish=False).delete_instance() == 1


def test_cancelling_and_withdrawing_carry_to_the_parts(event: MakeEvent) -> None:
    tour = event("Schouw")
    stop = event("Halte", parent=tour)
    hidden = event("Verborgen halte", parent=tour, publish=False)
    cancel_event(tour)
    assert [Event.get_by_id(e.id).status.value for e in (tour, stop, hidden)] == ["cancelled", "cancelled", "draft"]
    withdraw_event(tour)
    assert [Event.get_by_id(e.id).status.value for e in (tour, stop, hidden)] == ["withdrawn", "withdrawn", "draft"]


def test_publish_and_cancel_enter_the_audit_trail(event: MakeEvent) -> None:
    found = cancel_event(event())
    entries = AuditEntry.select().where(AuditEntry.object_type == "event").order_by(AuditEntry.id)
    assert [(e.action, e.object_id) for e in entries] == [
        ("event.publish", str(found.id)),
        ("event.cancel", str(found.id)),
    ]


def test_on_event_changed_is_told_once_per_change_after_the_commit(
    event: MakeEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setattr(registry, "tell", lambda hook, **given: told.append((hook, given["change"].value)))
    found = event()
    save_event(found)
    cancel_event(found)
    assert told == [("on_event_changed", change) for change in ("created", "changed", "cancelled")]


def test_drafts_leave_the_feeds_alone(event: MakeEvent) -> None:
    before = stamp("calendar")
    found = event(publish=False)
    found.title = "Anders"
    save_event(found)
    assert stamp("calendar") == before
    publish_event(found)
    assert stamp("calendar") == before + 1


def test_bookkeeping_leaves_no_revisions(event: MakeEvent) -> None:
    found = event()
    found.starts_at -= timedelta(hours=1)
    save_event(found)
    assert set(next(iter(revisions_of(found))).changes) == {"starts_at"}
