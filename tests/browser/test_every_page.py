"""Every page that a crawl finds, the admin too: no axe violation, nothing in the console, nothing too wide."""

from collections import deque
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, axe_violations, log_in

pytestmark = pytest.mark.browser
NOT_PAGES = (
    ".ics",
    ".xml",
    ".geojson",
    ".csv",
    ".xlsx",
    ".json",
    ".txt",
    ".pdf",
    ".xml",
    "/bron/",
    "/bijlage/",
    "/opmaak/",
    "/bestand/",
    "/static/",
)
SHAPES = 3  # pages of one shape (same address but for numbers and slugs) to look at


def shape_of(path: str) -> str:
    """Give the address with its variable parts taken out, so that a thousand villages are one shape."""
    parts = path.strip("/").split("/")
    if parts[0] in {"dorpen", "gemeenten"}:
        return f"{parts[0]}/*"
    return "/".join("*" if any(c.isdigit() for c in part) or part.count("-") > 1 else part for part in parts)


def addresses_of(page: Page, base: str) -> list[str]:
    """Give the addresses of our own pages that ``page`` links to, without fragments and queries."""
    hrefs: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    paths = {urlsplit(href).path for href in hrefs if href.startswith(base)}
    return sorted(path for path in paths if not any(word in path for word in NOT_PAGES))


def crawl(page: Page, base: str, start: str, console: list[str]) -> tuple[list[str], list[str]]:
    """Visit all pages reachable from ``start``; give the paths visited and what was wrong with them."""
    wrong: list[str] = []
    seen: dict[str, int] = {}
    visited: list[str] = []
    known = {start}
    waiting = deque([start])
    while waiting:
        path = waiting.popleft()
        if seen.get(shape_of(path), 0) >= SHAPES:
            continue
        seen[shape_of(path)] = seen.get(shape_of(path), 0) + 1
        answer = page.goto(path)
        visited.append(path)
        if answer is None or answer.status >= 400:
            wrong.append(f"{path}: {answer.status if answer else 'no answer'}")
            continue
        wrong += axe_violations(page)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{path}: wider than the screen at {page.viewport_size}")
        new = [found for found in addresses_of(page, base) if found not in known]
        known.update(new)
        waiting.extend(new)
    return visited, wrong + console


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "light"), (1280, "dark")])
def test_a11y_2_public_pages(site: Site, page: Page, console: list[str], width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # from the list above
    visited, wrong = crawl(page, site.base, "/", console)
    assert wrong == []
    assert {"/agenda", "/abonneren", "/dorpenschouw", "/inloggen", "/privacy", "/toegankelijkheid"} <= set(visited)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_a11y_2_sec_6_admin_pages(site: Site, page: Page, console: list[str], width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # from the list above
    log_in(page)
    visited, wrong = crawl(page, site.base, "/beheer/", console)
    assert wrong == []
    assert {"/beheer/onderdelen/", "/beheer/instellingen/", "/beheer/logboek/", "/beheer/post/"} <= set(visited)


def test_error_page_is_a_page(site: Site, page: Page) -> None:
    answer = page.goto("/bestaat-niet")
    assert answer is not None
    assert answer.status == 404
    assert axe_violations(page) == []


def test_a11y_5_page_fits_with_letters_twice_as_large(site: Site, page: Page) -> None:
    page.set_viewport_size({"width": 640, "height": 900})
    for path in ("/", "/agenda", "/abonneren", "/dorpenschouw", "/inloggen"):
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), path
