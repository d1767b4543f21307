"""What went into a contact, for its dossier."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _

from ovkk_core.contacts import ContactKind
from ovkk_core.hookspecs import Subject, TimelineItem
from ovkk_core.merging.declarations import WRITE
from ovkk_core.merging.models import Merge

KINDS = {"person": ContactKind.PERSON, "organisation": ContactKind.ORGANISATION}


def items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Give the latest merges into a person or an organisation that were not undone."""
    if subject.kind not in KINDS:
        return []
    query = Merge.select(Merge.id, Merge.name, Merge.at).where(
        Merge.kind == KINDS[subject.kind], Merge.kept_id == subject.id, Merge.undone_at.is_null()
    )
    if until is not None:
        query = query.where(Merge.at <= until)
    return [
        TimelineItem(
            at=merge.at,
            kind=_("Merge"),
            title=_("Merged with %(name)s", name=merge.name) if merge.name else _("Merged with another contact"),
            address="/beheer/mogelijk-dubbel/",
            permission=WRITE,
        )
        for merge in query.order_by(Merge.at.desc(), Merge.id.desc()).limit(most)
    ]
