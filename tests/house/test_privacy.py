"""No table with something of people is left out of the register, of what people may see, or of erasure (PRIV-5)."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.history import AuditEntry
from ovkk_core.privacy import gaps
from ovkk_core.registry import registry, switch
from ovkk_core.web.admin.menu import SCREENS
from tests.people import log_in, make_user

HOW = "docs/plugins.md, Data about people, says how"


@pytest.mark.usefixtures("app")
def test_priv_5_every_room_says_what_it_keeps_of_people_and_can_show_and_erase_it() -> None:
    found = {room.name: gaps(room.name) for room in registry.rooms()}
    assert {name: missing for name, missing in found.items() if missing} == {}, HOW


NOBODY = {  # reviewed: what these show is of nobody, so that who looks at them is not written down
    *("admin_figures", "admin_plugins", "admin_roles", "admin_settings", "consents_wording", "contacts_expected"),
    *("contacts_municipality", "contacts_places_import", "contacts_village", "inbox_delivery", "kernpunt_sections"),
    *("letters_notice", "planning_year", "privacy_register", "subscriptions_upload"),
}


def test_priv_8_every_look_at_a_screen_is_one_entry_but_for_those_reviewed_to_show_nobody(
    app: Flask, client: FlaskClient
) -> None:
    assert {screen.endpoint for screen in app.extensions[SCREENS] if screen.nobody} == NOBODY
    for plugin in [p for p in registry.plugins.values() if not p.builtin and not p.broken]:
        switch(plugin.name, True)
    log_in(client, make_user("beheerder"))
    counts = {}
    for screen in app.extensions[SCREENS]:
        before = AuditEntry.select().count()
        assert client.get(screen.url, follow_redirects=True).status_code == 200, screen.url
        counts[screen.endpoint] = AuditEntry.select().count() - before
    assert {name for name in NOBODY if counts[name]} == set()
    assert {name: count for name, count in counts.items() if count > 1} == {}
    assert counts["admin_users"] == counts["admin_audit"] == counts["dorpenschouw_tours"] == 1
