"""The newsletter as an editor makes it: assemble, put in order, look, have it approved, send; and what readers see."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Site, axe_violations, log_in
from tests.serving import in_installation

pytestmark = pytest.mark.browser
SENT = """
import json, re
from ovkk_core.mail import OutboxMail, content_of
from ovkk_core.mail.envelope import return_address
mails = OutboxMail.select().where(OutboxMail.kind == "kernpunt.edition")
last = mails.order_by(OutboxMail.id.desc()).first().campaign
leaves, gone = mails.where(OutboxMail.campaign == last).order_by(OutboxMail.name, OutboxMail.id).limit(2)
text = content_of(leaves).replace(b"=\\r\\n", b"").decode()
link = re.search(r"/afmelden/[A-Za-z0-9_-]{20,}", text)[0]
about = {"verp": return_address(gone), "address": gone.address, "id": gone.message_id}
print(json.dumps([link, leaves.name, gone.name, about]))
"""
READ_INBOX = "from ovkk_core.inbox import read_inbox\nread_inbox()"
BOUNCE = Path(__file__).parents[1] / "core" / "inbox" / "corpus" / "hard-postfix-user-unknown.eml"


def test_editor_assembles_previews_and_sends_an_edition_and_sees_who_left_and_whom_it_missed(
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
    coordinator = approve_and_send(chromium, site, check)
    link, left, missed, about = json.loads(in_installation(site.variables, SENT))
    public = reader_leaves(chromium, site, link)
    expect(public.get_by_text("afgemeld", exact=False).first).to_be_visible()
    comes_back(site, about)
    coordinator.reload()
    expect(count_of(coordinator, "Mislukt")).to_have_text("1")
    coordinator.get_by_role("link", name="Wat ervan is geworden voor elke lezer").click()
    coordinator.get_by_role("navigation", name="Toon alleen").get_by_role("link", name="verstuurd", exact=True).click()
    expect(coordinator.get_by_role("row", name=left)).to_contain_text("sindsdien afgemeld")
    coordinator.get_by_role("link", name="mislukt of onzeker").click()
    expect(coordinator.get_by_role("row", name=missed)).to_contain_text("User unknown")
    expect(coordinator.get_by_role("row", name=missed)).to_contain_text("kwam terug")
    assert axe_violations(coordinator) == []
    page.goto("/kernpunt?zoek=bankje")
    page.get_by_role("link", name="Een nieuw bankje").click()
    expect(page.get_by_role("heading", name="Een nieuw bankje")).to_be_visible()
    assert axe_violations(page) == []
    assert console == []


def approve_and_send(chromium: Browser, site: Site, check: str) -> Page:
    """Approve as another person, fix the lists, send, and watch it leave; give the page that shows how far it is."""
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
    expect(count_of(page, "Verstuurd")).to_have_text(re.compile("[1-9]"), timeout=60_000)
    expect(count_of(page, "Nog te gaan")).to_have_text("0", timeout=60_000)
    assert axe_violations(page) == []
    return page


def count_of(page: Page, words: str) -> Locator:
    """Give where the number of ``words`` stands."""
    return page.locator(".news-counts div", has_text=words).locator("dd")


def comes_back(site: Site, about: dict[str, str]) -> None:
    """Put what a mail server says about a mail that it could not deliver in our mailbox, and read it."""
    report = BOUNCE.read_text()
    for name, value in about.items():
        report = report.replace(f"{{{name}}}", value)
    (site.inbox / "new" / "1.mx").write_text(report)
    in_installation(site.variables, READ_INBOX)


def reader_leaves(chromium: Browser, site: Site, link: str) -> Page:
    """Follow the link in a mail that was sent, on a phone and without scripts, and unsubscribe."""
    context = chromium.new_context(
        base_url=site.base, locale="nl-NL", viewport={"width": 320, "height": 700}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(link)
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
