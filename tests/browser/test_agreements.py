"""An agreement with a partner, as a coordinator makes it in a browser: choose, look, give the address, follow."""

import os
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, axe_violations, log_in

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("OVKK_SHOTS", "")  # a folder in which to look at every screen, wide and narrow


def looked_at(page: Page, name: str) -> list[str]:
    """Run axe, and check that nothing sticks out of a narrow screen."""
    found = axe_violations(page)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{name} is wider than {width}")
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def fetched(address: str) -> tuple[int, str]:
    """Fetch as Thunderbird does."""
    request = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0 Thunderbird/128.5.0"})
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status), str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.code, ""


def test_agreement_from_first_choice_to_first_fetch(site: Site, page: Page, console: list[str]) -> None:
    """FEED-5, FEED-7: the address is shown once and works; taken back, it does not. All screens pass axe."""
    log_in(page)
    page.goto("/beheer/agenda-afspraken/")
    problems = looked_at(page, "list")
    page.get_by_role("link", name="Nieuwe afspraak").click()
    page.get_by_label("Naam van de agenda").fill("Agenda voor de griffie")
    page.get_by_label("In de gemeenten die hieronder zijn aangekruist").check()
    page.get_by_label("Hof van Twente", exact=True).check()
    page.get_by_label("Ja, als lijst in een kader en als gegevens").check()
    page.get_by_role("button", name="Laat eerst zien wat de partner ziet").click()
    expect(page.get_by_role("heading", name="Zo zou het worden.")).to_be_visible()
    expect(page.get_by_text("Deze agenda bevat alle openbare activiteiten, in Hof van Twente.")).to_be_visible()
    problems += looked_at(page, "form")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("heading", level=1, name="Agenda voor de griffie")).to_be_visible()
    page.get_by_role("button", name="Geef een adres").click()
    address = page.get_by_label("Adres van de agenda").input_value()
    problems += looked_at(page, "address")
    status, text = fetched(address)
    assert status == 200
    assert text.startswith("BEGIN:VCALENDAR")
    page.get_by_role("link", name="Agenda-afspraken").first.click()
    problems += looked_at(page, "used")
    row = page.get_by_role("row").filter(has_text="Agenda voor de griffie")
    expect(row).to_contain_text("Thunderbird")
    expect(row).to_contain_text("in gebruik")
    row.get_by_role("link").click()
    expect(page.get_by_label("Adres van de agenda")).to_have_count(0)
    problems += looked_at(page, "show")
    page.get_by_role("link", name="Wat deze partner ziet, en waarom de rest niet").click()
    problems += looked_at(page, "preview")
    page.go_back()
    page.get_by_role("link", name="Bekijk de lijst").click()
    expect(page.get_by_role("heading", level=1, name="Agenda")).to_be_visible()
    problems += looked_at(page, "embed")
    page.go_back()
    page.get_by_role("button", name="Trek het adres meteen in").click()
    assert fetched(address)[0] == 404
    assert (problems, console) == ([], [])
