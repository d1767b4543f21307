"""History: differences, restore, and an audit trail in which nothing can be changed unseen."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum

import peewee
import pytest

from ovkk_core.clock import frozen, now
from ovkk_core.database import (
    JsonField,
    LineField,
    StateField,
    UtcDateTimeField,
    db,
    is_sqlite,
    transaction,
)
from ovkk_core.errors import NotFoundError
from ovkk_core.history import (
    AuditEntry,
    Change,
    Revision,
    TrackedModel,
    acting,
    actor,
    audit,
    broken_audit_entry,
    cutting,
    restore,
    revisions_of,
)
from ovkk_core.registry import PluginState

pytestmark = pytest.mark.usefixtures("database")


class Shade(Enum):
    """A colour."""

    RED = "red"
    BLUE = "blue"


class Keepsake(TrackedModel):
    """A tracked row with a field of every kind."""

    UNTRACKED = frozenset({"secret"})
    title = LineField()
    shade = StateField(Shade, default=Shade.RED)
    moment = UtcDateTimeField(null=True)
    day = peewee.DateField(null=True)
    price = peewee.DecimalField(null=True, max_digits=10, decimal_places=2)
    data = JsonField(null=True)
    parent = peewee.ForeignKeyField("self", null=True)
    secret = LineField(default="")

    class Meta:
        table_name = "keepsake"


@pytest.fixture(autouse=True)
def keepsakes(database: None) -> object:
    db.create_tables([Keepsake])
    yield
    db.drop_tables([Keepsake])


def values() -> dict[str, object]:
    return {
        "title": "Klok",
        "shade": Shade.BLUE,
        "moment": datetime(2026, 3, 29, 1, 30, 15, 7, tzinfo=UTC),
        "day": date(1969, 7, 20),
        "price": Decimal("12.50"),
        "data": "een tekst",
    }


def shown(record: Keepsake) -> dict[str, object]:
    return {name: getattr(Keepsake.get_by_id(record.id), name) for name in values()}


def test_deleted_record_comes_back_with_every_kind_of_field() -> None:
    parent = Keepsake.create(title="Kast")
    record = Keepsake.create(parent=parent, secret="geheim", **values())
    record.delete_instance()
    again = restore(Keepsake, revisions_of(record)[0])
    assert (again.id, shown(again), again.parent_id) == (record.id, values(), parent.id)


def test_change_is_taken_back_and_that_is_a_change_too() -> None:
    record = Keepsake.create(**values())
    record.title, record.shade, record.data, record.moment = "Wekker", Shade.RED, {"a": 1}, None
    with acting("user:7"):
        record.save()
    with acting("user:8"):
        restore(Keepsake, revisions_of(record)[0])
    assert shown(record) == values()
    newest = revisions_of(record)[0]
    assert (newest.change, newest.actor, newest.reason) == (Change.CHANGED, "user:8", "teruggezet")


def test_revision_names_only_what_changed_and_never_an_untracked_field() -> None:
    record = Keepsake.create(title="Klok", secret="geheim")
    record.title, record.secret = "Wekker", "anders"
    record.save()
    record.save()
    assert revisions_of(record)[0].changes == {"title": ["Klok", "Wekker"]}
    assert "geheim" not in str([r.changes for r in Revision.select()])
    assert len(list(revisions_of(record))) == 2


def test_restore_of_what_is_gone_or_was_never_there_is_refused_with_words() -> None:
    record = Keepsake.create(title="Klok")
    created = revisions_of(record)[0]
    with pytest.raises(NotFoundError, match="bestond dit nog niet"):
        restore(Keepsake, created)
    record.title = "Wekker"
    record.save()
    changed = revisions_of(record)[0]
    record.delete_instance()
    with pytest.raises(NotFoundError, match="bestaat niet meer"):
        restore(Keepsake, changed)


def test_revision_of_another_table_changes_nothing() -> None:
    state = PluginState.create(name="toy", enabled=False)
    Keepsake.create(id=state.id, title="Klok")
    with pytest.raises(NotFoundError, match="iets anders"):
        restore(Keepsake, revisions_of(state)[0])


def test_revision_of_what_was_taken_back_is_gone_too() -> None:
    def work() -> None:
        with transaction():
            Keepsake.create(title="Klok")
            audit("keepsake.make")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    kept = Revision.select().where(Revision.table_name == "keepsake").count(), AuditEntry.select().count()
    assert kept == (0, 0)


def test_acting_ends_with_its_block() -> None:
    with acting("user:1"), acting("job:x", "omdat"):
        assert actor() == "job:x"
    assert actor() == "system"


def unguarded(statement: str) -> None:
    """Do what somebody with the database in hands could do: put the triggers aside first."""
    if is_sqlite():
        for trigger in ("audit_no_update", "audit_no_delete"):
            db.execute_sql(f"DROP TRIGGER {trigger}")
        db.execute_sql(statement)
        return
    db.execute_sql("ALTER TABLE history_audit_entry DISABLE TRIGGER ALL")
    db.execute_sql(statement)
    db.execute_sql("ALTER TABLE history_audit_entry ENABLE TRIGGER ALL")


def trail() -> list[int]:
    """Write four entries; give their ids."""
    for number in range(4):
        with acting(f"user:{number}"):
            audit("keepsake.read", "keepsake", number)
    return [entry.id for entry in AuditEntry.select().order_by(AuditEntry.id)]


def test_audit_trail_is_whole_whatever_is_written_down() -> None:
    for words in (" met spaties ", "e\u0301 ontbonden", "", "☕", 17, None):
        audit("keepsake.read", "keepsake", words)
    assert broken_audit_entry() is None


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE history_audit_entry SET actor = 'user:9' WHERE id = {1}", 1),
        ("UPDATE history_audit_entry SET at = '2020-01-01 00:00:00' WHERE id = {2}", 2),
        ("UPDATE history_audit_entry SET object_id = '99' WHERE id = {0}", 0),
        ("DELETE FROM history_audit_entry WHERE id = {1}", 2),
        ("DELETE FROM history_audit_entry WHERE id = {0}", 1),
    ],
)
def test_priv_8_tampering_past_the_triggers_shows(statement: str, broken: int) -> None:
    ids = trail()
    assert broken_audit_entry() is None
    unguarded(statement.format(*ids))
    assert broken_audit_entry() == ids[broken]


@pytest.mark.parametrize("statement", ["UPDATE history_audit_entry SET actor = 'x'", "DELETE FROM history_audit_entry"])
def test_priv_8_audit_trail_is_append_only(statement: str) -> None:
    trail()
    with pytest.raises(peewee.DatabaseError, match="append-only"):
        db.execute_sql(statement)


def cut_after(days: int) -> list[int]:
    """Write ten entries, one a day, and let those older than ``days`` go; give the ids of all."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    for day in range(10):
        with frozen(start + timedelta(days=day)):
            audit("keepsake.read", "keepsake", day)
    ids = [entry.id for entry in AuditEntry.select().order_by(AuditEntry.id)]
    assert cutting.old(start + timedelta(days=days)).count() == days
    assert cutting.cut(start + timedelta(days=days)) == days
    return ids


