"""The public archive: the editions that appeared, and what stands in them; never who got them."""

import peewee

from ovkk_core.clock import now
from ovkk_core.database import fold
from ovkk_core.errors import NotFoundError
from plugins.kernpunt.editing import with_parts
from plugins.kernpunt.models import Edition, EditionState, Item, Section

MOST_FOUND = 50
APPEARED = (EditionState.SCHEDULED, EditionState.SENT)


def editions() -> list[Edition]:
    """Give the editions that appeared, newest first."""
    return list(_appeared().order_by(Edition.publishes_at.desc(), Edition.id.desc()))


def edition_at(slug: str) -> Edition:
    """Give the edition at this address; raises ``NotFoundError``, also for one that has not appeared."""
    found = _appeared().where(Edition.slug == slug).first()
    if found is None:
        raise NotFoundError("Dit nummer bestaat niet, of is nog niet verschenen. Kijk in het archief.")
    return found


def neighbours(edition: Edition) -> tuple[Edition | None, Edition | None]:
    """Give the edition that appeared before and the one after."""
    before = _appeared().where(Edition.publishes_at < edition.publishes_at).order_by(Edition.publishes_at.desc())
    after = _appeared().where(Edition.publishes_at > edition.publishes_at).order_by(Edition.publishes_at)
    return before.first(), after.first()


def public_items_of(some: list[Edition]) -> dict[int, list[Item]]:
    """Give edition id → items that the archive shows, in order, in one query."""
    found: dict[int, list[Item]] = {edition.id: [] for edition in some}
    rows = public_items().where(Item.edition.in_(list(found)))
    for item in rows.order_by(Section.place, Section.id, Item.place, Item.id):
        found[item.edition_id].append(item)
    return found


def search(words: str) -> list[Item]:
    """Give the items that have every one of ``words``, latest edition first; accents and capitals do not matter."""
    terms = fold("".join(c if c.isprintable() else " " for c in words)).split()[:8]
    if not terms:
        return []
    rows = public_items().where(has_appeared())
    for term in terms:
        rows = rows.where(Item.searchable.contains(term))
    return list(rows.order_by(Edition.publishes_at.desc(), Item.place, Item.id).limit(MOST_FOUND))


def has_appeared() -> peewee.Expression:
    """Give the condition for editions that everybody can read."""
    return Edition.state.in_(APPEARED) & (Edition.publishes_at <= now())


def _appeared() -> peewee.ModelSelect:
    return Edition.select().where(has_appeared())


def public_items() -> peewee.ModelSelect:
    """Give the items that the archive shows once their edition appeared, with edition and section, as a query."""
    return with_parts().where(Item.in_archive, ~Item.left_out)
