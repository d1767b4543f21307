"""Every public page that a crawl finds: no axe violation, nothing in the console, nothing too wide."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, axe_violations
from tests.browser.crawling import crawl

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "light"), (1280, "dark")])
def test_a11y_2_public_pages(site: Site, page: Page, console: list[str], width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # from the list above
    visited, wrong = crawl(page, site.base, "/", console)
    assert wrong == []
    assert {"/agenda", "/abonneren", "/dorpenschouw", "/inloggen", "/privacy", "/toegankelijkheid"} <= set(visited)


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
