"""Every screen of the admin that a crawl finds: no axe violation, nothing in the console, nothing too wide."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, log_in
from tests.browser.crawling import crawl

pytestmark = pytest.mark.browser
SCREENS = {"/beheer/onderdelen/", "/beheer/instellingen/", "/beheer/logboek/", "/beheer/post/"}


def test_a11y_2_sec_6_admin_pages(site: Site, page: Page, console: list[str]) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    log_in(page)
    visited, wrong = crawl(page, site.base, "/beheer/", console, shapes=1)
    assert wrong == []
    assert set(visited) >= SCREENS
