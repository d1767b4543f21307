"""Stores what a batch adds and changes: one transaction, many rows at once, private until all of it is there."""

import json
from collections import Counter, defaultdict
from datetime import datetime
from itertools import count
from typing import Any

import peewee

from ovkk_core.clock import now
from ovkk_core.contacts import Organisation, OrganisationVillage, Person, Position, place_sort_key
from ovkk_core.database import hold_tables, insert_rows, reserve_ids, slug, transaction, update_rows
from ovkk_core.errors import BadInputError
from ovkk_core.exchange.deciding import JOIN, accepted, joined
from ovkk_core.exchange.dry_run import check
from ovkk_core.exchange.fields import ORGANISATION, PERSON, POSITION
from ovkk_core.exchange.models import BatchState, ImportBatch, ImportChunk
from ovkk_core.exchange.outcomes import USED, Deed, Outcome, unpacked
from ovkk_core.exchange.watching import TABLES, state_of_contacts, undisturbed
from ovkk_core.history import Change, Revision, acting, record_range

MODELS: dict[str, Any] = {ORGANISATION: Organisation, PERSON: Person, POSITION: Position}
REVISION = ("table_name", "object_id", "change", "at", "actor", "reason", "changes")
TRIES = 5
STORED = frozenset(verdict.value for verdict in USED)
Row = dict[str, Any]


def finish_storing(batch: ImportBatch, who: str) -> None:
    """Store the rows when that is what the batch waits for; check them again first when contacts changed since.

    Raises :class:`BadInputError` when contacts change faster than we can check.
    """
    for _ in range(TRIES):
        if batch.state is not BatchState.STORING:
            return
        if batch.seen != state_of_contacts():
            check(batch)
        with transaction():
            hold_tables(*TABLES)
            if batch.seen == state_of_contacts():
                _store(batch, who)
                return
    raise BadInputError("De contacten worden op dit moment steeds gewijzigd. Probeer het straks opnieuw.")


def _store(batch: ImportBatch, who: str) -> None:
    moment = now()
    batch.at = moment  # type: ignore[assignment]  # a field
    with acting(who, batch.source), undisturbed():
        storing = _Storing(batch, who)
        chunks = ImportChunk.select(ImportChunk.id).where(ImportChunk.batch == batch).order_by(ImportChunk.number)
        for key in [row.id for row in chunks]:
            for kept in ImportChunk.get_by_id(key).outcomes:
                choice = batch.choices.get(str(kept[0]), "")
                if choice or kept[1] in STORED:
                    storing.put(unpacked(kept), choice)
            storing.write()
        batch.made = storing.made()
        batch.report = batch.report | {"stored": dict(storing.counts)}
        batch.state = BatchState.DONE
        batch.save()
        for model in TABLES:
            if span := batch.made.get(model._meta.table_name):
                record_range(model, span[0], span[1], moment)


