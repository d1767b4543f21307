"""The main job, as a volunteer does it: switch, plan a tour, publish, invite; and what others then see."""

import re
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ovkk_core.clock import today
from tests.browser.conftest import Site, log_in
from tests.serving import free_port, serving, status_of

pytestmark = pytest.mark.browser
SCREENSHOTS = Path(__file__).parents[2] / "docs" / "screenshots"


def body_of(url: str) -> str:
    """Fetch ``url`` and give its text."""
    with urllib.request.urlopen(url) as answer:
        return str(answer.read().decode())


def uids(feed: str) -> list[str]:
    """Give the UIDs in a feed, sorted."""
    return sorted(re.findall(r"^UID:(\S+)", feed, re.M))


def test_switching_dorpenschouw_off_and_on_in_two_processes(site: Site, page: Page, tmp_path: Path) -> None:
    before = uids(body_of(f"{site.base}/kalender/dorpenschouw.ics"))
    assert len(before) > 4
    port = free_port()
    second = site.variables | {"OVKK_BASE_URL": f"http://127.0.0.1:{port}"}
    with serving(second, port, tmp_path / "log") as other:
        log_in(page)
        page.goto("/beheer/onderdelen/")
        page.get_by_role("link", name="Uitzetten Dorpenschouw").click()
        page.get_by_role("button", name="Uitzetten").click()
        for base in (site.base, other):
            assert status_of(f"{base}/dorpenschouw") == 404
            assert status_of(f"{base}/kalender/dorpenschouw.ics") == 404
            assert "Dorpenschouw" not in body_of(f"{base}/kalender/alles.ics")
        page.get_by_role("button", name="Aanzetten Dorpenschouw").click()
        for base in (site.base, other):
            assert status_of(f"{base}/dorpenschouw") == 200
            assert uids(body_of(f"{base}/kalender/dorpenschouw.ics")) == before


def test_planning_publishing_and_inviting_a_tour(site: Site, page: Page, console: list[str]) -> None:
    day = today() + timedelta(days=90)
    log_in(page)
    page.goto("/beheer/dorpenschouw/nieuw")
    page.get_by_label("Titel").fill("Dorpenschouw Salland, proef")
    page.get_by_label("Datum").fill(day.isoformat())
    page.get_by_label("Begintijd").fill("09:30")
    page.get_by_label("Eindtijd").fill("15:30")
    page.get_by_label("Thema").fill("Wonen: wie kan er blijven?")
    page.get_by_label("Opstapplaats").fill("Station Raalte, voorplein")
    page.get_by_role("button", name="Opslaan en naar de haltes").click()
    stops = [
        ("Heino", "Bouwen met de buurt", "10:00", "11:00"),
        ("Raalte", "De winkel die bleef", "11:30", "12:45"),
        ("Wijhe", "Zorg in het dorp", "13:30", "14:45"),
    ]
    for village, title, arrives, departs in stops:
        page.get_by_label("Dorp", exact=True).fill(village)
        page.get_by_label("Wat is er te zien?").fill(title)
        page.get_by_label("Aankomst").fill(arrives)
        page.get_by_label("Vertrek").fill(departs)
        page.get_by_role("button", name="Halte toevoegen").click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.get_by_role("link", name="Klaar met de haltes: naar de controle").click()
    page.get_by_role("button", name="Publiceren").click()
    page.get_by_label("plaatselijke belangen en dorpsraden").check()
    page.get_by_role("button", name="Laat zien wie dit zijn").click()
    page.get_by_role("button", name="Uitnodigingen versturen").click()
    expect(page.get_by_role("heading", name="Uitgenodigd")).to_be_visible()

    page.goto("/agenda")
    page.get_by_role("link", name="Dorpenschouw Salland, proef").click()
    for _, title, _, _ in stops:
        expect(page.get_by_text(title).first).to_be_visible()
    page.goto("/dorpenschouw")
    page.get_by_role("link", name="Dorpenschouw Salland, proef").first.click()
    expect(page.locator(".leaflet-marker-icon").first).to_be_visible()
    feed = body_of(f"{site.base}/kalender/dorpenschouw.ics").replace("\r\n ", "")
    assert feed.count("Bouwen met de buurt") >= 1
    assert console == []


def test_invitation_can_be_read_in_the_captured_post(site: Site, page: Page) -> None:
    log_in(page)
    page.goto("/beheer/post/")
    page.locator("tbody a").first.click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("body")).to_contain_text("Dorpenschouw")


@pytest.mark.parametrize(("width", "name"), [(1280, "agenda"), (360, "agenda-phone")])
def test_agenda_screenshot_of_the_readme_is_made_here(
    site: Site, page: Page, width: int, name: str, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/agenda")
    expect(page.get_by_role("heading", name="Agenda", exact=True)).to_be_visible()
    taken = tmp_path / f"{name}.png"
    page.screenshot(path=taken)
    assert taken.stat().st_size > 10_000
    if not (SCREENSHOTS / taken.name).exists():
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        (SCREENSHOTS / taken.name).write_bytes(taken.read_bytes())


def test_page_works_without_javascript(site: Site, chromium: object) -> None:
    """Kept apart: a context without scripts (A11Y-5)."""
    context = chromium.new_context(base_url=site.base, java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto("/agenda")
    page.get_by_label("Gemeente").select_option(index=3)
    page.get_by_role("button", name="Filteren").click()
    assert "gemeente=" in page.url
    page.goto("/abonneren")
    expect(page.locator('a[href^="webcal:"]').first).to_be_visible()
    context.close()
