"""Roles × permissions: seeded once, then the association's own."""

import pytest
from flask import Flask

from ovkk_core.accounts import (
    ROLES,
    Role,
    RolePermission,
    User,
    change_permission,
    may,
    permissions_of,
    seed_permissions,
)
from ovkk_core.accounts.models import SeededPermission
from ovkk_core.app import create_app
from ovkk_core.config import Settings
from ovkk_core.database import connected
from ovkk_core.errors import NotFoundError
from ovkk_core.hookspecs import Permission
from ovkk_core.registry import registry
from tests.people import make_user

pytestmark = pytest.mark.usefixtures("database")


PAINT = Permission("toy.paint", "Verven", frozenset({"redacteur", "no such role"}))


@pytest.fixture
def paint(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the room of accounts declare ``toy.paint`` too."""
    known = registry.collect

    def collect(hook: str) -> list[tuple[str, object]]:
        more = [("toy", PAINT)] if hook == "register_permissions" else []
        return [*known(hook), *more]

    monkeypatch.setattr(registry, "collect", collect)
    seed_permissions()


def test_every_role_exists_from_the_start() -> None:
    assert {role.name for role in Role.select()} == set(ROLES)


@pytest.mark.usefixtures("paint")
def test_new_permission_goes_to_its_default_roles() -> None:
    assert may("toy.paint", make_user("redacteur"))
    assert not may("toy.paint", make_user("lezer"))
    assert "toy.paint" in permissions_of(make_user("redacteur", "lezer"))


@pytest.mark.usefixtures("paint")
def test_permission_taken_away_stays_away() -> None:
    change_permission("redacteur", "toy.paint", granted=False)
    seed_permissions()
    assert not may("toy.paint", make_user("redacteur"))
    change_permission("redacteur", "toy.paint", granted=True)
    assert may("toy.paint", make_user("redacteur"))


@pytest.mark.usefixtures("paint")
def test_administrator_always_has_everything() -> None:
    admin = make_user("beheerder")
    assert may("toy.paint", admin)
    assert may("accounts.write", admin)
    admin.active = False
    assert not may("toy.paint", admin)


def test_unknown_permission_cannot_be_granted() -> None:
    with pytest.raises(NotFoundError):
        change_permission("lezer", "toy.nothing", granted=True)


def test_second_start_seeds_nothing_again(app: Flask, settings: Settings) -> None:
    before = (SeededPermission.select().count(), RolePermission.select().count(), Role.select().count())
    create_app(settings)
    with connected():
        assert (SeededPermission.select().count(), RolePermission.select().count(), Role.select().count()) == before


def test_secrets_of_users_stay_out_of_the_history() -> None:
    from ovkk_core.history import revisions_of

    user = make_user()
    user.name = "Anders"
    user.save()
    kept = {name for revision in revisions_of(user) for name in revision.changes}
    assert kept.isdisjoint(User.UNTRACKED)
