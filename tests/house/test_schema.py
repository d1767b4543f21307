"""Models and migrations agree, for every room, on the database of this run."""

import pytest
from flask import Flask

from ovkk_core.app import BUILTIN
from ovkk_core.database import model_differences, models_of
from ovkk_core.history import TrackedModel
from ovkk_core.registry import registry

NAMES = [package.rpartition(".")[2] for package in BUILTIN]


@pytest.mark.usefixtures("database")
def test_rel_7_models_and_migrations_of_every_room_agree(app: Flask) -> None:
    differences = {room.name: model_differences(room) for room in registry.rooms()}
    assert {name: difference for name, difference in differences.items() if difference} == {}
    assert set(differences) >= {*NAMES, "dorpenschouw", "toy"}


@pytest.mark.usefixtures("app")
def test_every_table_is_named_after_its_room() -> None:
    for room in registry.rooms():
        prefix = room.package.rpartition(".")[2]
        for model in models_of(room):
            assert model._meta.table_name.startswith(f"{prefix}_"), model


@pytest.mark.usefixtures("app")
def test_tracked_tables_do_not_keep_bytes_in_their_history() -> None:
    for room in registry.rooms():
        for model in models_of(room):
            if issubclass(model, TrackedModel):
                blobs = {name for name, field in model._meta.fields.items() if field.field_type in {"BLOB", "BYTEA"}}
                assert blobs <= model.UNTRACKED, model
