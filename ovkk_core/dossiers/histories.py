"""The history of a dossier: that of the record itself, and of the positions that belong to it."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from ovkk_core.contacts import Organisation, Position
from ovkk_core.dossiers.sentences import Sentence, sentence_of
from ovkk_core.dossiers.subjects import Found
from ovkk_core.history import Change, Revision, revisions_of
from ovkk_core.web.admin import history_of

MOST = 50
POSITIONS = "contacts_position"


def history(found: Found) -> list[Sentence]:
    """Give the latest changes of a record and of its positions, newest first; in a constant number of queries."""
    own = history_of(found.kind.screen, list(islice(revisions_of(found.record), MOST)))
    said = [sentence_of(moment, found.kind.screen) for moment in own]
    if found.kind.merged:
        titles = _titles(found)
        moments = history_of(POSITIONS, _revisions(list(titles)))
        said += [sentence_of(one, POSITIONS, titles[int(one.revision.object_id)]) for one in moments]
    return sorted(said, key=_order, reverse=True)[:MOST]


def _order(sentence: Sentence) -> tuple[datetime, int]:
    revision = sentence.moment.revision
    return revision.at, revision.id or 0  # one that was made together with others has no number


def _titles(found: Found) -> dict[int, str]:
    """Give the positions, past ones too, as words in a sentence: ``secretaris van Dorpsbelang Vilsteren``."""
    field = Position.person if found.kind.name == "person" else Position.organisation
    query = Position.select(Position, Organisation).join(Organisation).where(field == found.record.id)
    return {
        position.id: f"{position.own_title or position.function.label} ({position.organisation.name})"
        for position in query.order_by(Position.id.desc()).limit(MOST)
    }


def _revisions(positions: list[int]) -> list[Revision]:
    """Give the latest changes of these positions; nothing of a deleted row whose id one of them has now."""
    if not positions:
        return []
    query = Revision.select().where(
        Revision.table_name == Position._meta.table_name, Revision.object_id.in_([str(one) for one in positions])
    )
    return list(_alive(query.order_by(Revision.id.desc()).limit(MOST * 2)))[:MOST]


def _alive(revisions: Iterable[Revision]) -> Iterable[Revision]:
    made: set[str] = set()
    for revision in revisions:
        if revision.object_id in made:
            continue
        if revision.change is Change.CREATED:
            made.add(revision.object_id)
        yield revision
