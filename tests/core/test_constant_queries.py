"""No screen or public page asks the database more with thirty rows than with three, whatever it lists."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.audiences import Audience, Snapshot
from ovkk_core.clock import frozen
from ovkk_core.consents import ConsentState
from ovkk_core.contacts import Position, PositionFunction
from ovkk_core.exchange import batches
from ovkk_core.exchange.models import WholeExport
from ovkk_core.history import acting
from ovkk_core.jobs import run_due
from ovkk_core.mail import Recipient, queue_mail
from ovkk_core.merging import merge
from ovkk_core.merging.finding import search
from ovkk_core.personal import CheckRound, Handover, personal_link
from ovkk_core.personal.erasing import ask_erasure
from ovkk_core.personal.rounds import start
from ovkk_core.privacy.models import Erasure, ErasureState
from ovkk_core.registry import registry, switch
from tests.core.contacts.counting import counted
from tests.core.merging.having import consent, hang_on, make_body, make_person, make_village
from tests.people import log_in, make_user

NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
FILES = re.compile(r"\.(xlsx|zip|pdf|ics|csv|js|json)$|/export/|/readyz|/healthz")
ROOMS = ("contacts", "audiences", "consents", "dossiers", "exchange", "letters", "merging", "personal", "privacy")
EVERYBODY = {"how": "all", "parts": []}


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Stop the clock."""
    with frozen(NOW):
        yield


@pytest.fixture
def admin(app: Flask, client: FlaskClient) -> FlaskClient:
    """Give a client of somebody who may do everything, with every plugin on."""
    app.config["WTF_CSRF_ENABLED"] = False
    for plugin in [p for p in registry.plugins.values() if not p.builtin and not p.broken]:
        switch(plugin.name, True)
    log_in(client, make_user("beheerder", "coordinator", "redacteur"))
    return client


class World:
    """One person, council, village and municipality to which everything belongs, and as much beside them."""

    def __init__(self) -> None:
        self.village = make_village()
        self.hub = make_person("Hub", "Bakker", email="hub@dorp.example")
        self.council = make_body("Dorpsbelang Vilsteren", self.village, municipality=self.village.municipality)
        self.audience = Audience.create(name="Allen", rule=EVERYBODY, public_feed=True)
        self.size = 0

    def grow(self, size: int) -> None:
        """Have ``size`` of everything."""
        for number in range(self.size, size):
            with acting(f"user:{number}", f"reden {number}"):
                self._add(number)
        self.size = size
        search()
        run_due()

    def _add(self, number: int) -> None:
        beside = make_village(f"Dorp {number}")
        body = make_body(f"Dorpsbelang {number}", self.village, beside, municipality=beside.municipality)
        person = make_person(f"Jan {number}", f"Naam{number}", email=f"jan{number}@dorp.example")
        hang_on(person, body, number + 1)
        Position.create(person=self.hub, organisation=body, function=PositionFunction.CONTACT)
        Position.create(person=person, organisation=self.council, function=PositionFunction.BOARD_MEMBER)
        consent(self.hub, ConsentState.GIVEN, f"test.{number}")
        self.hub.nickname = f"Hub {number}"
        self.hub.save()
        self.council.website = f"https://w{number}.example"
        self.council.save()
        make_person(f"Jan {number}", f"Naam{number}", email=f"jan{number}@dorp.example")  # a duplicate
        if number % 5 == 0:
            merge(self.hub, make_person("Hub", f"Bakker {number}", email=f"hub{number}@dorp.example"))
        queue_mail("mail.test", Recipient("hub@dorp.example"), {"moment": str(number)})
        Audience.create(name=f"Groep {number}", rule=EVERYBODY, public_feed=True)
        Snapshot.create(audience=self.audience, name="Allen", sentence="Iedereen", actor="user:1")
        batches.take_file(f"leden {number}.csv", b"voornaam;achternaam\n" + b"Jan;Vos\n" * 30)
        WholeExport.create(key=str(number) * 4, actor="user:1", ready_at=NOW)
        both = {"organisation": body, "function": PositionFunction.OTHER}
        pair = [Position.create(person=one, **both) for one in (person, self.hub)]
        values = {"organisation": body, "starts_on": NOW.date(), "by_link": bool(number % 2), "entered_by": "user:1"}
        Handover.create(old_position=pair[0], new_position=pair[1], told_at=NOW, **values)
        ask_erasure(person, f"graag {number}")
        personal_link(self.hub)
        Erasure.create(person_id=1_000 + number, actor="user:1", state=ErasureState.DONE, done_at=NOW)

    def pages(self) -> list[str]:
        """Give the pages about the one that has everything."""
        link = personal_link(self.hub).removeprefix("http://localhost")
        town = self.village.municipality
        subjects = {"persoon": self.hub, "organisatie": self.council, "dorp": self.village, "gemeente": town}
        lists = dict(zip(("personen", "organisaties", "dorpen", "gemeenten"), subjects.values(), strict=True))
        batch, round_ = batches.ImportBatch.get(), CheckRound.get()
        return [
            *(link, f"{link}/alles", f"{link}/klopt"),
            *(f"/beheer/dossier/{kind}/{row.id}/" for kind, row in subjects.items()),
            *(f"/beheer/{kind}/{row.id}/" for kind, row in lists.items()),
            *(f"/beheer/mogelijk-dubbel/{kind}/{lists[kind].id}/" for kind in ("personen", "organisaties")),
            *(f"/beheer/{part}/{self.hub.id}/" for part in ("inzage-en-wissen", "toestemmingen/persoon")),
            *(f"/beheer/doelgroepen/{self.audience.id}/", f"/beheer/inlezen/{batch.id}/"),
            *(f"/beheer/klopt-dit-nog/{round_.id}/", "/beheer/bestuurswissels/?naam=dorps"),
            *("/beheer/mogelijk-dubbel/personen/?q=naam", "/beheer/inzage-en-wissen/?q=naam"),
            *("/beheer/persoonlijke-paginas/?naam=naam", "/agenda?doelgroep=allen"),
            *(f"/dorpen/{self.village.slug}{kind}" for kind in ("", ".geojson")),
            *(f"/gemeenten/{town.slug}{kind}" for kind in ("", ".geojson")),
        ]


def screens(app: Flask) -> list[str]:
    """Give the address of every page that needs nothing to be named."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    found = {rule.rule for rule in rules if rule.endpoint.startswith(ROOMS)}
    return sorted(one for one in found if not FILES.search(one))


def costs(client: FlaskClient, addresses: list[str]) -> dict[str, int]:
    """Count the questions of each page that is there."""
    found = {}
    for address in addresses:
        with counted() as asked:
            answer = client.get(address)
        assert answer.status_code in {200, 302, 303}, address
        found[address] = len(asked)
    return found


def test_every_page_asks_as_many_questions_for_thirty_rows_as_for_three(app: Flask, admin: FlaskClient) -> None:
    world = World()
    world.grow(3)
    days = {"first_reminder_on": date(2026, 2, 16), "second_reminder_on": date(2026, 3, 2)}
    start(CheckRound(name="Klopt dit nog?", kinds=["village_council"], closes_on=date(2026, 3, 16), **days))
    run_due()
    addresses = [*screens(app), *world.pages()]
    few = costs(admin, addresses)
    world.grow(30)
    many = costs(admin, addresses)
    assert {
        page: (few[page], cost) for page, cost in many.items() if cost > few[page] + 1
    } == {}  # an empty part asks one less
