"""Pages of places and dossiers in a browser: found by a misspelt name, on the map, and a change taken back."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, axe_violations, log_in

pytestmark = pytest.mark.browser


def test_visitor_finds_a_misspelt_village_and_sees_it_on_the_map(page: Page, console: list[str]) -> None:
    page.goto("/dorpen")
    page.get_by_label("Naam van het dorp").fill("Blokzeil")
    page.get_by_role("button", name="Zoeken").press("Enter")
    page.locator(".dossiers-results").get_by_role("link", name="Blokzijl").click()
    expect(page.get_by_role("heading", level=1, name="Blokzijl")).to_be_visible()
    expect(page.get_by_role("region", name="Kaart met Blokzijl")).to_be_visible()
    expect(page.get_by_role("button", name="Blokzijl")).to_be_visible()
    assert axe_violations(page) == []
    assert console == []


def test_volunteer_takes_a_change_back_in_the_dossier_without_a_script_at_320_px(
    site: Site, page: Page, chromium: Browser
) -> None:
    log_in(page)
    context = chromium.new_context(
        base_url=site.base,
        locale="nl-NL",
        java_script_enabled=False,
        viewport={"width": 320, "height": 800},
        storage_state=page.context.storage_state(),
    )
    plain = context.new_page()
    plain.goto("/beheer/dossier/?zoek=Dorpsraad Blokzijl")
    plain.get_by_role("link", name="Dorpsraad Blokzijl").click()
    plain.get_by_role("link", name="Bewerken").click()
    plain.get_by_label("Website").fill("https://blokzijl.example")
    plain.get_by_role("button", name="Opslaan").first.click()
    plain.goto("/beheer/dossier/?zoek=Dorpsraad Blokzijl")
    plain.get_by_role("link", name="Dorpsraad Blokzijl").click()
    change = plain.locator(".admin-history__item", has_text="de website in (https://blokzijl.example)")
    expect(change).to_be_visible()
    change.get_by_role("button").click()
    expect(plain.get_by_text("Dorpsraad Blokzijl is teruggezet")).to_be_visible()
    expect(plain.locator(".admin-details", has_text="Website")).to_have_count(0)
    context.close()
