"""Letters and labels for an audience, and its members as a table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ovkk_core.audiences.members import Judged, judged, rows_of
from ovkk_core.audiences.models import Audience
from ovkk_core.audiences.telling import Look
from ovkk_core.contacts import Person, resolve
from ovkk_core.letters import Letter, labels_pdf, letters_pdf
from ovkk_core.registry import setting

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Post:
    """Where a letter goes, as on the envelope, and how it begins."""

    address: Sequence[str]
    salutation: str


def post_for(audience: Audience, *, everybody: bool, look: Look = iter) -> list[Post]:
    """Give where letters go: to those whom mail cannot reach, or to everybody with a postal address.

    In the order of the members; an address with the same salutation comes once.
    """
    if everybody:
        found = (_post(row) for row in look(rows_of(audience)))
    else:
        wanted = {_key(one.member) for one in look(judged(audience)) if one.by_letter}
        found = (_post(row) for row in rows_of(audience) if _key_of_row(row) in wanted)
    return list({(*one.address, one.salutation): one for one in found if one}.values())


def letters(audience: Audience, *, everybody: bool, texts: dict[str, str], look: Look = iter) -> bytes:
    """Give the letters as PDF; ``texts`` has body, dated, subject and signature. Raises ``BadInputError`` for none."""
    sender = [setting("association.name")]
    made = [
        Letter(
            one.address,
            one.salutation,
            texts["body"],
            texts["dated"],
            sender,
            texts["subject"],
            signature=[line for line in (texts["signature"], *sender) if line],
        )
        for one in post_for(audience, everybody=everybody, look=look)
    ]
    return letters_pdf(made)


def labels(audience: Audience, *, everybody: bool, look: Look = iter) -> bytes:
    """Give sheets of labels as PDF; raises ``BadInputError`` for none."""
    return labels_pdf([one.address for one in post_for(audience, everybody=everybody, look=look)])


def table(members: Iterable[Judged]) -> tuple[Cells, Iterator[Cells]]:
    """Give the titles and the rows of a table of the members, with why mail does not go to some."""
    titles = (_("Name"), _("Position"), _("E-mail address"), _("Why no mail goes there"))
    return titles, ((one.member.name, one.member.role, one.member.address, one.reason) for one in members)


def _post(row: Any) -> Post | None:
    if isinstance(row, Person):
        return Post((row.full_name, *row.postal_lines), row.salutation) if row.postal_lines else None
    destination = resolve(row, usable=lambda _address: False)
    return Post(destination.postal, destination.salutation) if destination.postal else None


def _key(member: Any) -> tuple[int | None, int | None]:
    return member.position_id, member.person_id


def _key_of_row(row: Any) -> tuple[int | None, int | None]:
    return (None, row.id) if isinstance(row, Person) else (row.id, row.person_id)