class _Storing:
    """Turns deeds into rows, and writes them chunk by chunk."""

    def __init__(self, batch: ImportBatch, who: str) -> None:
        self._moment: datetime = batch.at
        self._stamp = Person.created_at.db_value(batch.at)
        self._source, self._who = batch.source, who
        self.counts: Counter[str] = Counter()
        added = batch.report["added"]
        self._first = {kind: reserve_ids(model, added[kind]) for kind, model in MODELS.items() if added[kind]}
        self._put = {kind: bytearray(added[kind] + 1) for kind in MODELS}
        self._elsewhere: dict[tuple[str, int], int] = {}
        blanks = {kind: _blank(model) | self._always(kind) for kind, model in MODELS.items()}
        self._blank = {kind: list(blank.values()) for kind, blank in blanks.items()}
        self._places = {kind: {name: at for at, name in enumerate(blank)} for kind, blank in blanks.items()}
        self._rows: dict[str, list[Any]] = {kind: [] for kind in MODELS}
        self._links: list[tuple[int, int]] = []
        self._last_link = _last_id(OrganisationVillage)
        self._updates: dict[tuple[str, str], list[tuple[Any, int]]] = defaultdict(list)
        self._revisions: list[tuple[Any, ...]] = []
        self._slugs: set[str] | None = None
        self._links_first = self._last_link

    def _always(self, kind: str) -> Row:
        """Give what every new record of a kind has."""
        return {} if kind == POSITION else {"created_at": self._stamp, "source": self._source}

    def put(self, outcome: Outcome, choice: str) -> None:
        """Prepare what a row does, when it is to be stored."""
        if not accepted(outcome, choice):
            return
        refs = [deed.ref if deed else 0 for deed in outcome.deeds]
        if choice.startswith(JOIN):
            joined(outcome, choice)
            for kind, ref, deed in zip((PERSON, ORGANISATION), refs, outcome.deeds, strict=False):
                if ref and deed and ref != deed.ref:
                    self._elsewhere[kind, ref] = deed.ref
        person, body, position = outcome.deeds
        body_id = self._record(ORGANISATION, body, outcome.facts[1]) if body else None
        person_id = self._record(PERSON, person, outcome.facts[0]) if person else None
        if position:
            self._record(POSITION, position, outcome.facts[2] | {"organisation": body_id, "person": person_id})
        self.counts["rows"] += 1

    def _record(self, kind: str, deed: Deed, facts: Row) -> int:
        """Prepare one record; give its id."""
        ref = self._elsewhere.get((kind, deed.ref), deed.ref)
        if ref > 0:
            if deed.changes:
                self._change(kind, ref, deed.changes, tracked=True)
            return ref
        key = self._first[kind] - ref - 1
        if not self._put[kind][-ref]:
            self._put[kind][-ref] = 1
            self._add(kind, key, facts)
        elif deed.changes:
            self._change(kind, key, deed.changes, tracked=False)
        return key

    def _add(self, kind: str, key: int, facts: Row) -> None:
        facts["id"] = key
        if kind == PERSON:
            facts["sort_key"] = facts.pop("_sort")
        if kind == ORGANISATION:
            facts.setdefault("kind", facts.pop("_kind", None))
            facts["sort_key"], facts["slug"] = place_sort_key(facts["name"]), self._unused_slug(facts["name"])
            self._links += [(key, village) for village in facts.pop("villages", ())]
        places = self._places[kind]
        row = self._blank[kind].copy()
        for name, value in facts.items():
            row[places[name]] = value
        self._rows[kind].append(row)
        self.counts[kind] += 1

    def _change(self, kind: str, key: int, changes: dict[str, list[Any]], *, tracked: bool) -> None:
        plain = {}
        for name, (before, after) in changes.items():
            if name == "villages":
                self._links += [(key, village) for village in after if village not in (before or ())]
                continue
            if name == "person" and after < 0:
                after = self._elsewhere.get((PERSON, after)) or self._first[PERSON] - after - 1
            plain[name] = [before, after]
            self._updates[kind, name].append((after, key))
        if plain and tracked:
            table = MODELS[kind]._meta.table_name
            stored = Revision.at.db_value(self._moment), self._who, self._source, json.dumps(plain)
            self._revisions.append((table, str(key), Change.CHANGED.value, *stored))
            self.counts["changed"] += 1

    def write(self) -> None:
        """Write what was prepared."""
        for kind, model in MODELS.items():
            if self._rows[kind]:
                insert_rows(model, list(self._places[kind]), self._rows[kind])
                self._rows[kind] = []
        if self._links:
            insert_rows(OrganisationVillage, ("organisation", "village"), dict.fromkeys(self._links))
        for (kind, name), pairs in self._updates.items():
            update_rows(MODELS[kind], name, pairs)
        self._sort_again()
        if self._revisions:
            insert_rows(Revision, REVISION, self._revisions)
        self._links, self._updates, self._revisions = [], defaultdict(list), []

    def _sort_again(self) -> None:
        """Derive the sort keys of who got another name."""
        for kind, names in ((PERSON, NAMES), (ORGANISATION, {"name"})):
            ids = {
                key for (of, name), pairs in self._updates.items() if of == kind and name in names for _, key in pairs
            }
            model = MODELS[kind]
            if ids:
                rows = model.select().where(model.id.in_(list(ids)))
                update_rows(model, "sort_key", [(row.derived_sort_key(), row.id) for row in rows])

    def made(self) -> dict[str, list[int]]:
        """Give table → first and last id of what was added."""
        spans = {
            MODELS[kind]._meta.table_name: [first, first + len(self._put[kind]) - 2]
            for kind, first in self._first.items()
            if any(self._put[kind])
        }
        last = _last_id(OrganisationVillage)
        if last > self._links_first:
            spans[OrganisationVillage._meta.table_name] = [self._links_first + 1, last]
        return spans

    def _unused_slug(self, name: str) -> str:
        if self._slugs is None:
            self._slugs = {found for (found,) in Organisation.select(Organisation.slug).tuples()}
        wish = slug(name) or "x"
        options = (wish if number == 1 else f"{wish}-{number}" for number in count(1))
        found = next(option for option in options if option not in self._slugs)
        self._slugs.add(found)
        return found


NAMES = {"family_name", "given_name", "nickname", "initials", "name_prefix"}


def _blank(model: type[peewee.Model]) -> Row:
    """Give every field of a new record with its default, as the database stores it."""
    found = {}
    for name, one in model._meta.fields.items():
        default = one.default() if callable(one.default) else one.default
        found[name] = one.db_value(default)
    return found


def _last_id(model: Any) -> int:
    return int(model.select(peewee.fn.MAX(model.id)).scalar() or 0)
