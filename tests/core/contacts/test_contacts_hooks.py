"""What the room of contacts tells the rest of the house."""

import io

import pytest

from ovkk_core.contacts import Municipality, Organisation, import_places
from ovkk_core.registry import change_setting, registry, setting_specs

pytestmark = pytest.mark.usefixtures("database")


def test_permissions_are_declared_with_their_roles() -> None:
    declared = {
        right.name: right.roles for room, right in registry.collect("register_permissions") if room == "contacts"
    }
    assert declared == {
        "contacts.read": {"redacteur", "coordinator", "adviseur", "lezer"},
        "contacts.write": {"redacteur", "coordinator"},
        "contacts.export": {"coordinator"},
        "contacts.import": {"coordinator"},
    }


def test_setting_of_the_province_decides_where_new_municipalities_go() -> None:
    assert setting_specs()["contacts.province"].default == "Overijssel"
    change_setting("contacts.province", "Drenthe")
    registry.refresh()
    import_places(io.BytesIO(b"name,municipality\nZuidlaren,Tynaarlo\n"))
    assert Municipality.get().province.name == "Drenthe"


def test_admin_screens_stand_in_the_order_of_the_menu() -> None:
    screens = [view.url for room, view in registry.collect("register_admin_views") if room == "contacts"]
    assert screens == [
        "/beheer/organisaties/",
        "/beheer/personen/",
        "/beheer/functies/",
        "/beheer/vacatures/",
        "/beheer/verwachte-functies/",
        "/beheer/functies-op-een-dag/",
        "/beheer/dorpen/",
        "/beheer/gemeenten/",
        "/beheer/plaatsen-inlezen/",
    ]


def test_demonstration_is_loaded_by_its_hook() -> None:
    registry.tell("load_demo")
    assert Organisation.select().where(Organisation.demo).count() == 61  # one of them a second time, to be merged
