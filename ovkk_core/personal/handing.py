"""Leaving a position and handing it over: the dates, the links that die, the rooms that are told, and undoing it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import peewee

from ovkk_core.clock import now, today
from ovkk_core.contacts import Organisation, Person, Position, current_positions
from ovkk_core.database import fold, lock, transaction
from ovkk_core.errors import BadInputError, OvkkError
from ovkk_core.history import actor, audit
from ovkk_core.personal import mail
from ovkk_core.personal.leaving import DESK, ask_others_than
from ovkk_core.personal.links import personal_link, revoke
from ovkk_core.personal.models import Handover, PersonalLink
from ovkk_core.registry import registry

HOOK = "on_position_handed_over"
SOURCE = "bestuurswissel"
UNDO_FOR = timedelta(days=30)
FURTHEST = timedelta(days=730)
REASONS = {True: "opgevolgd", False: "gestopt"}


@dataclass(frozen=True)
class Newcomer:
    """Who comes, as somebody typed it."""

    given_name: str
    name_prefix: str
    family_name: str
    email: str
    phone: str = ""


def hand_over(position: Position, successor: Person | Newcomer | None, starts_on: date, *, by_link: bool) -> Handover:
    """Let the holder of ``position`` leave on the day before ``starts_on``, and ``successor``, if any, take over then.

    On that day the links and calendars of who leaves stop, the rooms are told, and both get a mail. What is done
    ``by_link`` waits for somebody of the association to look at it. Raises ``BadInputError`` for days that cannot be.
    """
    with transaction():
        lock(f"personal.position.{position.id}")
        leaving: Any = Position.get_by_id(position.id)
        _refuse_unless_possible(leaving, starts_on)
        person, made = _person_of(successor)
        if person and person.id == leaving.person_id:
            raise BadInputError("Deze persoon heeft deze functie al. Kies wie erna komt.")
        handover: Handover = Handover.create(
            organisation=leaving.organisation_id,
            old_position=leaving,
            new_position=_succeed(leaving, person, starts_on) if person else None,
            starts_on=starts_on,
            old_ends_on=leaving.ends_on,
            made_person=made,
            by_link=by_link,
            entered_by=actor(),
        )
        leaving.ends_on, leaving.ended_reason = starts_on - timedelta(days=1), REASONS[person is not None]
        leaving.save()
        audit("personal.handover", "contacts_position", leaving.id)
        if starts_on <= today():
            _take_effect(handover)
    return handover


def take_effect() -> None:
    """Carry out the handovers whose day has come; each once, whoever runs this twice."""
    waiting = Handover.told_at.is_null() & Handover.undone_at.is_null() & (Handover.starts_on <= today())
    for handover in Handover.select().where(waiting).order_by(Handover.id):
        with transaction():
            _take_effect(handover)


def undo(handover: Handover) -> None:
    """Put everything back as it was before, within thirty days; rooms are told the other way round.

    Links of who came are gone; who had left can ask for a new one. Raises ``BadInputError`` when it cannot be undone.
    """
    with transaction():
        lock(f"personal.handover.{handover.id}")
        handover = Handover.get_by_id(handover.id)
        if handover.undone_at or handover.entered_at < now() - UNDO_FOR or handover.old_position is None:
            raise BadInputError("Deze wissel kan niet meer worden teruggedraaid. Pas de functies zelf aan.")
        handover.undone_at = handover.reviewed_at = now()
        handover.reviewed_by = actor()
        handover.save()
        old = handover.old_position
        old.ends_on, old.ended_reason = handover.old_ends_on, ""
        old.save()
        audit("personal.handover_undone", "contacts_position", old.id)
        if handover.told_at and handover.new_position_id:
            registry.tell(HOOK, old_position_id=handover.new_position_id, new_position_id=old.id)
    if handover.new_position_id:  # after the rooms let go of it
        _remove(handover.new_position, with_person=handover.made_person)


def review(handover: Handover) -> None:
    """Note that somebody looked at it and that it is right."""
    if handover.reviewed_at is None:
        handover.reviewed_at, handover.reviewed_by = now(), actor()
        handover.save()


def waiting() -> list[Handover]:
    """Give what was done by personal links and nobody looked at yet, the oldest first."""
    unseen = Handover.by_link & Handover.reviewed_at.is_null() & Handover.undone_at.is_null()
    return list(with_people().where(unseen).order_by(Handover.id))


def with_people() -> Any:
    """Select handovers with the organisation, both positions and who holds them."""
    new, left, came = Position.alias(), Person.alias(), Person.alias()
    outer = peewee.JOIN.LEFT_OUTER
    return (
        Handover.select(Handover, Organisation, Position, new, left, came)
        .join(Organisation)
        .switch(Handover)
        .join(Position, outer, on=(Handover.old_position == Position.id), attr="old_position")
        .join(left, outer, on=(Position.person == left.id), attr="person")
        .switch(Handover)
        .join(new, outer, on=(Handover.new_position == new.id), attr="new_position")
        .join(came, outer, on=(new.person == came.id), attr="person")
    )


def colleagues(organisation: Organisation, *, but: Person | None) -> list[Person]:
    """Give who holds a position in ``organisation`` now, or did: whom one may choose without searching everybody."""
    ids = Position.select(Position.person).where(Position.organisation == organisation, Position.person.is_null(False))
    query = Person.select().where(Person.id.in_(ids)).order_by(Person.sort_key, Person.id)
    return [person for person in query if but is None or person.id != but.id]


def may_hand_over(person: Person | None, position: Position) -> bool:
    """Say whether ``person`` may hand ``position`` over by a link: the own one, or as who keeps a board's details.

    Without a person it is whoever reads the general address of the organisation.
    """
    if person is None or position.person_id == person.id:
        return True
    desk = current_positions().where(Position.person == person, Position.organisation == position.organisation_id)
    return bool(desk.where(Position.function.in_(list(DESK))).exists())


def _take_effect(handover: Handover) -> None:
    handover.told_at = now()
    handover.save()
    old, new = handover.old_position, handover.new_position
    if old is not None and old.person_id:
        still = current_positions().where(Position.person == old.person, Position.organisation == old.organisation_id)
        if not still.exists():
            revoke((PersonalLink.person == old.person) & (PersonalLink.organisation == old.organisation_id))
        ask_others_than(old)
        mail.queue_thanks(old)
    if old is not None:
        registry.tell(HOOK, old_position_id=old.id, new_position_id=new.id if new else None)
        if new is not None and new.person.email:
            mail.queue_welcome(new, personal_link(new.person))


def _refuse_unless_possible(position: Position, starts_on: date) -> None:
    if position.ends_on is not None and position.ends_on < today():
        raise BadInputError("Deze functie is al beëindigd. Ververs de pagina.")
    if starts_on > today() + FURTHEST or starts_on < today() - FURTHEST:
        raise BadInputError("Kies een dag binnen twee jaar van vandaag.")
    if position.starts_on is not None and starts_on <= position.starts_on:
        raise BadInputError("De wissel kan pas na de eerste dag van wie nu de functie heeft.")


def _succeed(position: Position, person: Person, starts_on: date) -> Position:
    """Make the position of who comes; what is of the function itself goes along."""
    made: Position = Position.create(
        person=person,
        organisation=position.organisation_id,
        function=position.function,
        own_title=position.own_title,
        email=position.email,
        phone=position.phone,
        deputy=None if position.deputy_id == person.id else position.deputy_id,
        starts_on=starts_on,
        confirmed_at=now(),
    )
    return made


def _person_of(successor: Person | Newcomer | None) -> tuple[Person | None, bool]:
    """Give the person, and whether it was made now; with the same address and family name it is the same."""
    if not isinstance(successor, Newcomer):
        return successor, False
    same = peewee.fn.LOWER(Person.email) == successor.email.lower()
    for person in Person.select().where(same).order_by(Person.id):
        if fold(person.family_name) == fold(successor.family_name):
            return person, False
    values = vars(successor)
    return Person.create(**values, source=SOURCE), True


def _remove(position: Any, *, with_person: bool) -> None:
    """Delete the position, and a person made for it alone; what something refers to is kept, and ends."""
    person = position.person
    revoke((PersonalLink.person == person) & (PersonalLink.organisation == position.organisation_id))
    try:
        with transaction():
            position.delete_instance()
    except peewee.IntegrityError:
        last = max(position.starts_on or today(), today() - timedelta(days=1))
        position.ends_on, position.ended_reason = last, "teruggedraaid"
        position.save()
        return
    if with_person:
        try:
            with transaction():
                person.delete_instance()
        except (peewee.IntegrityError, OvkkError):
            return  # something refers to this person already, who is then no mistake
