"""A real Chromium on the real program with the demonstration year."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.serving import free_port, ovkk, serving, variables_of

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]


@dataclass(frozen=True)
class Site:
    """A running installation: its address, the environment to run commands in, and the Maildir that it reads."""

    base: str
    variables: dict[str, str]
    inbox: Path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give the one browser of this run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Make a demonstration year, to be copied; give its environment. Its mails and feeds name the address."""
    variables = variables_of(tmp_path_factory.mktemp("year") / "var", free_port(), OVKK_DEMO="1")
    ovkk(variables, "init")
    ovkk(variables, "demo")
    return variables


@pytest.fixture(scope="module")
def site(year: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a fresh copy of the demonstration year for the tests of one file."""
    folder = tmp_path_factory.mktemp("site")
    inbox = folder / "inbox"
    for part in ("new", "cur", "tmp"):
        (inbox / part).mkdir(parents=True)
    shutil.copytree(year["OVKK_DATA_DIR"], folder / "var")
    variables = year | {"OVKK_DATA_DIR": str(folder / "var"), "OVKK_INBOX_URL": f"maildir:{inbox}"}
    port = urlsplit(year["OVKK_BASE_URL"]).port
    assert port
    with serving(variables, port, folder / "log") as base:
        yield Site(base, variables, inbox)


@pytest.fixture
def context(chromium: Browser, site: Site) -> Iterator[BrowserContext]:
    """Give a new visitor: Dutch, on a desktop screen."""
    context = chromium.new_context(
        base_url=site.base,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def console() -> list[str]:
    """Collect what the browser complains about; empty means a clean console."""
    return []


@pytest.fixture
def page(context: BrowserContext, console: list[str]) -> Page:
    """Give a page whose console errors, warnings and uncaught exceptions end up in ``console``."""
    page = context.new_page()

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            console.append(f"{page.url}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: console.append(f"{page.url}: {error}"))
    return page


def log_in(page: Page, role: str = "beheerder") -> None:
    """Log in with the one-click demonstration login of ``role``."""
    page.goto("/inloggen")
    page.get_by_role("button", name=f"({role})").click()
    page.wait_for_url("**/beheer/**")


def axe_violations(page: Page) -> list[str]:
    """Run axe with every WCAG 2.2 A and AA rule and the best practices; give one line per violation."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text())  # through the debugger: a page's own policy does not stop it
    rules = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
    # not into frames: axe asks them by messages, which our sandboxes refuse; only violations in full, in half the time
    options = f"{{iframes: false, resultTypes: ['violations'], runOnly: {rules}}}"
    result: dict[str, Any] = page.evaluate(f"axe.run(document, {options})")
    return [
        f"{page.url} {violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
