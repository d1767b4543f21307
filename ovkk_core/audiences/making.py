"""What is made of an audience: at once, or by the worker when it has so many members that somebody would wait."""

import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from ovkk_core.audiences import paper
from ovkk_core.audiences.freezing import keep
from ovkk_core.audiences.members import Judged, count, judged
from ovkk_core.audiences.models import Audience, Making, Product, Snapshot
from ovkk_core.clock import now
from ovkk_core.database import connected, transaction
from ovkk_core.errors import NotFoundError, OvkkError
from ovkk_core.history import acting, actor
from ovkk_core.hookspecs import JobSpec
from ovkk_core.jobs import enqueue
from ovkk_core.web import as_csv, as_xlsx

log = logging.getLogger(__name__)

LARGE = 2_000  # members; more takes seconds
LARGE_POST = 500  # the same of letters and labels
SECONDS = 1.0  # between two reports of how far it is
KEEP = timedelta(days=1)
POST = frozenset({Product.LETTERS, Product.LABELS})
LIGHT = tuple(field for field in Making._meta.sorted_fields if field.name != "content")


def is_large(audience: Audience, what: Product) -> bool:
    """Say whether making that takes so long that the worker has to do it."""
    return count(audience) > (LARGE_POST if what in POST else LARGE)


def ask(audience: Audience, what: Product, **arguments: Any) -> Making:
    """Have the worker make it, with the arguments that :func:`made` asks for."""
    with transaction():
        asked: Making = Making.create(
            audience=audience, what=what, arguments=arguments, actor=actor(), total=count(audience)
        )
        enqueue("audiences.make", making=asked.id)
    return asked


def made(audience: Audience, what: Product, look: paper.Look = iter, **arguments: Any) -> bytes:
    """Give the file: of letters and labels ``everybody`` says for whom, of letters ``texts`` what is in them.

    ``look`` sees the members go by. Raises ``BadInputError`` when there is nobody to write to.
    """
    if what is Product.LETTERS:
        return paper.letters(audience, look=look, **arguments)
    if what is Product.LABELS:
        return paper.labels(audience, look=look, **arguments)
    table = paper.table(look(judged(audience, audience.purpose)))
    return (as_csv if what is Product.CSV else as_xlsx)(*table)


def own(number: int) -> Making:
    """Give what this user had made, without the file; raises ``NotFoundError`` for what is not theirs or is gone."""
    found: Making | None = None
    if number < 2**31:
        found = Making.select(*LIGHT).where(Making.id == number, Making.actor == actor()).first()
    if found is None:
        raise NotFoundError("Dit is er niet (meer): bestanden van doelgroepen gaan na een dag weg. Maak het opnieuw.")
    return found


def content_of(making: Making) -> bytes:
    """Give the file."""
    return bytes(Making.select(Making.content).where(Making.id == making.id).scalar())


def work(making: int) -> None:
    """Make what was asked for; harmless to run again. An expected failure is kept for who asked."""
    found = Making.select(*LIGHT).where(Making.id == making, Making.ready_at.is_null()).first()
    if found is None:
        return
    try:
        with acting(found.actor):
            _make(found)
    except OvkkError as error:
        _set(found, problem=str(error)[:500], ready_at=now())


def forget_old() -> None:
    """Delete what was made more than a day ago; what was kept of an audience stays."""
    Making.delete().where(Making.created_at < now() - KEEP).execute()


def _make(making: Making) -> None:
    audience = making.audience
    with _reporting(making) as look:
        if making.what is not Product.SNAPSHOT:
            content = made(audience, making.what, look, **making.arguments)
            _set(making, content=content, ready_at=now())
            return
        purpose = making.arguments["purpose"]
        found: list[Judged] = list(look(judged(audience, purpose)))
    with transaction():
        kept: Snapshot = keep(audience, found, purpose)
        _set(making, snapshot=kept, ready_at=now())


@contextmanager
def _reporting(making: Making) -> Iterator[paper.Look]:
    """Tell how many members went by, on a connection of its own: SQLite lets nobody write who is still reading."""
    finished, seen = threading.Event(), 0

    def look(rows: Iterable[Any]) -> Iterator[Any]:
        nonlocal seen
        for row in rows:
            seen += 1
            yield row

    def report() -> None:
        while not finished.wait(SECONDS):
            try:
                with connected():
                    _set(making, done=seen)
            except Exception:
                log.exception("how far making %s is could not be told; trying again", making.id)

    thread = threading.Thread(target=report, daemon=True, name=f"making-{making.id}")
    thread.start()
    try:
        yield look
    finally:
        finished.set()
        thread.join()


def _set(making: Making, **values: Any) -> None:
    Making.update(values).where(Making.id == making.id).execute()


JOBS = (
    JobSpec("audiences.make", "Bestanden en momentopnamen van grote doelgroepen maken", work),
    JobSpec("audiences.forget", "Gemaakte bestanden van doelgroepen na een dag verwijderen", forget_old, "40 3 * * *"),
)
