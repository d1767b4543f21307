"""The newsletter as an editor makes it: assemble, put in order, look, have it approved, send; and what readers see."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, axe_violations, log_in
from tests.serving import in_installation

pytestmark = pytest.mark.browser
UNSUBSCRIBE = """
import re
from ovkk_core.mail import OutboxMail, content_of
mail = OutboxMail.select().where(OutboxMail.kind == "kernpunt.edition").order_by(OutboxMail.id.desc()).first()
text = content_of(mail).replace(b"=\\r\\n", b"").decode()
print(re.search(r"/afmelden/[A-Za-z0-9_-]{20,}", text)[0])
"""


def test_editor_assembles_previews_and_sends_an_edition_and_a_reader_leaves(
    site: Site, page: Page, chromium: Browser, console: list[str]
) -> None:
    log_in(page, "redacteur")
    page.goto("/beheer/kernpunt/nieuw")
    page.get_by_label("Titel").fill("Kernpunt, een proefnummer")
    page.get_by_role("button", name="Nummer maken en verzamelen").click()
    page.get_by_role("link", name="Bericht toevoegen").click()
    page.get_by_label("Kop").fill("Een nieuw bankje")
    page.get_by_label("Tekst", exact=False).first.fill("Bij de **molen** staat een nieuw bankje.")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Bericht opslaan").click()
    expect(page.get_by_role("heading", name="Een nieuw bankje")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("link", name="Klaar met de inhoud: de varianten schrijven").click()
    page.get_by_label("Onderwerp").first.fill("Een bankje, en meer")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Opslaan en het voorbeeld bekijken").click()
    frame = page.frame_locator("iframe").first
    expect(frame.get_by_role("heading", name="Een nieuw bankje")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("link", name="Ziet er goed uit: controleren en goedkeuren").click()
    expect(page.get_by_text("U heeft dit nummer als laatste gewijzigd.")).to_be_visible()
    check = page.url
    approve_and_send(chromium, site, check)
    public = reader_leaves(chromium, site)
    expect(public.get_by_text("afgemeld", exact=False).first).to_be_visible()
    page.goto("/kernpunt?zoek=bankje")
    page.get_by_role("link", name="Een nieuw bankje").click()
    expect(page.get_by_role("heading", name="Een nieuw bankje")).to_be_visible()
    assert axe_violations(page) == []
    assert console == []


def approve_and_send(chromium: Browser, site: Site, check: str) -> None:
    """Approve as another person, fix the lists, send, and watch it leave."""
    context = chromium.new_context(base_url=site.base, locale="nl-NL", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    log_in(page, "coordinator")
    page.goto(check)
    page.get_by_role("button", name="Dit nummer goedkeuren").click()
    page.get_by_role("button", name="De lijsten vastleggen").click()
    expect(page.get_by_text("Gaf geen toestemming.").first).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Nu versturen").click()
    page.get_by_role("link", name="Opnieuw kijken").click()
    sent, left = (
        page.locator(".news-counts div", has_text=words).locator("dd") for words in ("Verstuurd", "Nog te gaan")
    )
    expect(sent).to_have_text(re.compile("[1-9]"), timeout=60_000)
    expect(left).to_have_text("0", timeout=60_000)
    assert axe_violations(page) == []
    context.close()


def reader_leaves(chromium: Browser, site: Site) -> Page:
    """Follow the link in a mail that was sent, on a phone and without scripts, and unsubscribe."""
    context = chromium.new_context(
        base_url=site.base, locale="nl-NL", viewport={"width": 320, "height": 700}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(in_installation(site.variables, UNSUBSCRIBE).strip())
    page.get_by_role("button", name=re.compile("afmelden|Afmelden|Meld")).first.click()
    return page


def test_items_are_dragged_into_another_order(site: Site, page: Page, console: list[str]) -> None:
    log_in(page, "redacteur")
    page.goto("/beheer/kernpunt/nieuw")
    page.get_by_label("Titel").fill("Kernpunt om te ordenen")
    page.get_by_role("button", name="Nummer maken en verzamelen").click()
    for title in ("Eerst", "Daarna"):
        page.get_by_role("link", name="Bericht toevoegen").click()
        page.get_by_label("Kop").fill(title)
        page.get_by_role("button", name="Bericht opslaan").click()
    page.goto(page.url.partition("#")[0])  # without gliding to the item that was added last
    cards = page.locator("[data-item]", has_text=re.compile("Eerst|Daarna"))
    expect(cards.first).to_contain_text("Eerst")
    cards.nth(1).drag_to(cards.first, source_position={"x": 300, "y": 30}, target_position={"x": 300, "y": 5})
    page.get_by_role("button", name="Volgorde opslaan").click()
    expect(cards.first).to_contain_text("Daarna")
    assert console == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a11y_2_screens_of_the_newsletter_fit_and_are_accessible(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page)
    screens = ("", "/2/inhoud", "-voorbeeld/2", "-versturen/2", "-plaatsen/1", "-bijdragen/", "-rubrieken/")
    for path in [
        *(f"/beheer/kernpunt{screen}" for screen in screens),
        "/beheer/cijfers/",
        "/kernpunt",
        "/kernpunt?zoek=bus",
    ]:
        page.goto(path)
        assert axe_violations(page) == [], path
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), path
