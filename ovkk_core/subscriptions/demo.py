"""The demonstration: invented council evenings, so that planning has something to plan around."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from ovkk_core.calendars import Reading, ReadItem, from_local
from ovkk_core.clock import now, today
from ovkk_core.contacts import Municipality
from ovkk_core.database import transaction
from ovkk_core.subscriptions.models import ItemState, OutsideItem, Subscription
from ovkk_core.subscriptions.storing import store

COUNCILS = 3
WEEKS = 52
TUESDAY, SUMMER = 1, {7, 8}
WAITING = 2  # dates of each council that nobody has judged


def load() -> None:
    """Add some councils that meet every other Tuesday, but not in summer."""
    with transaction():
        for number, municipality in enumerate(Municipality.select().order_by(Municipality.sort_key).limit(COUNCILS)):
            title = f"Gemeenteraad {municipality.name} (verzonnen)"
            purpose = "Niet plannen op raadsavonden."
            council = Subscription.create(title=title, municipality=municipality, purpose=purpose)
            store(council, Reading(tuple(_evenings(municipality, number)), (), whole=True), now())
            Subscription.update(good_at=now()).where(Subscription.id == council.id).execute()
            dates = OutsideItem.select(OutsideItem.id).where(OutsideItem.subscription == council)
            judged = [item.id for item in dates.order_by(OutsideItem.starts_at).offset(WAITING).limit(WEEKS)]
            OutsideItem.update(state=ItemState.HIDDEN).where(OutsideItem.id.in_(judged)).execute()


def _evenings(municipality: Municipality, number: int) -> Iterator[ReadItem]:
    first = today() + timedelta(days=1 + (TUESDAY - today().weekday() - 1) % 7, weeks=number % 2)
    for week in range(0, WEEKS, 2):
        day = first + timedelta(weeks=week)
        if day.month in SUMMER:
            continue
        starts_at = from_local(datetime.combine(day, time(19, 30)))
        yield ReadItem(
            uid=f"raad-{municipality.slug}-{day}@demonstratie.example",
            recurrence="",
            title="Raadsvergadering",
            description="",
            place=f"Raadzaal, {municipality.name}",
            address="",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2, minutes=30),
            all_day=False,
            cancelled=False,
        )
