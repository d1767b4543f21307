"""An agreement with a partner, as a coordinator makes it by keyboard, and the list on the website of the partner."""

import os
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Site, axe_violations, log_in
from tests.serving import in_installation

pytestmark = pytest.mark.browser
PARTNER, STRANGER = "https://www.dorp.example", "https://elders.example"
AGREE = f"""
from ovkk_core.agreements.choices import Places
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.contacts import Person, current_positions
contact = current_positions().where(Person.id.is_null(False)).first()
FeedAgreement.get_or_none(embed="dorpen") or FeedAgreement.create(
    name="Agenda van de dorpen", contact=contact, embed="dorpen", origins=["{PARTNER}"], activities=["calendars"])
"""
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


def reach(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has the focus, and see that this shows."""
    for _ in range(120):
        if target.evaluate("element => element === document.activeElement"):
            style = target.evaluate("element => getComputedStyle(element).outlineStyle")
            assert style != "none", "the focus cannot be seen"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by the keyboard: {target}")


def press(page: Page, target: Locator) -> None:
    """Go to a link or button by the keyboard, press Enter, and wait for the page that follows."""
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, target: Locator) -> None:
    """Choose among radio buttons with the arrows."""
    group = page.locator(f'input[name="{target.get_attribute("name")}"]')
    checked = page.locator(f'input[name="{target.get_attribute("name")}"]:checked')
    reach(page, checked if checked.count() else group.first)
    for _ in range(group.count()):
        if not target.is_checked():
            page.keyboard.press("ArrowDown")
    expect(target).to_be_checked()


def test_agreement_is_made_given_out_renewed_and_taken_back_by_keyboard(
    site: Site, page: Page, console: list[str]
) -> None:
    """FEED-5, FEED-7, A11Y-3: the address is shown once; the old one works on beside the new; none when taken back."""
    log_in(page)
    page.goto("/beheer/agenda-afspraken/")
    problems = looked_at(page, "list")
    press(page, page.get_by_role("link", name="Nieuwe afspraak"))
    reach(page, page.get_by_label("Naam van de agenda"))
    page.keyboard.type("Agenda voor de griffie")
    choose(page, page.get_by_label("In de gemeenten die hieronder zijn aangekruist"))
    reach(page, page.get_by_label("Hof van Twente", exact=True))
    page.keyboard.press("Space")
    choose(page, page.get_by_label("Ja, als lijst in een kader en als gegevens"))
    reach(page, page.get_by_label("Welke websites mogen de lijst tonen?"))
    page.keyboard.type(PARTNER)
    press(page, page.get_by_role("button", name="Laat eerst zien wat de partner ziet"))
    expect(page.get_by_role("heading", name="Zo zou het worden.")).to_be_focused()
    expect(page.get_by_text("Deze agenda bevat alle openbare activiteiten, in Hof van Twente.")).to_be_visible()
    problems += looked_at(page, "form")
    press(page, page.get_by_role("button", name="Opslaan"))
    expect(page.get_by_role("heading", level=1, name="Agenda voor de griffie")).to_be_visible()
    press(page, page.get_by_role("button", name="Geef een adres"))
    expect(page.get_by_role("heading", name="Het nieuwe adres: kopieer het nu")).to_be_focused()
    first = page.get_by_label("Adres van de agenda").input_value()
    problems += looked_at(page, "address")
    status, text = fetched(first)
    assert (status, text.startswith("BEGIN:VCALENDAR")) == (200, True)
    press(page, page.get_by_role("link", name="Agenda-afspraken").first)
    problems += looked_at(page, "used")
    row = page.get_by_role("row").filter(has_text="Agenda voor de griffie")
    expect(row).to_contain_text("Thunderbird")
    expect(row).to_contain_text("in gebruik")
    press(page, row.get_by_role("link"))
    expect(page.get_by_label("Adres van de agenda")).to_have_count(0)  # shown once
    press(page, page.get_by_role("button", name="Geef een nieuw adres"))
    expect(page.get_by_text("Het vorige adres werkt nog twee weken")).to_be_visible()
    second = page.get_by_label("Adres van de agenda").input_value()
    assert (first != second, fetched(first)[0], fetched(second)[0]) == (True, 200, 200)
    press(page, page.get_by_role("link", name="Agenda-afspraken").first)
    press(page, row.get_by_role("link"))
    problems += looked_at(page, "show")
    press(page, page.get_by_role("button", name="Trek het adres meteen in"))
    expect(page.get_by_text("Het adres werkt niet meer.")).to_be_visible()
    assert (fetched(first)[0], fetched(second)[0]) == (404, 404)
    assert (problems, console) == ([], [])


def test_preview_says_what_the_partner_sees_and_why_not_the_rest(site: Site, page: Page, console: list[str]) -> None:
    in_installation(site.variables, AGREE)
    log_in(page)
    page.goto("/beheer/agenda-afspraken/")
    page.get_by_role("link", name="Agenda van de dorpen").click()
    page.get_by_role("link", name="Wat deze partner ziet, en waarom de rest niet").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wat deze partner ziet")
    inside, outside = (page.get_by_role("row").filter(has_text=name) for name in ("Inloopmiddag", "Dorpenschouw"))
    expect(inside.first).to_be_visible()
    expect(outside.first).to_contain_text("hoort bij een activiteit die niet is aangekruist")
    assert (looked_at(page, "preview"), console) == ([], [])


@pytest.mark.parametrize("width", [1280, 320])
def test_embedded_list_stands_on_its_own_at_any_width(site: Site, chromium: Browser, width: int) -> None:
    in_installation(site.variables, AGREE)
    context = chromium.new_context(base_url=site.base, locale="nl-NL", viewport={"width": width, "height": 700})
    page = context.new_page()
    page.goto("/kalender/inbedden/dorpen")
    expect(page.get_by_role("link", name="Inloopmiddag voor dorpen").first).to_be_visible()
    assert axe_violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert page.evaluate("document.scripts.length") == len(page.locator("script").all()) == 0
    assert context.cookies() == []
    context.close()


def test_website_of_the_partner_shows_the_list_and_reads_the_data_and_another_does_not(
    site: Site, page: Page, console: list[str]
) -> None:
    """SEC-6: the frame loads at the origin that was agreed only; the data may be read anywhere."""
    in_installation(site.variables, AGREE)
    page.context.grant_permissions(["local-network-access"])  # the website is on the internet and we are not
    address = f"{site.base}/kalender/inbedden/dorpen"
    html = f'<!doctype html><html lang="nl"><title>Dorp</title><iframe src="{address}" title="Agenda"></iframe>'
    page.route(f"{PARTNER}/**", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.route(f"{STRANGER}/**", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{PARTNER}/agenda")
    framed = page.frame_locator("iframe").get_by_role("link", name="Inloopmiddag voor dorpen")
    expect(framed.first).to_be_visible()
    feed = page.evaluate("async address => (await fetch(address)).json()", f"{address}.json")
    titles = {item["title"] for item in feed["items"]}
    assert (feed["version"], titles) == (
        "https://jsonfeed.org/version/1.1",
        {"Inloopmiddag voor dorpen (voorbeeld)"},
    )
    assert console == []
    with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        page.goto(f"{STRANGER}/agenda")
    assert framed.count() == 0
