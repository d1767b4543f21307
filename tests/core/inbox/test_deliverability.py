"""Whether the world lets our mail in: SPF, DKIM, DMARC, MX, PTR, the mail server, the mailbox and the clock."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.clock import frozen, now
from ovkk_core.inbox.checking import check_delivery, health
from ovkk_core.inbox.delivering import records, sending
from ovkk_core.inbox.keeping import keep
from ovkk_core.inbox.lookups import Lookup
from ovkk_core.inbox.policies import dmarc_of, spf_of
from ovkk_core.mail import install
from ovkk_core.registry import change_setting, registry
from tests.core.inbox.conftest import Sent, found, written
from tests.core.inbox.nameserver import name_server
from tests.people import log_in, make_user

DOMAIN, MX, ADDRESS = "dorpen.nl", "mx.dorpen.nl", "192.0.2.5"


@pytest.fixture(scope="module")
def key() -> bytes:
    """Give a key to sign with, which takes long to make."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture
def us(app: Flask, database: None, tmp_path: Path, key: bytes) -> dict[tuple[str, str], list[str]]:
    """Set the association up to send with a key of its own; give what the DNS ought to say of it."""
    path = tmp_path / "dkim.pem"
    path.write_bytes(key)
    app.config["OVKK"] = replace(app.config["OVKK"], dkim_key=path, base_url=f"https://www.{DOMAIN}")
    install(app)
    change_setting("mail.from_address", f"post@{DOMAIN}")
    registry.refresh()
    zone = {(record.name, record.kind): [record.value] for record in records(sending())}
    half = len(zone[f"ovkk._domainkey.{DOMAIN}", "TXT"][0]) // 2
    text = zone[f"ovkk._domainkey.{DOMAIN}", "TXT"][0]
    zone[f"ovkk._domainkey.{DOMAIN}", "TXT"] = [f'{text[:half]}" "{text[half:]}']  # no string above 255 octets
    return zone | {
        (DOMAIN, "MX"): [f"10 {MX}."],
        (f"www.{DOMAIN}", "A"): [ADDRESS],
        ("5.2.0.192.in-addr.arpa", "PTR"): [f"www.{DOMAIN}."],
    }


def test_mail_7_records_that_the_page_gives_are_the_ones_that_the_check_wants(us: dict) -> None:
    with name_server(us) as look:
        found_all = {one.name: (one.ok, one.message) for one in check_delivery(look)}
    assert {name for name, (ok, _) in found_all.items() if not ok} == set()
    assert list(found_all) == ["spf", "dkim", "dmarc", "mx", "ptr", "inbox", "clock"]
    assert [one.ok for one in health()] == [True] * 7


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("spf", {(DOMAIN, "TXT"): []}, "geen SPF-regel"),
        ("spf", {(DOMAIN, "TXT"): ["v=spf1 mx -all", "v=spf1 a -all"]}, "meer dan een"),
        ("spf", {(DOMAIN, "TXT"): ["v=spf1 mx +all"]}, "laat iedereen toe"),
        ("spf", {(DOMAIN, "TXT"): ["v=spf1 " + "mx " * 11 + "-all"]}, "11 keer verder"),
        ("dkim", {(f"ovkk._domainkey.{DOMAIN}", "TXT"): []}, "geen sleutel"),
        ("dkim", {(f"ovkk._domainkey.{DOMAIN}", "TXT"): ["v=DKIM1; p=AAAA"]}, "andere sleutel"),
        ("dmarc", {(f"_dmarc.{DOMAIN}", "TXT"): []}, "geen DMARC-regel"),
        ("dmarc", {(f"_dmarc.{DOMAIN}", "TXT"): ["v=DMARC1; p=streng"]}, "bestaat niet"),
        ("mx", {(DOMAIN, "MX"): []}, "geen MX"),
        ("ptr", {("5.2.0.192.in-addr.arpa", "PTR"): ["elders.nl."]}, "geen naam die terugwijst"),
    ],
)
def test_mail_7_what_is_wrong_in_the_dns_is_told_with_what_to_do(us: dict, name: str, change: dict, words: str) -> None:
    with name_server(us | change) as look:
        wrong = {one.name: one.message for one in check_delivery(look) if not one.ok}
    assert list(wrong) == [name]
    assert words in wrong[name]


