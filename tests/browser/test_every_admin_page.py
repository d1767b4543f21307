"""Every screen of the admin that a crawl finds: no axe violation, nothing in the console, nothing too wide."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.crawling import ADMIN, crawl_admin

pytestmark = pytest.mark.browser


def test_a11y_2_sec_6_admin_pages(site: Site, page: Page, console: list[str]) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    visited, wrong = crawl_admin(page, site, console)
    assert wrong == []
    assert visited >= ADMIN
