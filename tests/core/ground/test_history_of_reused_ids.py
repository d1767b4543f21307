"""SQLite gives the id of a deleted row to the next one: each keeps its own history."""

import pytest

from ovkk_core.history import Change, restore, revisions_of
from ovkk_core.registry import PluginState


@pytest.mark.usefixtures("database")
def test_revisions_of_new_row_leave_out_the_row_that_had_its_id() -> None:
    first = PluginState.create(name="first")
    number = first.id
    first.delete_instance()
    second = PluginState.create(id=number, name="second", force_insert=True)
    assert [revision.changes["name"] for revision in revisions_of(second)] == [[None, "second"]]


@pytest.mark.usefixtures("database")
def test_restored_row_keeps_its_history() -> None:
    state = PluginState.create(name="toy")
    state.delete_instance()
    again = restore(PluginState, revisions_of(state)[0])
    assert [r.change for r in revisions_of(again)] == [Change.RESTORED, Change.DELETED, Change.CREATED]
