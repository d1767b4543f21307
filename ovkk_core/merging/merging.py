"""Makes two contacts one, in one transaction, and says beforehand what will move."""

from collections import Counter
from collections.abc import Iterable

from ovkk_core.contacts import Organisation, Person
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import Change, Revision, acting, actor, audit, reason
from ovkk_core.merging import strictness
from ovkk_core.merging.comparing import FIELDS
from ovkk_core.merging.finding import MODELS, forget_pairs, kind_of, record_of
from ovkk_core.merging.journal import Journal
from ovkk_core.merging.models import Merge, NotSame
from ovkk_core.merging.moving import absorb, tidy
from ovkk_core.merging.references import references_to, refuse_unknown
from ovkk_core.registry import registry

Contact = Person | Organisation


def merge(kept: Contact, merged: Contact, taken: Iterable[str] = ()) -> Merge:
    """Let ``merged`` go into ``kept``; of the fields ``taken`` its values replace those of ``kept``.

    Everything that refers to it, in all rooms and plugins, refers to ``kept`` afterwards. The strictest consent wins
    (PRIV-12). Raises ``BadInputError`` when they are not two of one kind, and ``NotFoundError`` when one is gone.
    """
    kind = kind_of(kept)
    if kind is not kind_of(merged) or kept.id == merged.id:
        raise BadInputError("Kies twee verschillende personen, of twee verschillende organisaties.")
    with transaction(), acting(actor(), f"samengevoegd met '{merged}'"[:255]):
        lock("merging")
        kept, merged = record_of(kind, kept.id), record_of(kind, merged.id)
        refuse_unknown(MODELS[kind], merged.id)
        journal = Journal()
        _combine(journal, kept, merged, [name for name in FIELDS[kind] if name in set(taken)])
        note(kept)
        audit("merging.merge", kept._meta.table_name, kept.id)
        done: Merge = Merge.create(
            kind=kind,
            kept_id=kept.id,
            merged_id=merged.id,
            slug=getattr(merged, "slug", ""),
            name=str(merged),
            actor=actor(),
            moved=dict(journal.moved),
            journal=journal.entries(),
        )
        registry.tell("on_contacts_merged", kept=kept, merged=merged)
        strictness.tell_of([kept] if isinstance(kept, Person) else [])
    return done


def _combine(journal: Journal, kept: Contact, merged: Contact, taken: list[str]) -> None:
    values = {name: getattr(merged, name) for name in taken}
    if isinstance(kept, Person) and isinstance(merged, Person):
        strictness.apply(journal, kept, merged, str(values.get("email", kept.email)))
    model, kind = type(kept), kind_of(kept)
    journal.touch(model, kept.id)
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save()
    absorb(journal, model, kept.id, merged.id)
    tidy(journal, kept)
    for row in NotSame.select().where(NotSame.kind == kind, (NotSame.low == merged.id) | (NotSame.high == merged.id)):
        journal.delete(NotSame, row.id)
    forget_pairs(kind, merged.id)
    journal.delete(model, merged.id)


def to_move(merged: Contact) -> Counter[str]:
    """Give how many rows of each table refer to ``merged``, and so would move: table → number."""
    counts = ((one.table, one.rows(merged.id).count()) for one in references_to(type(merged)))
    found: Counter[str] = Counter()
    for table, count in counts:
        if count:
            found[table] += count
    return found


def note(contact: Contact) -> None:
    """Let the history of ``contact`` say what happened to it and why, also when no field of its own changed."""
    Revision.create(
        table_name=contact._meta.table_name,
        object_id=str(contact.id),
        change=Change.CHANGED,
        actor=actor(),
        reason=reason(),
        changes={},
    )
