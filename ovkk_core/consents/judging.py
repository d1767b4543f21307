"""Whether we may write to somebody for a purpose, and why not; the strictest answer wins (PRIV-12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import peewee
from flask_babel import format_date
from flask_babel import gettext as _

from ovkk_core.clock import AMSTERDAM
from ovkk_core.consents.kinds import ConsentChannel, ConsentState, SuppressionReason
from ovkk_core.consents.models import Consent, Suppression
from ovkk_core.consents.purposes import purpose_named
from ovkk_core.consents.suppressing import suppressed_digest
from ovkk_core.contacts import Person, Position, current_positions
from ovkk_core.hookspecs import Purpose

STANDING = Consent.replaced_at.is_null() & (Consent.channel == ConsentChannel.EMAIL)
BATCH = 500


@dataclass(frozen=True)
class Verdict:
    """Whether we may mail somebody; ``reason`` says why or why not, in the language of the reader."""

    allowed: bool
    reason: str


def may_write_to(person: Person, purpose: str) -> Verdict:
    """Judge mail to ``person`` for ``purpose`` now; raise ``NotFoundError`` when nobody declared it."""
    return verdicts([person], purpose)[person.id]


def verdicts(persons: Iterable[Person], purpose: str) -> dict[int, Verdict]:
    """Judge mail to each of ``persons`` as :func:`may_write_to`, by their ids, in a few queries per 500 of them.

    An own address where mail does not arrive is no reason for who holds a position: ``resolve`` finds another way.
    """
    declared = purpose_named(purpose)
    found: dict[int, Verdict] = {}
    unknown = cache(lambda holder: _judge(declared, [], holder))  # of most nothing stands: their words are made once
    for batch in peewee.chunked(persons, BATCH):
        ids = [person.id for person in batch]
        standing, suppressed, holders = _standing(ids, purpose), _suppressed(batch, purpose), _holders(ids)
        for person in batch:
            reason = suppressed.get(person.id)
            if reason and not (reason is SuppressionReason.BOUNCED and person.id in holders):
                why = _("The address is on the list not to mail: %(why)s.", why=reason.label)
                found[person.id] = Verdict(False, why)
            elif consents := standing.get(person.id):
                found[person.id] = _judge(declared, consents, person.id in holders)
            else:
                found[person.id] = unknown(person.id in holders)
    return found


def consented(purpose: str) -> Any:
    """Give the ids of the persons who agreed and did not take it back, as a subquery for ``Person.id.in_(…)``."""
    mine = STANDING & (Consent.purpose == purpose)
    return Consent.select(Consent.person).where(
        mine, Consent.state == ConsentState.GIVEN, Consent.person.not_in(refused(purpose))
    )


def refused(purpose: str) -> Any:
    """Give the ids of the persons who do not want it, as a subquery for ``Person.id.not_in(…)``."""
    return Consent.select(Consent.person).where(
        STANDING, Consent.purpose == purpose, Consent.state == ConsentState.WITHDRAWN
    )


def left_since(purpose: str, moment: datetime) -> Any:
    """Give the ids of the persons who withdrew from ``purpose`` after ``moment`` and stayed away, as a query."""
    mine = STANDING & (Consent.purpose == purpose) & (Consent.state == ConsentState.WITHDRAWN)
    return Consent.select(Consent.person).where(mine, Consent.withdrawn_at >= moment).distinct()


def _judge(purpose: Purpose, standing: list[Consent], holder: bool) -> Verdict:
    if purpose.basis == "legal":
        return Verdict(True, _("This belongs to the membership and asks no consent."))
    by_state = {consent.state: consent for consent in standing}
    if withdrawn := by_state.get(ConsentState.WITHDRAWN):
        return Verdict(False, _("Unsubscribed on %(day)s.", day=_day(withdrawn.withdrawn_at)))
    if given := by_state.get(ConsentState.GIVEN):
        return Verdict(True, _("Gave consent on %(day)s.", day=_day(given.given_at)))
    if purpose.basis == "membership" and holder:
        return Verdict(True, _("This belongs to the position that this person holds."))
    if ConsentState.ASKED in by_state:
        return Verdict(False, _("Was asked for consent, and has not answered yet."))
    if purpose.basis == "membership":
        return Verdict(False, _("Holds no position now, and gave no consent."))
    return Verdict(False, _("Gave no consent."))


def _standing(ids: list[int], purpose: str) -> dict[int, list[Consent]]:
    found: dict[int, list[Consent]] = {}
    rows = Consent.select().where(STANDING, Consent.purpose == purpose, Consent.person.in_(ids))
    for consent in rows.order_by(Consent.id):
        found.setdefault(consent.person_id, []).append(consent)
    return found


def _suppressed(persons: Iterable[Person], purpose: str) -> dict[int, SuppressionReason]:
    """Give why the own addresses of some of ``persons`` get no mail; several may share one."""
    if not Suppression.select().exists():
        return {}
    digests = {p.id: suppressed_digest(p.email) for p in persons if p.email}
    mine = Suppression.digest.in_(list(digests.values())) & Suppression.purpose.in_(["", purpose])
    reasons = dict(Suppression.select(Suppression.digest, Suppression.reason).where(mine).tuples())
    return {number: reasons[digest] for number, digest in digests.items() if digest in reasons}


def _holders(ids: list[int]) -> set[int]:
    rows = current_positions().where(Position.person.in_(ids)).order_by().select(Position.person).tuples()
    return {person for (person,) in rows}


def _day(moment: Any) -> str:
    return str(format_date(moment.astimezone(AMSTERDAM), "d MMMM y")) if moment else _("an unknown day")
