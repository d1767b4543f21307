"""A secretary's own page, the yearly check and a change of the board, as people do them."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, axe_violations, log_in
from tests.serving import in_installation, status_of

pytestmark = pytest.mark.browser
LINK = """
from ovkk_core.contacts import Organisation, OrganisationKind, Person, Position, PositionFunction, current_positions
from ovkk_core.personal import personal_link
there = (Organisation.kind == OrganisationKind.{kind}) & (Position.function == PositionFunction.SECRETARY)
print(personal_link(current_positions().where(there, Person.id.is_null(False)).first().person))
"""
OLD = """
from ovkk_core.contacts import Organisation, OrganisationKind, Person, Position, PositionFunction, current_positions
from ovkk_core.personal import LinkScope, personal_link
there = (Organisation.kind == OrganisationKind.VILLAGE_COUNCIL) & (Position.function == PositionFunction.SECRETARY)
held = current_positions().where(there, Person.id.is_null(False)).first()
print(personal_link(held.person, LinkScope.ORGANISATION, organisation=held.organisation))
"""
NEW = """
from ovkk_core.contacts import Person
from ovkk_core.personal import personal_link
print(personal_link(Person.get(email="noor.opvolger@dorpsbewoner.test")))
"""


@pytest.mark.parametrize("script", [True, False])
def test_a11y_5_own_page_and_check_work_on_a_phone_with_and_without_javascript(
    site: Site, chromium: Browser, script: bool
) -> None:
    link = in_installation(site.variables, LINK.format(kind="COMMUNITY_CENTRE")).strip()
    context = chromium.new_context(
        base_url=site.base, locale="nl-NL", viewport={"width": 320, "height": 700}, java_script_enabled=script
    )
    page = context.new_page()

    def looks_right() -> None:
        if script:
            assert axe_violations(page) == []
            assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

    page.goto(link)
    looks_right()
    page.get_by_text("Wijzig uw gegevens").click()
    page.get_by_label("Telefoon").fill("12")
    page.get_by_role("button", name="Mijn gegevens opslaan").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looks_right()
    page.get_by_label("Telefoon").fill("0529 47 81 94")
    page.get_by_role("button", name="Mijn gegevens opslaan").click()
    expect(page.get_by_text("Uw gegevens zijn opgeslagen.")).to_be_visible()
    page.goto(f"{link}/klopt")
    looks_right()
    page.get_by_role("button", name="Ja, alles klopt").click()
    expect(page.get_by_text("Dank u wel! Nu weten wij dat dit klopt.")).to_be_visible()
    assert context.cookies() == []
    context.close()


def test_secretary_hands_over_and_the_office_takes_it_back(site: Site, page: Page, console: list[str]) -> None:
    link = in_installation(site.variables, LINK.format(kind="VILLAGE_COUNCIL")).strip()
    council = in_installation(site.variables, OLD).strip()
    assert status_of(council) == 200
    page.goto(link)
    page.get_by_text("Ik doe dit niet meer").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Draag de functie over").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Een functie overdragen")).to_be_visible()
    page.get_by_label("Voornaam").fill("Noor")
    page.get_by_label("Achternaam").fill("Opvolger")
    page.get_by_label("E-mailadres").fill("noor.opvolger@dorpsbewoner.test")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Draag over").click()
    expect(page.get_by_text("De wissel is genoteerd")).to_be_visible()
    expect(page.get_by_text("Ik doe dit niet meer")).to_have_count(0)
    assert status_of(council) == 404
    page.goto(in_installation(site.variables, NEW).strip())
    expect(page.get_by_text("Ik doe dit niet meer").first).to_be_visible()
    assert axe_violations(page) == []
    log_in(page)
    page.get_by_role("link", name="Bestuurswissels").first.click()
    card = page.locator(".admin-card", has_text="Noor Opvolger")
    expect(card).to_be_visible()
    assert axe_violations(page) == []
    card.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_text("Alles is weer zoals het was.")).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("Ik doe dit niet meer").first).to_be_visible()
    page.goto("/beheer/klopt-dit-nog/")
    page.get_by_role("link", name="Klopt dit nog? 2", exact=False).last.click()
    expect(page.get_by_role("progressbar", name="Geantwoord")).to_be_visible()
    assert axe_violations(page) == []
    assert console == []