def test_mail_7_resolver_that_fails_is_no_answer(us: dict) -> None:
    with name_server(us, failing=True) as look:
        wrong = {one.name for one in check_delivery(look) if not one.ok and "geen antwoord" in one.message}
    assert wrong == {"spf", "dkim", "dmarc", "mx", "ptr"}


def test_mail_7_dmarc_is_found_by_the_tree_walk_of_rfc_9989() -> None:
    zone = {
        ("_dmarc.nl", "TXT"): ["v=DMARC1; p=reject; psd=y"],
        ("_dmarc.dorpen.nl", "TXT"): ["v=DMARC1; p=none; sp=quarantine"],
        ("_dmarc.eigen.dorpen.nl", "TXT"): ["v=DMARC1; p=reject; pct=50"],
    }
    asked: list[str] = []
    with name_server(zone, asked) as look:
        own, under = dmarc_of(look, "eigen.dorpen.nl"), dmarc_of(look, "post.dorpen.nl")
        asked.clear()
        deep = dmarc_of(look, "a.b.c.d.e.f.g.h.dorpen.nl")
    assert (own.at, own.policy, own.tags["pct"]) == ("eigen.dorpen.nl", "reject", "50")
    assert (under.at, under.policy) == ("dorpen.nl", "quarantine")
    assert deep.at == "dorpen.nl"
    assert asked[:2] == ["_dmarc.a.b.c.d.e.f.g.h.dorpen.nl TXT", "_dmarc.d.e.f.g.h.dorpen.nl TXT"]
    assert len(asked) == 8


def test_mail_7_spf_counts_what_included_records_ask_and_never_goes_round() -> None:
    zone = {
        ("a.nl", "TXT"): ["v=spf1 include:b.nl redirect=c.nl"],
        ("b.nl", "TXT"): ["v=spf1 mx a:x.b.nl include:a.nl -all"],
        ("c.nl", "TXT"): ["v=spf1 ip4:192.0.2.0/24 ~all"],
    }
    with name_server(zone) as look:
        spf = spf_of(look, "a.nl")
    assert (spf.lookups, spf.end) == (5, "~")


def test_reserved_domain_and_captured_mail_ask_nothing(database: None) -> None:
    asked: list[str] = []
    with name_server({}, asked) as look:
        names = [one.name for one in check_delivery(look) if one.ok]
    assert (names, asked) == (["domain", "inbox", "clock"], [])


def test_relay_that_cannot_be_reached_is_told(app: Flask, database: None) -> None:
    app.config["OVKK"] = replace(app.config["OVKK"], mail_url="smtp://127.0.0.1:1")
    install(app)
    with name_server({}) as look:
        wrong = {one.name: one.message for one in check_delivery(look) if not one.ok}
    assert list(wrong) == ["tls"]
    assert "OVKK_MAIL_URL" in wrong["tls"]


def test_clock_that_runs_behind_the_mail_server_or_back_is_told(sent: Sent) -> None:
    later = f"{now() + timedelta(hours=1):%a, %d %b %Y %H:%M:%S} +0000"
    raw = f"Received: from mx by mail; {later}\n".encode() + written("post-other", sent())
    with name_server({}) as look:
        assert "vreemds" in _told("clock", look)
        keep(found(raw))
        assert "loopt achter" in _told("clock", look)
        with frozen(now() - timedelta(days=1)):
            assert "loopt terug" in _told("clock", look)


def _told(name: str, look: Lookup) -> str:
    return next(one.message for one in check_delivery(look) if one.name == name)


def test_page_shows_the_last_outcome_and_the_records(client: FlaskClient, us: dict) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = False
    log_in(client, make_user("redacteur"))
    with name_server(us | {(DOMAIN, "MX"): []}) as look:
        check_delivery(look)
    client.application.config["OVKK"] = replace(client.application.config["OVKK"], base_url="http://localhost")
    page = client.get("/beheer/bezorgbaarheid/").text
    for words in ("ontvangt geen mail", f"ovkk._domainkey.{DOMAIN}", "v=DMARC1; p=quarantine", "vraagt aandacht"):
        assert words in page
