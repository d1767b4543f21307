"""Every kind of screen of the admin at 320 px in the dark; a file of its own, and the first, to run beside others."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, log_in
from tests.browser.crawling import crawl

pytestmark = pytest.mark.browser
SCREENS = {"/beheer/onderdelen/", "/beheer/instellingen/", "/beheer/logboek/", "/beheer/post/"}


def test_a11y_2_sec_6_admin_pages_on_a_phone(site: Site, page: Page, console: list[str]) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    log_in(page)
    visited, wrong = crawl(page, site.base, "/beheer/", console, shapes=1)
    assert wrong == []
    assert set(visited) >= SCREENS
