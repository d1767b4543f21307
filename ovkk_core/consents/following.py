"""How consents stand: what asks attention, and what one person decided."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import peewee
from flask_babel import ngettext

from ovkk_core.accounts import User, may
from ovkk_core.clock import now
from ovkk_core.consents.deciding import consents_of
from ovkk_core.consents.declarations import WRITE
from ovkk_core.consents.judging import STANDING, Verdict, may_write_to
from ovkk_core.consents.kinds import ConsentState
from ovkk_core.consents.models import Consent, Preference, Suppression
from ovkk_core.consents.preferring import preference_of
from ovkk_core.consents.purposes import purposes
from ovkk_core.consents.suppressing import suppression_of
from ovkk_core.contacts import Municipality, Person
from ovkk_core.hookspecs import Purpose, TodoItem

SILENT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Count:
    """How many people decided what about a purpose."""

    purpose: Purpose
    given: int
    withdrawn: int
    asked: int


@dataclass(frozen=True)
class Panel:
    """What one person decided: the verdict on each purpose, every decision, what they want to read about.

    ``listed`` is why no mail at all goes to their address, None when it may.
    """

    person: Person
    verdicts: list[tuple[Purpose, Verdict]]
    decisions: list[Consent]
    titles: dict[str, str]
    preference: Preference
    municipalities: list[str]
    listed: Suppression | None = None


def panel_of(person: Person) -> Panel:
    """Give what the panel of ``person`` shows."""
    declared = purposes()
    preference = preference_of(person)
    places = Municipality.select().where(Municipality.id.in_(preference.municipalities)).order_by(Municipality.sort_key)
    return Panel(
        person=person,
        verdicts=[(purpose, may_write_to(person, name)) for name, purpose in declared.items()],
        decisions=consents_of(person),
        titles={name: purpose.title for name, purpose in declared.items()},
        preference=preference,
        municipalities=[str(place) for place in places],
        listed=suppression_of(person.email) if person.email else None,
    )


def counts() -> list[Count]:
    """Give the decisions that count now, per purpose that leaves people a choice."""
    rows: Any = (
        Consent.select(Consent.purpose, Consent.state, peewee.fn.COUNT(Consent.person.distinct()))
        .where(STANDING)
        .group_by(Consent.purpose, Consent.state)
        .tuples()
    )
    found = {(purpose, state): count for purpose, state, count in rows}
    return [
        Count(
            purpose,
            *(found.get((name, s), 0) for s in (ConsentState.GIVEN, ConsentState.WITHDRAWN, ConsentState.ASKED)),
        )
        for name, purpose in purposes().items()
        if purpose.basis != "legal"
    ]


def todos(user: User) -> list[TodoItem]:
    """Ask who may to look at people who were asked for consent long ago and said nothing."""
    silent = STANDING & (Consent.state == ConsentState.ASKED) & (Consent.asked_at < now() - SILENT_FOR)
    count = Consent.select().where(silent).count()
    if not count or not may(WRITE, user):
        return []
    words = ngettext(
        "%(num)s person was asked for consent a month ago and has not answered",
        "%(num)s people were asked for consent a month ago and have not answered",
        count,
    )
    return [TodoItem(words, "/beheer/toestemmingen/?staat=asked", "Bekijk wie")]
