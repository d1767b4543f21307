"""The layout, the home page and the statements."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from ovkk_core.app import create_app
from ovkk_core.config import Settings
from ovkk_core.registry import change_setting, registry
from ovkk_core.web import demo, static_url

PAGES = ["/", "/toegankelijkheid", "/privacy", "/bestaat-niet", "/proef/formulier"]


class Outline(HTMLParser):
    """Collects the elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]


@pytest.mark.parametrize("address", PAGES)
def test_a11y_2_page_has_one_h1_its_landmarks_and_unique_ids(client: FlaskClient, address: str) -> None:
    outline = Outline(client.get(address).text)
    assert [outline.elements.count(tag) for tag in ("h1", "header", "main", "footer", "title")] == [1, 1, 1, 1, 1]
    assert len(outline.ids) == len(set(outline.ids))


@pytest.mark.parametrize("address", PAGES)
def test_a11y_3_first_link_skips_to_the_content(client: FlaskClient, address: str) -> None:
    page = client.get(address).text
    assert page.index('href="#inhoud"') < page.index("<header")
    assert '<main id="inhoud"' in page


def test_pages_are_small(client: FlaskClient) -> None:
    """performance.md, pages: HTML at most 60 kB."""
    assert all(len(client.get(address).data) < 60_000 for address in PAGES)


def test_association_is_what_the_settings_say(client: FlaskClient) -> None:
    change_setting("association.name", "Vereniging <Kleine> Kernen")
    change_setting("association.email", "info@kernen.example")
    registry.refresh()
    page = client.get("/").text
    assert '<h1 class="utrecht-heading-1">Vereniging &lt;Kleine&gt; Kernen</h1>' in page
    assert 'href="mailto:info@kernen.example"' in page


def test_demonstration_introduces_an_invented_association(client: FlaskClient) -> None:
    demo.introduce()
    registry.refresh()
    assert "Krachtige Dorpen" in client.get("/").text
    assert all(value.endswith(".test") for key, value in demo.ASSOCIATION.items() if key.endswith("email"))


def test_foot_leads_to_statements_calendar_login_and_english(client: FlaskClient) -> None:
    page = client.get("/").text
    for address in ("/abonneren", "/toegankelijkheid", "/privacy", "/?taal=en", "/inloggen"):
        assert f'href="{address}"' in page, address


def test_a11y_1_statement_follows_the_national_outline(client: FlaskClient) -> None:
    page = client.get("/toegankelijkheid").text
    assert all(
        words in page for words in ("WCAG 2.2", "EN 301 549", "Status: voldoet gedeeltelijk", "mensenrechten.nl")
    )


def test_demonstration_says_so_on_every_page(settings: Settings) -> None:
    client = create_app(replace(settings, demo=True)).test_client()
    assert "Dit is een demonstratie" in client.get("/").text
    assert "Dit is een demonstratie" in client.get("/bestaat-niet").text


def test_demonstration_that_really_sends_does_not_deny_it(settings: Settings) -> None:
    kept = create_app(replace(settings, demo=True)).test_client().get("/").text
    sent = create_app(replace(settings, demo=True, mail_url="smtp://localhost:2525")).test_client().get("/").text
    assert ("Er gaat geen mail de deur uit" in kept, "Er gaat geen mail de deur uit" in sent) == (True, False)


def test_home_page_brings_the_style_of_its_parts(client: FlaskClient) -> None:
    assert f'<link rel="stylesheet" href="{static_url("calendars", "calendars.css")}">' in client.get("/").text


def test_real_installation_does_not_speak_of_a_demonstration(client: FlaskClient) -> None:
    assert "demonstratie" not in client.get("/").text