def test_priv_7_old_audit_entries_go_under_a_seal_and_the_chain_goes_on() -> None:
    ids = cut_after(4)
    assert [entry.id for entry in AuditEntry.select().order_by(AuditEntry.id)][:6] == ids[4:]
    seal = AuditEntry.get(action="history.cut")
    assert seal.object_id.split()[:2] == [str(ids[3]), "4"]
    assert seal.object_id.split()[2] == AuditEntry.get_by_id(ids[4]).previous
    audit("keepsake.read", "keepsake", 10)
    assert broken_audit_entry() is None
    assert cutting.cut(datetime(2024, 1, 1, tzinfo=UTC)) == 0
    assert cutting.cut(now() + timedelta(days=1)) == 8  # all of them, the first seal and what came after it
    assert [entry.action for entry in AuditEntry.select()] == ["history.cut"]
    assert broken_audit_entry() is None


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE history_audit_entry SET actor = 'user:9' WHERE id = {6}", 6),
        ("DELETE FROM history_audit_entry WHERE id = {4}", 5),
        ("DELETE FROM history_audit_entry WHERE id = {7}", 8),
        ("DELETE FROM history_audit_entry WHERE action = 'history.cut'", 4),
        ("UPDATE history_audit_entry SET object_id = '{5} 2 ' || digest WHERE action = 'history.cut'", 4),
        ("UPDATE history_audit_entry SET action = 'history.cut', object_id = '{5} 2 x' WHERE object_id = '10'", 4),
    ],
    ids=["changed", "oldest-removed", "removed", "seal-removed", "seal-changed", "seal-forged"],
)
def test_priv_8_tampering_after_a_cut_shows(statement: str, broken: int) -> None:
    ids = cut_after(4)
    audit("keepsake.read", "keepsake", 10)
    unguarded(statement.format(*ids))
    assert broken_audit_entry() == ids[broken]


def test_priv_8_tampering_among_what_a_cut_lets_go_is_written_down() -> None:
    ids = trail()
    unguarded("UPDATE history_audit_entry SET actor = 'user:9' WHERE object_id = '1'")
    cutting.cut(now() + timedelta(days=1))
    assert AuditEntry.get(action="history.broken").object_id == str(ids[1])


def test_priv_8_seal_that_is_not_the_newest_or_does_not_cover_an_entry_lets_nothing_go() -> None:
    ids = cut_after(4)
    with pytest.raises(peewee.DatabaseError, match="append-only"), db.atomic():
        AuditEntry.delete().where(AuditEntry.id == ids[4]).execute()
    audit("keepsake.read")
    with pytest.raises(peewee.DatabaseError, match="append-only"), db.atomic():
        AuditEntry.delete().where(AuditEntry.id == ids[4]).execute()
