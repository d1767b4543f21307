"""What the calendar tells in a newsletter."""

from datetime import UTC, date, datetime, timedelta

from ovkk_core.audiences import Audience
from ovkk_core.calendars import Event, Recurrence, Visibility, cancel_event, from_local, save_event
from ovkk_core.calendars.newsletter import items
from ovkk_core.hookspecs import NewsletterItem
from tests.core.calendars.conftest import MakeEvent

UNTIL = datetime(2026, 3, 1, 8, tzinfo=UTC)


def test_newsletter_tells_of_public_events_to_come_with_day_and_place(event: MakeEvent) -> None:
    audience = Audience.create(name="Dorpshuizen")
    told = event("Inloopdag", location="Kulturhus, Holten", description="Iedereen is welkom.")
    event("Voorbij", starts_at=UNTIL - timedelta(days=2), ends_at=UNTIL - timedelta(days=1))
    event("Later", starts_at=UNTIL + timedelta(weeks=11), ends_at=UNTIL + timedelta(weeks=12))
    event("Concept", publish=False)
    event("Intern", visibility=Visibility.INTERNAL)
    cancel_event(event("Afgelast"))
    text = "Dinsdag 10 maart 2026, 10.00–12.00 uur, Kulturhus, Holten.\n\nIedereen is welkom."
    address = f"/agenda/{told.slug}"
    expected = NewsletterItem(told.uid, "Inloopdag", text, "Agenda", address, date(2026, 3, 10))
    assert items(audience, UNTIL) == [expected]


def test_newsletter_tells_an_audience_what_is_for_it_or_for_everybody(event: MakeEvent) -> None:
    halls, states = Audience.create(name="Dorpshuizen"), Audience.create(name="Statenleden")
    save_event(event("Voor Statenleden"), audiences=[states.slug])
    event("Voor iedereen")
    assert [item.title for item in items(halls, UNTIL)] == ["Voor iedereen"]
    assert sorted(item.title for item in items(states, UNTIL)) == ["Voor Statenleden", "Voor iedereen"]


def test_newsletter_tells_of_a_series_the_first_time_to_come(event: MakeEvent) -> None:
    start = from_local(datetime.fromisoformat("2026-02-03T19:30"))
    rule = Recurrence.read("FREQ=WEEKLY;BYDAY=TU;COUNT=8")
    event("Spreekuur", starts_at=start, ends_at=start + timedelta(hours=1), recurrence=rule)
    assert [item.day for item in items(Audience.create(name="Iedereen"), UNTIL)] == [date(2026, 3, 3)]
    assert Event.select().count() == 1
