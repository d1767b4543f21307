"""Every kind of screen of the admin at 320 px in the dark; a file of its own, and the first, to run beside others."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.crawling import ADMIN, crawl_admin

pytestmark = pytest.mark.browser


def test_a11y_2_sec_6_admin_pages_on_a_phone(site: Site, page: Page, console: list[str]) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    visited, wrong = crawl_admin(page, site, console)
    assert wrong == []
    assert visited >= ADMIN
