"""What is made of an audience: at once, or by the worker when it has so many members that somebody would wait."""

from datetime import timedelta
from typing import Any

from ovkk_core.audiences import paper
from ovkk_core.audiences.freezing import is_large
from ovkk_core.audiences.members import count, judged
from ovkk_core.audiences.models import Audience, Making, Product
from ovkk_core.audiences.telling import Look, telling
from ovkk_core.clock import now
from ovkk_core.database import transaction
from ovkk_core.errors import NotFoundError, OvkkError
from ovkk_core.history import acting, actor
from ovkk_core.hookspecs import JobSpec
from ovkk_core.jobs import enqueue
from ovkk_core.web import as_csv, as_xlsx

LARGE_POST = 500  # letters and labels; more takes seconds
KEEP = timedelta(days=1)
POST = frozenset({Product.LETTERS, Product.LABELS})
LIGHT = tuple(field for field in Making._meta.sorted_fields if field.name != "content")


def takes_long(audience: Audience, what: Product) -> bool:
    """Say whether making that takes so long that the worker has to do it."""
    members = count(audience)
    return members > LARGE_POST if what in POST else is_large(members)


def ask(audience: Audience, what: Product, **arguments: Any) -> Making:
    """Have the worker make it, with the arguments that :func:`made` asks for."""
    with transaction():
        asked: Making = Making.create(
            audience=audience, what=what, arguments=arguments, actor=actor(), total=count(audience)
        )
        enqueue("audiences.make", making=asked.id)
    return asked


def made(audience: Audience, what: Product, look: Look = iter, **arguments: Any) -> bytes:
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
        with acting(found.actor), telling(lambda seen: _set(found, done=seen)) as look:
            content = made(found.audience, found.what, look, **found.arguments)
        _set(found, content=content, ready_at=now())
    except OvkkError as error:
        _set(found, problem=str(error)[:500], ready_at=now())


def forget_old() -> None:
    """Delete what was made more than a day ago; what was kept of an audience stays."""
    Making.delete().where(Making.created_at < now() - KEEP).execute()


def _set(making: Making, **values: Any) -> None:
    Making.update(values).where(Making.id == making.id).execute()


JOBS = (
    JobSpec("audiences.make", "Bestanden van grote doelgroepen maken", work),
    JobSpec("audiences.forget", "Gemaakte bestanden van doelgroepen na een dag verwijderen", forget_old, "40 3 * * *"),
)
