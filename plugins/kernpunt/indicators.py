"""The figures of the newsletter: editions, whom they were for, and placings elsewhere."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import peewee

from ovkk_core.audiences import Audience, SnapshotMember
from ovkk_core.calendars import from_local
from ovkk_core.hookspecs import Evidence, Indicator, Period
from plugins.kernpunt import archive
from plugins.kernpunt.editions import PAGE
from plugins.kernpunt.models import Edition, Item, Outlet, Placing, Variant


def editions(period: Period) -> Evidence:
    """Count the editions that appeared."""
    found = [edition for edition in archive.editions() if _within(edition, period)]
    return Evidence(len(found), tuple((edition.title, f"{PAGE}/{edition.slug}") for edition in found))


def recipients(period: Period) -> Evidence:
    """Count whom the editions went to: each address once per edition; the records are the numbers per audience."""
    numbers = [edition.id for edition in archive.editions() if _within(edition, period)]
    members = _members().where(Variant.edition.in_(numbers), SnapshotMember.excluded == "")
    once = members.select(Variant.edition, peewee.fn.COUNT(SnapshotMember.address.distinct())).group_by(Variant.edition)
    per_audience = members.select(Audience.name, peewee.fn.COUNT(SnapshotMember.id)).group_by(Audience.name)
    persons, organisations = members.select(
        peewee.fn.COUNT(SnapshotMember.person.distinct()), peewee.fn.COUNT(SnapshotMember.organisation.distinct())
    ).tuples()[0]
    return Evidence(
        sum(count for _edition, count in once.tuples()),
        tuple((f"{name}: {count}", "") for name, count in sorted(per_audience.tuples())),
        persons=persons,
        organisations=organisations,
    )


def placings(period: Period) -> Evidence:
    """Count what others placed."""
    rows = Placing.select(Placing, Item, Outlet).join(Item).switch(Placing).join(Outlet)
    found = list(rows.where(Placing.placed_on.between(period.first, period.last)).order_by(Placing.placed_on))
    return Evidence(len(found), tuple((f"{one.item.title}: {one.outlet.name}", one.address) for one in found))


INDICATORS = [
    Indicator("kernpunt.editions", "Verschenen nummers", "nummers", editions),
    Indicator("kernpunt.recipients", "Geadresseerden van de nieuwsbrief", "geadresseerden", recipients),
    Indicator("kernpunt.placings", "Berichten geplaatst door anderen", "plaatsingen", placings),
]


def _members() -> Any:
    """Select the members of the lists of variants."""
    rows = SnapshotMember.select().join(Variant, on=(Variant.snapshot == SnapshotMember.snapshot))
    return rows.join(Audience, on=(Variant.audience == Audience.id))


def _within(edition: Edition, period: Period) -> bool:
    begins = from_local(datetime.combine(period.first, time()))
    ends = from_local(datetime.combine(period.last + timedelta(days=1), time()))
    return bool(begins <= edition.publishes_at.astimezone(UTC) < ends)
