"""Follow-ups: to those an earlier mailing did not reach, to those who did not answer, or to everybody it was for."""

from collections.abc import Collection, Iterator
from typing import Any

import peewee
from flask_babel import gettext as _

from ovkk_core.audiences import SnapshotMember
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import actor
from ovkk_core.hookspecs import HOOK_SECONDS, AskedSubject
from ovkk_core.mail import MailState, OutboxMail, Recipient
from ovkk_core.mailings.models import Mailing, Toward, variants_of
from ovkk_core.registry import registry, within_connected

BATCH = 500
HOOK = "asked_subjects"
ARRIVED = (MailState.SENT, MailState.QUEUED, MailState.CLAIMED, MailState.DEFERRED, MailState.DOUBT)


def subjects() -> dict[str, tuple[str, AskedSubject]]:
    """Give what people can be asked to answer, with who asks, by its key."""
    return {subject.key: (plugin, subject) for plugin, subject in registry.ask(HOOK)}


def answered(key: str, people: Collection[int]) -> set[int]:
    """Give those of ``people`` who answered; raises ``BadInputError`` when nobody can say that now."""
    plugin, subject = subjects().get(key, ("", None))
    if subject is None:
        raise BadInputError("Wie antwoordde is nu niet te zeggen: het onderdeel staat uit, of de vraag is weg.")
    if registry.get(plugin).builtin:
        return _numbers(subject.answered(people))
    outcome = within_connected(HOOK_SECONDS, subject.answered, people)
    if outcome.reason:
        registry.fault(registry.get(plugin), HOOK, outcome.reason)
        raise BadInputError("Wie antwoordde is nu niet te zeggen. Kijk op de pagina Onderdelen wat er aan de hand is.")
    return _numbers(outcome.value)


def follow_up(earlier: Mailing, toward: Toward) -> Mailing:
    """Make a mailing to some of those ``earlier`` was for, with its text to begin with.

    Raises ``BadInputError`` when ``earlier`` was not sent yet, or when nobody can say who answered.
    """
    if not earlier.started_at:
        raise BadInputError("Deze mailing is nog niet verstuurd. Een vervolg kan daarna.")
    if toward is Toward.SILENT and earlier.about not in subjects():
        raise BadInputError("Bij deze mailing staat niet waarop mensen antwoorden, dus weten wij niet wie stil bleef.")
    with transaction():
        made: Mailing = Mailing.create(
            title=_follow_up_title(earlier.title),
            purpose=earlier.purpose,
            follows=earlier,
            toward=toward,
            about=earlier.about,
            subject=earlier.subject,
            blocks=earlier.blocks,
            writer=actor(),
        )
    return made


def earlier_members(mailing: Mailing) -> Iterator[SnapshotMember]:
    """Give the members of the list of the earlier mailing that this one is for."""
    earlier = mailing.follows
    for variant in variants_of(earlier):
        members = SnapshotMember.select().where(SnapshotMember.snapshot == variant.snapshot_id)
        for batch in peewee.chunked(members.order_by(SnapshotMember.id).iterator(), BATCH):
            yield from _wanted(mailing, earlier, list(batch))


def sentence_of_follow_up(mailing: Mailing) -> str:
    """Say whom a follow-up is for."""
    words = {
        Toward.UNREACHED: _("Those whom “%(title)s” did not reach", title=mailing.follows.title),
        Toward.SILENT: _("Those who got “%(title)s” and did not answer", title=mailing.follows.title),
        Toward.EVERYBODY: _("Everybody whom “%(title)s” was for", title=mailing.follows.title),
    }
    return words[mailing.toward]


def _wanted(mailing: Mailing, earlier: Mailing, batch: list[SnapshotMember]) -> list[SnapshotMember]:
    if mailing.toward is Toward.EVERYBODY:
        return batch
    arrived = _arrived(earlier, batch)
    if mailing.toward is Toward.UNREACHED:
        return [one for one in batch if one.id not in arrived]
    said = answered(mailing.about, [one.person_id for one in batch if one.person_id])
    return [one for one in batch if one.id in arrived and one.person_id not in said]


def _arrived(earlier: Mailing, batch: list[SnapshotMember]) -> set[int]:
    """Give the ids of the members to whose address the earlier mail went, as far as we know."""
    addresses = {one.id: outbox_address(one.address) for one in batch if one.address and not one.excluded}
    rows = OutboxMail.select(OutboxMail.address).where(
        OutboxMail.campaign == earlier.campaign,
        OutboxMail.address.in_(list(set(addresses.values()))),
        OutboxMail.state.in_(ARRIVED),
    )
    there = {address for (address,) in rows.tuples()}
    return {number for number, address in addresses.items() if address in there}


def outbox_address(address: str) -> str:
    """Give ``address`` as the outbox writes it; as it is when no mail can go there."""
    try:
        return Recipient(address).address
    except BadInputError:
        return address


def _numbers(found: Any) -> set[int]:
    return {int(number) for number in found}


def _follow_up_title(title: str) -> str:
    return _("Follow-up: %(title)s", title=title)[:120]
