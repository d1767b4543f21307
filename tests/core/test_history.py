"""The audit trail and the plugin states as the first tracked model."""

import peewee
import pytest

from ovkk_core.history import AuditEntry, acting, audit, broken_audit_entry, restore, revisions_of
from ovkk_core.registry import PluginState


@pytest.mark.usefixtures("database")
def test_save_of_tracked_model_leaves_a_revision_with_actor_reason_and_difference() -> None:
    state = PluginState.create(name="toy", enabled=False)
    with acting("user:1", "proef"):
        state.enabled = True
        state.save()
    revision = revisions_of(state)[0]
    assert (revision.actor, revision.reason) == ("user:1", "proef")
    assert revision.changes == {"enabled": [False, True]}


@pytest.mark.usefixtures("database")
def test_restore_puts_back_a_deleted_record() -> None:
    state = PluginState.create(name="toy", enabled=True)
    state.delete_instance()
    restore(PluginState, revisions_of(state)[0])
    assert PluginState.get(name="toy").enabled is True


@pytest.mark.usefixtures("database")
def test_audit_entries_cannot_be_changed_and_form_a_chain() -> None:
    for action in ("a.b", "c.d"):
        audit(action, "thing", 1)
    with pytest.raises(peewee.DatabaseError):
        AuditEntry.update(actor="else").execute()
    assert broken_audit_entry() is None
