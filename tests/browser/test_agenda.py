"""The agenda in a real browser: each view at every size and colour, by keyboard, on paper and without scripts."""

import json
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from ovkk_core.clock import today
from tests.browser.conftest import Site, axe_violations
from tests.serving import in_installation

pytestmark = pytest.mark.browser
MONTH = (today().replace(day=1) + timedelta(days=40)).replace(day=1)
VIEWS = {"list": "/agenda", "month": f"/agenda?toon=maand&maand={MONTH:%Y-%m}", "map": "/agenda?toon=kaart"}
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
FILL = """
from datetime import date, datetime, time, timedelta
from ovkk_core.clock import today
from ovkk_core.calendars import Event, cancel_event, from_local, publish_event, save_event
from ovkk_core.calendars.recurrence import Frequency, Recurrence
from ovkk_core.contacts import Village
village = Village.select().where(Village.latitude.is_null(False)).first()
month = date.fromisoformat("{month}")
def add(title, day, **values):
    start = from_local(datetime(day.year, day.month, day.day, 19, 30))
    given = dict(owner="calendars", starts_at=start, ends_at=start + timedelta(hours=2), village=village) | values
    return publish_event(save_event(Event(title=title, **given)))
add("Dorpsgesprek", month + timedelta(days=9), categories=["Wonen"], description="Iedereen is welkom.")
add("Koffie", month + timedelta(days=1), recurrence=Recurrence(Frequency.DAILY, count=3), categories=["Ontmoeten"])
cancel_event(add("Winterwandeling", month + timedelta(days=12)))
first = month + timedelta(days=18)
add("Dorpendagen", month, starts_at=None, ends_at=None, first_day=first, last_day=first + timedelta(days=2))
now = datetime.combine(today(), time(1))
add("Vandaag open", today(), starts_at=from_local(now), ends_at=from_local(now.replace(hour=23, minute=59)))
"""


