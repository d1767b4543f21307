"""Keeps whom an audience had at the moment it was used: at once, or by the worker when there are many."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import peewee

from ovkk_core.audiences.members import Judged, count, judged, judged_rows, rows_of
from ovkk_core.audiences.models import UNFINISHED, Audience, Snapshot, SnapshotMember, SnapshotState
from ovkk_core.audiences.sentences import sentence_of
from ovkk_core.audiences.telling import telling
from ovkk_core.clock import now
from ovkk_core.contacts import Person, Position, current_positions
from ovkk_core.database import insert_rows, transaction
from ovkk_core.errors import BadInputError, OvkkError
from ovkk_core.history import acting, actor, audit
from ovkk_core.hookspecs import JobSpec
from ovkk_core.jobs import enqueue

BATCH = 500
LARGE = 2_000  # members; more takes seconds
COLUMNS = ("snapshot", "position", "person", "organisation", "name", "role", "address", "excluded", "by_letter")
LENGTHS = [SnapshotMember._meta.fields[name].max_length for name in ("name", "role", "address", "excluded")]
FREEZE = "audiences.freeze"
AGAIN = "Er ging iets mis. Het wordt straks vanzelf nog eens geprobeerd, of begin zelf opnieuw."


def freeze(audience: Audience, purpose: str = "") -> Snapshot:
    """Keep the members of now, each with why mail for ``purpose`` would not go to them; nobody changes it afterwards.

    Raises ``NotFoundError`` for a purpose that nobody declared.
    """
    found = list(judged(audience, purpose))  # before the transaction: of many it takes long, and others want to write
    return _kept(found, audience=audience, purpose=purpose, **_called(audience))


def is_large(members: int) -> bool:
    """Say whether something with so many members takes so long that the worker has to do it."""
    return members > LARGE


def begin_freezing(audience: Audience, purpose: str) -> Snapshot:
    """Have the worker do as :func:`freeze`, in the caller's transaction; the snapshot is there now, ``ready`` later."""
    return begin_freezing_again(FREEZE, count(audience), audience=audience, purpose=purpose, **_called(audience))


def freeze_again(members: Iterable[SnapshotMember], *, name: str, sentence: str, purpose: str) -> Snapshot:
    """Keep those of ``members`` of an earlier snapshot who are still there, each judged anew with who they are now.

    A position that is over, and a person who is gone, are left out. Raises as :func:`freeze`.
    """
    found = list(judged_rows(_rows_again(members), purpose))
    return _kept(found, name=name, sentence=sentence, purpose=purpose)


def begin_freezing_again(job: str, expected: int, **about: Any) -> Snapshot:
    """Have the worker do as :func:`freeze_again` by the declared ``job``, which gets the number of the snapshot.

    It calls :func:`finish_freezing`. In the caller's transaction.
    """
    made: Snapshot = Snapshot.create(actor=actor(), count=expected, state=SnapshotState.BEGUN, **about)
    enqueue(job, snapshot=made.id)
    return made


def finish_freezing(number: int, members: Callable[[], Iterable[SnapshotMember]]) -> None:
    """Make the snapshot ready as :func:`freeze_again` does, in a worker; see :func:`_finish`."""
    _finish(number, lambda _made: _rows_again(members()))


def work(snapshot: int) -> None:
    """Make the snapshot ready as :func:`freeze` does, in a worker; see :func:`_finish`."""
    _finish(snapshot, _rows_now)


JOBS = (JobSpec(FREEZE, "Vastleggen wie een grote doelgroep heeft", work),)


def _finish(number: int, rows: Callable[[Snapshot], Iterable[Any]]) -> None:
    """Make a snapshot ready unless it is, or nobody wants it any more; harmless to repeat.

    An expected failure is final and is kept for who asked; after any other the worker tries again.
    """
    made: Snapshot | None = Snapshot.get_or_none(Snapshot.id == number, Snapshot.state.in_(UNFINISHED))
    if made is None:
        return
    _tell(made, done=0, state=SnapshotState.BEGUN)
    try:
        with acting(made.actor):
            with telling(lambda seen: _tell(made, done=seen)) as look:
                found = list(judged_rows(look(rows(made)), made.purpose))
            _make_ready(made, found)
    except OvkkError as error:
        _tell(made, state=SnapshotState.FAILED, problem=str(error)[:500])
    except Exception:
        _tell(made, state=SnapshotState.FAILED, problem=AGAIN)
        raise


def _make_ready(made: Snapshot, found: list[Judged]) -> None:
    called = _called(made.audience) if made.audience else {}
    with transaction():
        counted = {"count": len(found), "done": len(found), "at": now()}
        if _tell(made, state=SnapshotState.READY, problem="", **counted, **called):
            _fill(made, found)


def _tell(made: Snapshot, **values: Any) -> bool:
    """Say how far it is, unless another finished it or nobody wants it any more; say whether it could."""
    return bool(Snapshot.update(values).where(Snapshot.id == made.id, Snapshot.state.in_(UNFINISHED)).execute())


def _called(audience: Audience) -> dict[str, str]:
    return {"name": audience.name, "sentence": sentence_of(audience.tree)}


def _rows_now(made: Snapshot) -> Iterator[Any]:
    if made.audience is None:
        raise BadInputError("Deze doelgroep is intussen verwijderd.")
    return rows_of(made.audience, brief=True)


def _rows_again(members: Iterable[SnapshotMember]) -> Iterator[Any]:
    for batch in peewee.chunked(members, BATCH):
        yield from current_positions().where(Position.id.in_([one.position_id for one in batch if one.position_id]))
        alone = [one.person_id for one in batch if one.person_id and not one.position_id]
        yield from Person.select().where(Person.id.in_(alone)).order_by(Person.sort_key, Person.id)


def _kept(found: list[Judged], **about: Any) -> Snapshot:
    with transaction():
        kept: Snapshot = Snapshot.create(actor=actor(), count=len(found), **about)
        _fill(kept, found)
    return kept


def _fill(kept: Snapshot, found: Iterable[Judged]) -> None:
    insert_rows(SnapshotMember, COLUMNS, (_row(kept, one) for one in found))
    audit("audience.freeze", Snapshot._meta.table_name, kept.id)


def _row(snapshot: Snapshot, one: Judged) -> list[Any]:
    """Give the row as the database stores it; the words in it come from fields that were checked."""
    member = one.member
    who = (member.position_id, member.person_id, member.organisation_id)
    words = (member.name, member.role, member.address, one.reason)
    return [snapshot.id, *who, *(text[:most] for text, most in zip(words, LENGTHS, strict=True)), one.by_letter]
