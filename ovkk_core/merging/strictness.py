"""Consents at a merge: the strictest wins (PRIV-12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ovkk_core.clock import now
from ovkk_core.consents import (
    Consent,
    ConsentState,
    Suppression,
    SuppressionReason,
    purposes,
    suppress,
    suppressed_digest,
)
from ovkk_core.contacts import Person
from ovkk_core.merging.journal import Journal
from ovkk_core.registry import registry

WISHES = (SuppressionReason.ASKED, SuppressionReason.COMPLAINT, SuppressionReason.BY_HAND)  # of a person, not a mailbox


@dataclass(frozen=True)
class Standing:
    """What the two decided about one purpose: given by only one of them, with which ``address``, or refused."""

    purpose: str
    refused: bool
    consent: Consent
    address: str


def standings(kept: Person, merged: Person) -> list[Standing]:
    """Give the purposes about which the two differ, or that one of them withdrew.

    One that was withdrawn on either side outweighs one that was given on the other; the room of consents reads it
    so. One that was given on one side only, while the other never agreed, holds for the address it was given with.
    """
    by_what: dict[Any, list[Consent]] = {}
    rows = Consent.select().where(Consent.person.in_([kept, merged]), Consent.replaced_at.is_null())
    for consent in rows.order_by(Consent.purpose, Consent.id):
        by_what.setdefault((consent.purpose, consent.channel), []).append(consent)
    addresses = {kept.id: kept.email, merged.id: merged.email}
    found = []
    for (purpose, _channel), consents in by_what.items():
        refused = [one for one in consents if one.state is ConsentState.WITHDRAWN]
        given = [one for one in consents if one.state is ConsentState.GIVEN]
        if refused or len({one.person_id for one in given}) == 1:
            first = (refused or given)[0]
            found.append(Standing(purpose, bool(refused), first, addresses[first.person_id]))
    return found


def lapsing(kept: Person, merged: Person, address: str) -> list[Consent]:
    """Give the consents that end when the two become one that is written to at ``address``."""
    return [
        one.consent
        for one in standings(kept, merged)
        if not one.refused and one.address.casefold() != address.casefold()
    ]


def consequences(kept: Person, merged: Person) -> list[str]:
    """Say what becomes of the consents, for the one who is about to merge."""
    return [
        _("Mail for “%(what)s” was refused; that stays so.", what=_title(one.purpose))
        if one.refused
        else _(
            "Only one of the two agreed to “%(what)s”. That holds as long as %(address)s stays the e-mail address.",
            what=_title(one.purpose),
            address=one.address or _("no address"),
        )
        for one in standings(kept, merged)
    ]


def apply(journal: Journal, kept: Person, merged: Person, address: str) -> None:
    """End the consents that lapse, and let who does not want mail get none at ``address`` either."""
    for consent in lapsing(kept, merged, address):
        journal.touch(Consent, consent.id)
        consent.replaced_at = now()
        consent.save()
    for row in _wishes(kept, merged):
        journal.touch(Suppression, row.id)
        there = Suppression.get_or_none(digest=suppressed_digest(address), purpose=row.purpose) if address else row
        if there is None:
            made = suppress(address, row.reason, note=row.note, person=kept, purpose=row.purpose)
            journal.made(Suppression, made.id)


def tell_of(persons: Iterable[Person]) -> None:
    """Let who holds mail to these persons ask anew whether it may go, for every purpose they decided about."""
    rows: Any = Consent.select(Consent.person, Consent.purpose).where(Consent.person.in_(list(persons))).distinct()
    for person_id, purpose in rows.order_by(Consent.person, Consent.purpose).tuples():
        registry.tell("on_consent_changed", person_id=person_id, purpose=purpose)


def _wishes(kept: Person, merged: Person) -> list[Suppression]:
    digests = [suppressed_digest(person.email) for person in (kept, merged) if person.email]
    theirs = Suppression.person.in_([kept, merged]) | Suppression.digest.in_(digests)
    return list(Suppression.select().where(theirs, Suppression.reason.in_(WISHES)).order_by(Suppression.id))


def _title(purpose: str) -> str:
    """Give the title of a purpose; its name when the plugin that declared it is off."""
    known = purposes().get(purpose)
    return known.title if known else purpose
