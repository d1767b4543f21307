"""Silence and changes: who hears of it, once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ovkk_core.agreements import changes, following
from ovkk_core.agreements.choices import Places, State
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.calendars import Frequency, Recurrence, cancel_event, publish_event, save_event, withdraw_event
from ovkk_core.calendars.models import RenderedFeed
from ovkk_core.clock import frozen
from ovkk_core.contacts import Position, Village
from ovkk_core.mail import OutboxMail
from ovkk_core.mail.reading import read
from tests.core.agreements.conftest import DAY, NOW, MakeAgreement, MakeEvent, Partner
from tests.people import make_user

WEEKLY = Recurrence(Frequency.WEEKLY, weekdays=(1,), count=4)
MARCH = NOW + 28 * DAY


def mails() -> list[tuple[str, str, str]]:
    return [(mail.kind, mail.address, mail.subject) for mail in OutboxMail.select().order_by(OutboxMail.id)]


def test_silence_of_14_days_is_told_once_to_both_sides(partner: Callable[..., Partner]) -> None:
    program = partner()
    program.get()
    anna = make_user("coordinator")
    with frozen(NOW + 13 * DAY):
        following.warn_of_silence()
        assert (mails(), following.todos(anna)) == ([], [])
    for day in (14, 15):
        with frozen(NOW + day * DAY):
            following.warn_of_silence()
    subject = "Uw agenda 'Dorpsraad' wordt niet meer opgehaald"
    assert mails() == [("agreements.silent", "bram@dorpsraad.test", subject)]
    with frozen(NOW + 14 * DAY):
        (item,) = following.todos(anna)
    assert item.title == "De agenda 'Dorpsraad' is 14 dagen niet opgehaald: bel de contactpersoon"
    assert list(following.todos(make_user("lezer", name="Chris"))) == []


def test_contact_who_left_is_a_task(partner: Callable[..., Partner], contact: Position) -> None:
    partner()
    contact.ends_on = (NOW - DAY).date()
    contact.save()
    (item,) = following.todos(make_user("coordinator"))
    assert "heeft die functie niet meer" in str(item.title)
    assert [one.state for one in following.standings()] == [State.NOBODY]


def test_text_of_an_ended_agreement_is_removed(partner: Callable[..., Partner]) -> None:
    partner(ends_on=NOW.date()).get()
    with frozen(NOW + DAY):
        following.forget_ended()
    assert RenderedFeed.select().count() == 0


def test_changes_of_a_month_are_told_once(partner: Callable[..., Partner], event: MakeEvent) -> None:
    partner()
    with frozen(NOW - 10 * DAY):
        moved, off, same = event("Verzet", location="Dorpshuis"), event("Afgezegd"), event("Gelijk")
        back, gone, series = event("Terug"), event("Fout"), event("Elke week", recurrence=WEEKLY)
        cancel_event(back)
    event("Erbij")
    event("Concept", publish=False)
    withdraw_event(event("Nooit gezien", publish=False))
    moved.starts_at += timedelta(hours=2)
    moved.ends_at += timedelta(hours=2)
    moved.location = "Kerk"
    save_event(moved)
    same.description = "Een tikfout minder"
    save_event(same)
    series.recurrence = Recurrence(Frequency.WEEKLY, weekdays=(1,), count=5)
    save_event(series)
    cancel_event(off)
    publish_event(back)
    withdraw_event(gone)
    for _ in range(2):
        with frozen(MARCH):
            changes.tell_last_month()
    assert mails() == [
        (
            "agreements.changes",
            "bram@dorpsraad.test",
            "Wat is er veranderd in uw agenda 'Dorpsraad' in februari 2026",
        )
    ]
    text = read(bytes(OutboxMail.get().content)).text
    usual = "dinsdag 10 maart 2026, 10.00–12.00 uur"
    told = sorted(line.removeprefix("- ") for line in text.split("\n") if line.startswith("- "))
    assert told == [
        f"Afgelast: Afgezegd ({usual})",
        f"Gaat toch door: Terug ({usual})",
        "Gewijzigd: Elke week (de herhaling of een van de dagen)",
        f"Gewijzigd: Verzet ({usual} → dinsdag 10 maart 2026, 12.00–14.00 uur; Dorpshuis → Kerk)",
        f"Ingetrokken: Fout ({usual})",
        f"Nieuw: Erbij ({usual})",
    ]


def test_month_without_changes_for_this_partner_gives_no_mail(
    partner: Callable[..., Partner], event: MakeEvent, vilsteren: Village
) -> None:
    partner(places=Places.ORGANISATION)
    event("Elders")
    with frozen(MARCH):
        changes.tell_last_month()
    assert mails() == []


@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_questions_however_many(
    agreement: MakeAgreement, count: int, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(count):
        agreement(name=f"Agenda {number}")
    with caplog.at_level("DEBUG", logger="peewee"):
        [following.standings(), [str(one.agreement.contact.organisation) for one in following.standings()]]
    assert len([record for record in caplog.records if "SELECT" in record.getMessage()]) == 8
    assert FeedAgreement.select().count() == count
