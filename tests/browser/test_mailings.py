"""A mailing in a real browser: written, looked over, sent, watched; and each screen at 320 px without a script."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, axe_violations, log_in

pytestmark = pytest.mark.browser
LIST = "/beheer/mailings/"
SCREENS = ("", "nieuw/", "1/", "1/resultaat/", "2/", "2/schrijven/", "2/doelgroep/", "2/voorbeeld/", "2/versturen/")


def test_is_written_looked_over_sent_once_and_watched(site: Site, page: Page, console: list[str]) -> None:
    log_in(page)
    page.goto(f"{LIST}nieuw/")
    page.get_by_label("Naam van de mailing").fill("Proefmailing")
    page.get_by_label("Onderwerp van de mail").fill("Nieuws voor {organisatie}")
    page.locator("#blok-1-text").fill("Wij hebben **nieuws** voor u.")
    page.get_by_role("group", name="Toevoegen").get_by_role("button", name="Knop").click()
    expect(page.locator("#blok-3-text")).to_be_focused()
    page.locator("#blok-3-text").fill("Lees verder")
    page.locator("#blok-3-address").fill("https://vereniging.example/nieuws")
    page.get_by_role("button", name="Omhoog Knop 4").click()
    page.get_by_role("button", name="Opslaan").last.click()
    page.get_by_role("link", name="Kies aan wie").click()
    page.get_by_label("Aan wie schrijft u?").select_option("beleidsmedewerkers")
    page.get_by_label("Waarvoor schrijft u hen?").select_option("uitnodigingen")
    page.get_by_role("button", name="Opslaan en tonen").click()
    assert int(page.locator(".mailings-count").inner_text()) > 0
    page.get_by_role("link", name="Naar de volgende stap").click()
    page.get_by_role("link", name="Bekijk de mail").click()
    expect(page.frame_locator(".mailings-frame--phone").get_by_text("Lees verder")).to_be_visible()
    page.get_by_role("button", name="als testmail").click()
    page.get_by_role("link", name="Naar de lijst").click()
    page.get_by_role("button", name="Leg de lijst vast").click()
    page.get_by_role("button", name="Verstuur aan").dblclick()
    expect(page.get_by_role("heading", name="Voortgang")).to_be_visible()
    expect(page.locator(".mailings-bar strong")).to_have_text("100%", timeout=60_000)
    assert axe_violations(page) == []
    assert console == []


def test_every_screen_fits_320_px_without_a_script(site: Site, page: Page, chromium: Browser) -> None:
    log_in(page)
    context = chromium.new_context(
        base_url=site.base,
        locale="nl-NL",
        java_script_enabled=False,
        viewport={"width": 320, "height": 800},
        storage_state=page.context.storage_state(),
    )
    plain = context.new_page()
    for screen in SCREENS:
        plain.goto(LIST + screen)
        expect(plain.locator("h1")).to_be_visible()
        box = plain.locator("main").bounding_box()
        assert box is not None
        assert box["width"] <= 320, screen
    context.close()
