"""The builder of audiences: counting by itself with a script, the same steps without one, by keyboard and at 320 px."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, axe_violations, log_in

pytestmark = pytest.mark.browser
NEW = "/beheer/doelgroepen/nieuw/"
CHOICE = "plaatselijke belangen en dorpsraden"


def test_counts_after_every_choice_and_keeps_the_place(site: Site, page: Page, console: list[str]) -> None:
    log_in(page)
    page.goto(NEW)
    page.get_by_label("Naam").fill("Raden")
    page.get_by_label("Voorwaarde erbij").select_option("audiences.kind")
    page.get_by_role("button", name="Toevoegen").press("Enter")
    expect(page.locator("legend", has_text="1 Soort organisatie")).to_be_focused()
    page.get_by_label(CHOICE).press("Space")
    expect(page.locator("[data-outcome]")).to_contain_text("Iedereen van plaatselijke belangen en dorpsraden.")
    assert int(page.locator(".audiences-count").inner_text()) > 0
    assert page.get_by_label("Naam").input_value() == "Raden"
    assert axe_violations(page) == []
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("heading", level=1, name="Raden")).to_be_visible()
    assert console == []


def test_every_step_works_without_a_script_at_320_px(site: Site, page: Page, chromium: Browser) -> None:
    log_in(page)
    context = chromium.new_context(
        base_url=site.base,
        locale="nl-NL",
        java_script_enabled=False,
        viewport={"width": 320, "height": 800},
        storage_state=page.context.storage_state(),
    )
    plain = context.new_page()
    plain.goto(NEW)
    plain.get_by_label("Naam").fill("Zonder script")
    plain.locator("#new-0").select_option("group")
    plain.locator("button[value='add:0']").press("Enter")
    plain.locator("#new-0-0").select_option("audiences.kind")
    plain.locator("button[value='add:0-0']").press("Enter")
    plain.get_by_label(CHOICE).press("Space")
    plain.get_by_label("Naam").press("Enter")  # Enter in a field counts again, and takes nothing out
    expect(plain.locator("[data-outcome]")).to_contain_text("Iedereen van plaatselijke belangen en dorpsraden.")
    plain.get_by_role("button", name="Opslaan").press("Enter")
    expect(plain.get_by_role("heading", level=1, name="Zonder script")).to_be_visible()
    context.close()
