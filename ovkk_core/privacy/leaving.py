"""Contacts without a position or a consent: nobody needs them after two years (PRIV-7)."""

from datetime import datetime
from typing import Any

import peewee

from ovkk_core.accounts import User
from ovkk_core.clock import AMSTERDAM
from ovkk_core.consents import Consent, ConsentState
from ovkk_core.contacts import Person, Position
from ovkk_core.hookspecs import RetentionRule
from ovkk_core.privacy.erasing import erase, obstacles

MOST = 200  # a night


def unneeded(before: datetime) -> Any:
    """Give persons made before ``before`` who then had no position any more, gave no consent and do not log in."""
    day = before.astimezone(AMSTERDAM).date()
    lasting = Position.ends_on.is_null() | (Position.ends_on >= day)
    held = Position.select(Position.person).where(lasting, Position.person.is_null(False))
    deputies = Position.select(Position.deputy).where(lasting, Position.deputy.is_null(False))
    agreed = Consent.select(Consent.person).where(Consent.state == ConsentState.GIVEN, Consent.replaced_at.is_null())
    users = User.select(User.email)
    return (
        Person.select()
        .where(
            Person.created_at < before,
            Person.id.not_in(held),
            Person.id.not_in(deputies),
            Person.id.not_in(agreed),
            peewee.fn.LOWER(Person.email).not_in(users),
        )
        .order_by(Person.id)
    )


def let_go(before: datetime) -> int:
    """Have them erased, so many a night; give how many."""
    free = [person for person in unneeded(before).limit(MOST) if not obstacles(person)]
    for person in free:
        erase(person.id, "bewaartermijn")
    return len(free)


RULES = [
    RetentionRule(
        name="privacy.contacts",
        title="Personen zonder functie en zonder toestemming",
        keep=24,
        after="nadat iemand is toegevoegd en geen functie meer heeft",
        basis="Zo lang kan iemand nog iets over de functie worden gevraagd. Daarna wordt de persoon overal gewist.",
        find=unneeded,
        run=let_go,
    )
]
