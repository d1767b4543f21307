"""Erases a person from every room and plugin, every text, file and later restore (GDPR 17)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from ovkk_core import mail, merging, personal
from ovkk_core.accounts import ADMIN, User, users_with_role
from ovkk_core.clock import now
from ovkk_core.config import Settings
from ovkk_core.contacts import (
    ContactKind,
    Person,
    Position,
    addresses_of,
    current_positions,
    erase_record,
    held_about,
    person_by_id,
)
from ovkk_core.database import db, is_sqlite, transaction
from ovkk_core.errors import BadInputError, OvkkError
from ovkk_core.history import Change, Revision, actor, audit
from ovkk_core.hookspecs import PersonalData
from ovkk_core.jobs import enqueue
from ovkk_core.privacy import ledger, sweeping
from ovkk_core.privacy.models import Erasure, ErasureState
from ovkk_core.privacy.tracing import traces_of
from ovkk_core.registry import registry

JOB = "privacy.erase"


class IncompleteError(OvkkError):
    """A plugin did not delete what it keeps; the job tries again."""


@dataclass(frozen=True)
class Preview:
    """What erasing would take away, what it means, and why it may not be done now."""

    person: Person
    held: Sequence[tuple[str, PersonalData]]
    elsewhere: int
    waiting: int
    vacant: Sequence[Position]
    obstacles: Sequence[str]


def preview(person_id: int) -> Preview:
    """Say what erasing the person would do; raises ``NotFoundError`` when there is none."""
    person = person_by_id(person_id)
    traces = traces_of(person)
    return Preview(
        person=person,
        held=held_about(person_id),
        elsewhere=sum(1 for _ in sweeping.places(traces, person_id)),
        waiting=mail.count_naming(traces.taken_out, but=addresses_of(person)),
        vacant=list(current_positions().where(Position.person == person)),
        obstacles=obstacles(person),
    )


def obstacles(person: Person) -> list[str]:
    """Say in Dutch why the person cannot be erased now."""
    found = []
    mine = {user.id for user in User.select().where(User.email.in_(sorted(addresses_of(person))))}
    admins = {user.id for user in users_with_role(ADMIN)}
    if admins and admins <= mine:
        found.append("Dit is de laatste beheerder. Maak eerst iemand anders beheerder.")
    try:
        merging.refuse_unknown(Person, person.id)
    except BadInputError as error:
        found.append(str(error))
    broken = [plugin.title for plugin in registry.plugins.values() if plugin.broken]
    if broken:
        found.append(f"Deze onderdelen werken niet, dus kunnen niets wissen: {', '.join(broken)}. Herstel ze eerst.")
    return found


def erase(person_id: int, why: str = "") -> Erasure:
    """Put the person on the list of who is erased, for good, and have the worker do it; soon, and until it is done.

    ``why`` holds no name. Raises ``NotFoundError`` without such a person, ``BadInputError`` while there are obstacles.
    """
    person = person_by_id(person_id)
    if found := obstacles(person):
        raise BadInputError(" ".join(found))
    with transaction():
        made: Erasure = Erasure.create(person_id=person.id, people=_people(person), why=why, actor=actor())
        audit("privacy.erase", "contacts_person", person.id)
        for request in personal.open_erasure_requests():
            if request.person_id == person.id:
                personal.settle_erasure(request, personal.ErasureState.DONE)
        enqueue(JOB, erasure=made.id)
    ledger.agree(_settings())
    ledger.copy_beside_backups(_settings())
    return made


def carry_out(erasure: int) -> None:
    """Do one erasure; harmless to repeat. Raises :class:`IncompleteError` when a plugin failed, to be tried again."""
    ledger.agree(_settings())
    found = Erasure.get_or_none(Erasure.id == erasure)
    if found is None or found.state is ErasureState.DONE:
        return
    left: list[list[str]] = []
    for number, born in found.people:
        person = Person.get_or_none(Person.id == number)
        if person is not None and born == _born(person):
            failed = _erase_one(person, found, left)
            if failed:
                _mark(found, ErasureState.INCOMPLETE, f"Niet gewist door: {', '.join(failed)}.", left)
                raise IncompleteError(f"Deze onderdelen konden niet wissen: {', '.join(failed)}.")
    _mark(found, ErasureState.DONE, "", left)
    wipe()


def again() -> int:
    """Do what a backup that was put back undid, and what was left incomplete; give how many erasures."""
    ledger.agree(_settings())
    waiting = list(Erasure.select(Erasure.id).where(Erasure.state != ErasureState.DONE).order_by(Erasure.id))
    for one in waiting:
        carry_out(one.id)
    return len(waiting)


def forget_reasons(person_id: int) -> None:
    """Throw away why the person was erased before, as that may say something of them."""
    Erasure.update(why="").where(Erasure.person_id == person_id, Erasure.state == ErasureState.DONE).execute()


def wipe() -> None:
    """Take what was deleted out of the journal of SQLite, as far as nobody reads in it at this moment."""
    if is_sqlite():  # the pages themselves are overwritten at once: secure_delete
        db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _erase_one(person: Person, erasure: Erasure, left: list[list[str]]) -> list[str]:
    traces, number = traces_of(person), person.id
    failed = registry.tell_everybody("on_person_erased", person_id=number, addresses=addresses_of(person))
    if failed:
        return failed
    mails, mailings = sweeping.sweep(traces, number)
    erasure.mails_held, erasure.mailings_held = erasure.mails_held + mails, erasure.mailings_held + mailings
    erase_record(number)
    left += sweeping.remains(traces, number)
    return []


def _mark(erasure: Erasure, state: ErasureState, problem: str, left: list[list[str]]) -> None:
    erasure.state, erasure.problem, erasure.remains = state, problem[:500], left
    erasure.done_at = now() if state is ErasureState.DONE else None
    erasure.save()


def _people(person: Person) -> list[list[object]]:
    """Give the number and the making of the person and of who was merged into them, as long as that is known."""
    return [[number, born] for number, born in ((person.id, _born(person)), *_former(person))]


def _former(person: Person) -> Iterator[tuple[int, str]]:
    """Give who was merged into the person, by the revision that deleted them: the number may be of another by now."""
    for number in merging.went_into(ContactKind.PERSON, person.id):
        about = (Revision.table_name == Person._meta.table_name) & (Revision.object_id == str(number))
        gone = Revision.select().where(about, Revision.change == Change.DELETED).order_by(Revision.id.desc()).first()
        if gone is not None and (born := gone.changes.get("created_at", [None])[0]):
            yield number, str(born)


def _born(person: Person) -> str:
    moment: datetime = person.created_at
    return moment.isoformat()


def _settings() -> Settings:
    settings: Settings = current_app.config["OVKK"]
    return settings
