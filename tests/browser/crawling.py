"""Visits every page that a visitor can reach, and says what is wrong with them."""

from collections import deque
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.conftest import Site, axe_violations, log_in

NOT_PAGES = (
    ".ics",
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
ADMIN = {"/beheer/onderdelen/", "/beheer/instellingen/", "/beheer/logboek/", "/beheer/post/"}  # some of its screens
SHAPES = 2  # pages of one shape (same address but for numbers and slugs) to look at


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


def crawl(page: Page, base: str, start: str, console: list[str], shapes: int = SHAPES) -> tuple[list[str], list[str]]:
    """Visit all pages reachable from ``start``, ``shapes`` of each shape; give the paths and what was wrong there."""
    wrong: list[str] = []
    seen: dict[str, int] = {}
    visited: list[str] = []
    known = {start}
    waiting = deque([start])
    while waiting:
        path = waiting.popleft()
        if seen.get(shape_of(path), 0) >= shapes:
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


def crawl_admin(page: Page, site: Site, console: list[str]) -> tuple[set[str], list[str]]:
    """Log in and visit one of each kind of screen of the admin; give the paths and what was wrong there."""
    log_in(page)
    visited, wrong = crawl(page, site.base, "/beheer/", console, shapes=1)
    return set(visited), wrong
