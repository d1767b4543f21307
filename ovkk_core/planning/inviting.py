"""Whom to ask for a date, and asking them: positions of chosen organisations, and people by name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from ovkk_core.clock import today
from ovkk_core.contacts import (
    Organisation,
    OrganisationVillage,
    Person,
    Position,
    Village,
    current_positions,
    mail_address,
    salutation_for,
)
from ovkk_core.database import fold, lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import audit
from ovkk_core.mail import OutboxMail, Recipient
from ovkk_core.planning.audience import Audience
from ovkk_core.planning.mail import queue_invitation, queue_reminder
from ovkk_core.planning.models import DatePoll, PollGuest

MOST_FOUND = 200
SHORTEST = 2  # letters of a name to search for


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be asked. ``key`` is ``f12`` for a position, ``p7`` for a person without one."""

    key: str
    name: str
    organisation: str
    salutation: str
    to: Recipient | None
    obstacle: str
    position: Position | None = None
    person: Person | None = None


def candidates(poll: DatePoll, audience: Audience, name: str = "") -> list[Candidate]:
    """Give the present positions of the chosen organisations and everybody with ``name`` in their name.

    Nothing for an empty choice. ``obstacle`` says in words why somebody cannot be asked, "" when they can.
    """
    found: dict[str, Candidate] = {}
    if not audience.empty:
        found |= {c.key: c for c in map(_of_position, _positions(audience))}
    if len(wanted := fold(name)) >= SHORTEST:
        found |= {c.key: c for c in _named(wanted)}
    return _judged(poll, found.values())


def invite(poll: DatePoll, keys: Iterable[str]) -> int:
    """Ask each of ``keys`` who can be asked and was not yet; give how many. Raises ``BadInputError`` when over."""
    with transaction():
        lock(f"planning.poll.{poll.id}")
        poll = _refuse_unless_open(poll)
        able = [c for c in _judged(poll, _by_key(set(keys))) if c.to and not c.obstacle]
        for candidate in able:
            _ask(poll, candidate)
        if able:
            audit("planning.poll_invite", "poll", poll.id)
    return len(able)


def remind_silent(poll: DatePoll) -> int:
    """Ask those who said nothing once more, at most once a day; give how many. Raises when the poll is over."""
    with transaction():
        lock(f"planning.poll.{poll.id}")
        poll = _refuse_unless_open(poll)
        waiting = [guest for guest in silent(poll) if guest.reminded_on != today()]
        for guest in waiting:
            queue_reminder(poll, guest)
            PollGuest.update(reminded_on=today()).where(PollGuest.id == guest.id).execute()
        if waiting:
            audit("planning.poll_remind", "poll", poll.id)
    return len(waiting)


def silent(poll: DatePoll) -> list[PollGuest]:
    """Give who was asked and said nothing, in the order in which they were asked."""
    condition = (PollGuest.poll == poll) & PollGuest.answered_at.is_null()
    return list(PollGuest.select().where(condition).order_by(PollGuest.id))


def guests_of(poll: DatePoll) -> list[PollGuest]:
    """Give everybody who was asked with their mail, by name."""
    query = PollGuest.select(PollGuest, OutboxMail).left_outer_join(OutboxMail)
    return list(query.where(PollGuest.poll == poll).order_by(PollGuest.name, PollGuest.id))


def _ask(poll: DatePoll, candidate: Candidate) -> None:
    assert candidate.to is not None  # noqa: S101 - for mypy; the caller looked
    guest = PollGuest.create(
        poll=poll,
        position=candidate.position,
        person=candidate.person,
        name=candidate.to.name,
        salutation=candidate.salutation,
        address=candidate.to.address,
    )
    guest.mail = queue_invitation(poll, guest)
    guest.save()


def _refuse_unless_open(poll: DatePoll) -> DatePoll:
    fresh: DatePoll = DatePoll.get_by_id(poll.id)
    if not fresh.open:
        raise BadInputError("Deze datumprikker is gesloten. Er kan niemand meer worden gevraagd.")
    return fresh


def _positions(audience: Audience) -> Iterable[Position]:
    query = current_positions()
    if audience.kinds:
        query = query.where(Organisation.kind.in_(list(audience.kinds)))
    if audience.municipality_ids:
        links = OrganisationVillage.select(OrganisationVillage.organisation).join(Village)
        there = links.where(Village.municipality.in_(audience.municipality_ids))
        query = query.where(Organisation.municipality.in_(audience.municipality_ids) | Organisation.id.in_(there))
    return query


def _named(wanted: str) -> Iterator[Candidate]:
    for position in current_positions().where(Position.person.is_null(False)):
        if wanted in fold(position.person.full_name):
            yield _of_position(position)
    busy = Position.select(Position.person).where(Position.person.is_null(False))
    for person in Person.select().where(Person.id.not_in(busy)).order_by(Person.sort_key):
        if wanted in fold(person.full_name):
            yield _of_person(person)


def _by_key(keys: set[str]) -> Iterator[Candidate]:
    numbers = {kind: [int(k[1:]) for k in keys if k[:1] == kind and k[1:].isdecimal() and len(k) < 11] for kind in "fp"}
    yield from map(_of_position, current_positions().where(Position.id.in_(numbers["f"])))
    yield from map(_of_person, Person.select().where(Person.id.in_(numbers["p"])).order_by(Person.sort_key))


def _of_position(position: Position) -> Candidate:
    person = position.person
    try:
        to, obstacle = mail_address(position), ""
    except BadInputError as error:
        to, obstacle = None, str(error)
    return Candidate(
        key=f"f{position.id}",
        name=person.full_name if person else "",
        organisation=position.organisation.name,
        salutation=salutation_for(position),
        to=to,
        obstacle=obstacle,
        position=position,
        person=person,
    )


def _of_person(person: Person) -> Candidate:
    to, obstacle = None, ""
    try:
        to = Recipient(person.email, person.full_name) if person.email else None
    except BadInputError as error:
        obstacle = str(error)
    return Candidate(f"p{person.id}", person.full_name, "", person.salutation, to, obstacle, person=person)


def _judged(poll: DatePoll, found: Iterable[Candidate]) -> list[Candidate]:
    """Say of each whether they can be asked; an address is asked once, however many positions it has."""
    asked = {guest.address.casefold() for guest in PollGuest.select().where(PollGuest.poll == poll)}
    judged, taken = [], set(asked)
    for candidate in list(found)[:MOST_FOUND]:
        address = candidate.to.address.casefold() if candidate.to else ""
        judged.append(replace(candidate, obstacle=candidate.obstacle or _obstacle(address, asked, taken)))
        taken.add(address)
    return judged


def _obstacle(address: str, asked: set[str], taken: set[str]) -> str:
    if not address:
        return _("there is no e-mail address of the position, the person or the organisation")
    if address in asked:
        return _("was asked already")
    return _("this address gets the mail already for another position") if address in taken else ""