@pytest.fixture(scope="module")
def filled(site: Site) -> Site:
    """Give the site with a month of all kinds of events."""
    in_installation(site.variables, FILL.replace("{month}", MONTH.isoformat()))
    return site


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    ("width", "media"),
    [
        (1280, {"color_scheme": "light"}),
        (360, {"color_scheme": "dark"}),
        (320, {"color_scheme": "light"}),
        (1280, {"color_scheme": "dark"}),
        (1280, {"forced_colors": "active"}),
    ],
)
def test_a11y_2_views_have_no_violation_at_any_size(
    filled: Site, page: Page, console: list[str], view: str, width: int, media: dict[str, str]
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(reduced_motion="reduce", **media)  # type: ignore[arg-type]  # from the list above
    page.goto(VIEWS[view])
    page.locator("summary").click()
    assert axe_violations(page) == []
    assert not page.evaluate(TOO_WIDE)
    assert console == []


def test_a11y_3_month_is_walked_by_keyboard_in_order_of_days(filled: Site, page: Page) -> None:
    page.goto(VIEWS["month"])
    page.get_by_role("link", name="Dezelfde maand als lijst").focus()
    links = page.locator(".calendars-month td a")
    expected = links.evaluate_all("links => links.map(link => link.closest('td').querySelector('time').dateTime)")
    walked = []
    for _ in expected:
        page.keyboard.press("Tab")
        focus = page.evaluate("""() => {
            const link = document.activeElement, box = link.getBoundingClientRect(), style = getComputedStyle(link);
            const seen = document.elementFromPoint(box.x + box.width / 2, box.y + 5);
            return [link.closest("td")?.querySelector("time").dateTime, style.outlineStyle, box.height >= 24,
                    link.contains(seen)];
        }""")
        assert focus[1:] == ["solid", True, True]
        walked.append(focus[0])
    assert walked == expected == sorted(expected)
    assert len(walked) >= 1 + 3 + 1 + 3
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert urlsplit(page.url).path.startswith("/agenda/")


def test_a11y_6_month_is_read_as_a_table_and_on_a_phone_as_a_list_of_days(filled: Site, page: Page) -> None:
    page.goto(VIEWS["month"])
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(8)
    assert table.get_by_role("rowheader").count() >= 4
    day = f"{MONTH + timedelta(days=9):%Y-%m-%d}"
    place = page.locator(f'time[datetime="{day}"]')
    expect(place).to_have_text(str((MONTH + timedelta(days=9)).day), use_inner_text=True)
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.locator("thead").is_hidden()
    assert place.inner_text().split()[0] in {
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
    }
    assert page.locator("td:visible").count() == page.locator("td:has(li)").count()


def test_today_is_marked_and_reached_from_another_month(filled: Site, page: Page) -> None:
    page.goto(VIEWS["month"])
    page.get_by_role("link", name="Naar vandaag").click()
    marked = page.locator('[aria-current="date"]')
    expect(marked).to_be_in_viewport()
    expect(marked).to_contain_text("vandaag")
    expect(marked).to_contain_text("Vandaag open")


def test_pins_of_the_map_carry_the_numbers_of_the_list(filled: Site, page: Page, console: list[str]) -> None:
    page.goto(VIEWS["map"])
    pins = page.locator(".ovkk-map__pin")
    expect(pins.first).to_be_visible()
    labels = pins.evaluate_all("pins => pins.map(pin => pin.getAttribute('aria-label')).sort()")
    listed = page.locator(".calendars-place").evaluate_all(
        "all => all.map(one => one.textContent.trim().replace(/\\s+/g, ' ')).sort()"
    )
    assert labels == listed
    pins.first.focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup-content a").click()
    expect(page.locator("#plaats-1")).to_be_in_viewport()
    assert console == []


def test_a11y_5_everything_is_chosen_without_scripts(filled: Site, chromium: Browser) -> None:
    context = chromium.new_context(base_url=filled.base, java_script_enabled=False)
    page = context.new_page()
    page.goto("/agenda")
    page.get_by_label("Thema").select_option("Wonen")
    page.get_by_role("button", name="Filteren").click()
    expect(page.get_by_role("heading", level=3)).to_have_text(["Dorpsgesprek"])
    for words, view in (("Maand", "maand"), ("Kaart", "kaart"), ("Lijst", "")):
        page.get_by_label("Weergave van de agenda").get_by_role("link", name=words).click()
        query = parse_qs(urlsplit(page.url).query)
        assert (query.get("toon", [""])[0], query["thema"]) == (view, ["Wonen"])
    page.locator("summary").click()
    page.get_by_role("link", name="Alle thema’s").click()
    expect(page.get_by_role("link", name="Koffie").first).to_be_visible()
    page.get_by_role("link", name="Koffie").nth(1).click()
    expect(page.get_by_text("Een van een reeks:")).to_be_visible()
    expect(page.locator(f'time[datetime^="{MONTH + timedelta(days=2)}"]').first).to_be_visible()
    route = page.get_by_role("link", name="Route op OpenStreetMap").get_attribute("href") or ""
    assert route.startswith("https://www.openstreetmap.org/")
    context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_paper_shows_the_events_and_where_the_agenda_is(filled: Site, page: Page, view: str, tmp_path: Path) -> None:
    page.goto(VIEWS[view])
    page.emulate_media(media="print", reduced_motion="reduce")
    for gone in ("form", "summary", ".calendars-view", ".ovkk-menu", ".calendars-ways"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    expect(page.get_by_text("De actuele agenda staat op")).to_be_visible()
    expect(page.get_by_text("Dorpsgesprek").first).to_be_visible()
    pdf = page.pdf(prefer_css_page_size=True)
    landscape, portrait = b"/MediaBox [0 0 841", b"/MediaBox [0 0 59"
    assert (landscape if view == "month" else portrait) in pdf
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") >= 1


def test_home_shows_events_as_the_agenda_does(filled: Site, page: Page) -> None:
    looks = []
    for path in ("/", "/agenda"):
        page.goto(path)
        tile = page.locator(".calendars-leaf").first
        looks.append(
            tile.evaluate("""tile => {
            const style = getComputedStyle(tile), top = getComputedStyle(tile.firstElementChild);
            return [style.borderRadius, style.width, style.textAlign, top.backgroundColor];
        }""")
        )
    assert looks[0] == looks[1]
    assert looks[0][3] != "rgba(0, 0, 0, 0)"


def test_linked_data_of_the_page_is_read_as_one_event(filled: Site, page: Page) -> None:
    page.goto("/agenda?thema=Wonen")
    page.get_by_role("link", name="Dorpsgesprek").click()
    data = json.loads(page.locator('script[type="application/ld+json"]').inner_text())
    assert (data["@type"], data["name"], data["url"]) == ("Event", "Dorpsgesprek", page.url)
    assert date.fromisoformat(data["startDate"][:10]) == MONTH + timedelta(days=9)
    assert axe_violations(page) == []
