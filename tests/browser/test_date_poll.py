"""Choosing a date as a volunteer does it, and answering as somebody who was asked does it."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, axe_violations, log_in
from tests.serving import in_installation

pytestmark = pytest.mark.browser
LINK_OF_SILENT = """
from ovkk_core.planning.models import PollGuest
from ovkk_core.planning.tokens import new_link
print(new_link(PollGuest.select().where(PollGuest.answered_at.is_null()).order_by(PollGuest.id).first()))
"""


def test_year_planner_can_be_read_and_scrolled_by_keyboard(site: Site, page: Page, console: list[str]) -> None:
    log_in(page)
    page.goto("/beheer/jaarplanner/")
    table = page.get_by_role("region", name="Jaarplanner")
    table.focus()
    page.keyboard.press("ArrowRight")
    # not wait_for_function: that evaluates in the page, which refuses it
    tries = (page.evaluate("document.querySelector('.planning-scroll').scrollLeft > 0") for _ in range(100))
    assert any(scrolled or page.wait_for_timeout(50) for scrolled in tries)
    expect(page.get_by_role("columnheader", name="december")).to_be_attached()
    page.get_by_role("link", name="Hetzelfde als lijst").click()
    expect(page.get_by_text("Koningsdag (feestdag)").last).to_be_visible()
    assert axe_violations(page) == []
    assert console == []


def test_wished_date_becomes_a_poll_among_people(site: Site, page: Page, console: list[str]) -> None:
    log_in(page)
    page.goto("/beheer/datum-kiezen/")
    page.get_by_label("Datum").fill("2027-04-27")
    page.get_by_label("gemeenten", exact=True).check()
    page.get_by_role("button", name="Bekijk deze datum").click()
    expect(page.get_by_text("Dit is een feestdag")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("link", name="Maak een datumprikker van deze datums").click()
    page.get_by_label("Titel").fill("Overleg over Koningsdag")
    page.get_by_label("Laatste dag om te antwoorden").fill("2027-04-01")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Opslaan en kiezen wie u vraagt").click()
    page.get_by_label("plaatselijke belangen en dorpsraden").check()
    page.get_by_role("button", name="Laat zien wie dit zijn").click()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Mails versturen").click()
    expect(page.get_by_text("krijgen een mail met een persoonlijke link")).to_be_visible()
    page.get_by_role("button", name="Kies deze datum").first.click()
    expect(page.get_by_text("De datum is gekozen:")).to_be_visible()
    page.get_by_text("De gekozen datum gaat niet door").click()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Trek de gekozen datum in").click()
    expect(page.get_by_text("De gekozen datum is ingetrokken.")).to_be_visible()
    page.get_by_role("button", name="Kies deze datum").nth(1).click()
    page.get_by_role("button", name="Zet de activiteit op de openbare agenda").click()
    page.get_by_role("link", name="Naar de pagina op de website").click()
    expect(page.get_by_role("heading", name="Overleg over Koningsdag")).to_be_visible()
    assert console == []


@pytest.mark.parametrize("script", [True, False])
def test_a11y_5_guest_answers_on_a_phone_with_and_without_javascript(
    site: Site, chromium: Browser, script: bool
) -> None:
    link = in_installation(site.variables, LINK_OF_SILENT).strip()
    context = chromium.new_context(
        base_url=site.base, locale="nl-NL", viewport={"width": 320, "height": 700}, java_script_enabled=script
    )
    page = context.new_page()
    page.goto(link)
    for group in page.get_by_role("group").all():
        group.get_by_label("als het moet").check()
    page.get_by_label("Opmerking").fill("Ik kom op de fiets.")
    page.get_by_role("button", name="Mijn antwoord bewaren").click()
    expect(page.get_by_text("uw antwoord is bewaard")).to_be_visible()
    expect(page.get_by_label("Opmerking")).to_have_value("Ik kom op de fiets.")
    assert context.cookies() == []
    if script:
        assert axe_violations(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    context.close()
