"""Checks whether the world lets our mail in: what the DNS says of us, the mail server, the mailbox and the clock."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from flask import current_app

from ovkk_core.clock import now
from ovkk_core.config import Settings
from ovkk_core.inbox.boxes import BoxError, open_box
from ovkk_core.inbox.lookups import Lookup, LookupFailedError
from ovkk_core.inbox.models import Message
from ovkk_core.inbox.policies import MOST_LOOKUPS, dkim_key, dmarc_of, spf_of
from ovkk_core.mail import OutboxMail, try_relay
from ovkk_core.registry import setting

LOOPBACK = ("localhost", "127.0.0.1", "::1")
RESERVED = (".example", ".test", ".invalid", ".localhost", "example.org", "example.com", "example.net")
CLOCK_AHEAD, CLOCK_BEHIND = timedelta(minutes=45), timedelta(minutes=2)
RECENT = 20


@dataclass(frozen=True)
class Outcome:
    """How one check went; ``message`` is Dutch and says what to do when it did not go well."""

    name: str
    title: str
    ok: bool
    message: str


@dataclass(frozen=True)
class DnsRecord:
    """A record for the administrator of the domain to paste."""

    name: str
    kind: str
    value: str
    why: str


@dataclass(frozen=True)
class Sending:
    """Who we are when we write: domain of the sender, domain that bounces go to, our mail server."""

    domain: str
    bounce_domain: str
    relay: str  # "" for one on this machine
    selector: str
    key: str  # the public key in base64, "" when we do not sign
    site: str

    @property
    def reserved(self) -> bool:
        """Whether the domain is one that cannot exist, as in a demonstration."""
        return not self.domain or self.domain.endswith(RESERVED)


def sending() -> Sending:
    """Give it as it is set up now."""
    settings: Settings = current_app.config["OVKK"]
    domain = setting("mail.from_address").rpartition("@")[2].lower()
    relay = urlsplit(settings.mail_url).hostname or ""
    return Sending(
        domain=domain,
        bounce_domain=setting("mail.bounce_address").rpartition("@")[2].lower() or domain,
        relay="" if relay in LOOPBACK else relay,
        selector=settings.dkim_selector,
        key=_public_key(settings),
        site=_named(urlsplit(settings.base_url).hostname or ""),
    )


def outcomes(look: Lookup | None = None) -> list[Outcome]:
    """Run every check. Contacts only the resolver, the mail server and the mailbox that were set up."""
    us, settings = sending(), current_app.config["OVKK"]
    found = []
    if us.reserved:
        found.append(Outcome("domain", "Domein", True, "Vul bij Instellingen, Mail eerst uw eigen afzenderadres in."))
    else:
        found += list(_of_dns(look, us))
    if not settings.mail_url.startswith("capture:"):
        found.append(_tls())
    return [*found, _inbox(settings), _clock()]


def inbox_url() -> str:
    """Give the mailbox that is read, "" for none."""
    return str(current_app.config["OVKK"].inbox_url)


def records(us: Sending) -> Iterator[DnsRecord]:
    """Give the records to paste, for the domain as it is set up."""
    host = us.relay or us.site
    servers = f"mx a:{host}" if host else "mx"
    yield DnsRecord(us.bounce_domain, "TXT", f"v=spf1 {servers} -all", "Welke servers namens u mogen versturen (SPF).")
    if us.key:
        name = f"{us.selector}._domainkey.{us.domain}"
        yield DnsRecord(name, "TXT", f"v=DKIM1; k=rsa; p={us.key}", "De sleutel onder uw mail (DKIM).")
    policy = f"v=DMARC1; p=quarantine; rua=mailto:postmaster@{us.domain}"
    yield DnsRecord(f"_dmarc.{us.domain}", "TXT", policy, "Wat er moet gebeuren met mail die niet van u is (DMARC).")


def _of_dns(look: Lookup | None, us: Sending) -> Iterator[Outcome]:
    checks: list[tuple[str, str, Callable[[Lookup, Sending], tuple[bool, str]]]] = [
        ("spf", "SPF", _spf),
        ("dkim", "DKIM", _dkim),
        ("dmarc", "DMARC", _dmarc),
        ("mx", "Adres voor antwoorden (MX)", _mx),
        ("ptr", "Naam van de mailserver (PTR)", _ptr),
    ]
    for name, title, check in checks:
        try:
            look = look or Lookup()
            yield Outcome(name, title, *check(look, us))
        except LookupFailedError as error:
            yield Outcome(name, title, False, f"{error} Probeer het later nog eens.")


def _spf(look: Lookup, us: Sending) -> tuple[bool, str]:
    found = spf_of(look, us.bounce_domain)
    if found.several:
        return False, f"{us.bounce_domain} heeft meer dan een SPF-regel; dan telt er geen. Voeg ze samen tot een."
    if not found.record:
        return False, f"{us.bounce_domain} heeft geen SPF-regel. Plak die van de pagina Bezorgbaarheid in de DNS."
    if found.lookups > MOST_LOOKUPS:
        return (
            False,
            f"De SPF-regel vraagt {found.lookups} keer verder; na {MOST_LOOKUPS} telt zij niet. Maak haar korter.",
        )
    if found.end in ("+", "?", ""):
        return False, "De SPF-regel laat iedereen toe. Laat haar eindigen op -all of ~all."
    return True, f"{us.bounce_domain}: {found.record[:200]}"


def _dkim(look: Lookup, us: Sending) -> tuple[bool, str]:
    if not us.key:
        if setting("inbox.relay_signs") == "1":
            return True, "De mailserver ondertekent, zegt de instelling; dat kunnen wij niet nakijken."
        return (
            False,
            "Uw mail wordt niet ondertekend. Zet OVKK_DKIM_KEY, of zeg bij Instellingen dat de mailserver het doet.",
        )
    published = dkim_key(look, us.selector, us.domain)
    where = f"{us.selector}._domainkey.{us.domain}"
    if published is None:
        return False, f"Op {where} staat geen sleutel. Plak die van de pagina Bezorgbaarheid in de DNS."
    if published != us.key:
        return False, f"Op {where} staat een andere sleutel dan waarmee wij ondertekenen. Vervang haar."
    return True, f"De sleutel op {where} is de onze."


def _dmarc(look: Lookup, us: Sending) -> tuple[bool, str]:
    found = dmarc_of(look, us.domain)
    if not found.at:
        return False, f"{us.domain} heeft geen DMARC-regel. Plak die van de pagina Bezorgbaarheid in de DNS."
    if found.policy not in ("none", "quarantine", "reject"):
        return False, f"De DMARC-regel op {found.at} vraagt '{found.policy}', en dat bestaat niet."
    notes = [f"Op {found.at} staat p={found.policy}."]
    if found.policy == "none":
        notes.append("Dat houdt niets tegen: kies quarantine als alles een paar weken goed gaat.")
    if "pct" in found.tags:
        notes.append("De aanduiding pct telt niet meer (RFC 9989); haal haar weg.")
    return True, " ".join(notes)


def _mx(look: Lookup, us: Sending) -> tuple[bool, str]:
    found = look.exchangers(us.bounce_domain)
    if not found or found == [""]:
        return (
            False,
            f"{us.bounce_domain} ontvangt geen mail: er is geen MX. Zonder komen antwoorden en bounces niet aan.",
        )
    return True, f"Mail aan {us.bounce_domain} komt aan bij {found[0]}."


def _ptr(look: Lookup, us: Sending) -> tuple[bool, str]:
    host = us.relay or us.site
    if not host:
        return True, "De mailserver staat op deze machine, en die heeft nog geen naam op internet (OVKK_BASE_URL)."
    found = look.hosts(host)
    if not found:
        return False, f"{host} heeft geen IP-adres in de DNS."
    for address in found:
        if not any(address in look.hosts(name) for name in look.names(address)):
            return (
                False,
                f"{address} ({host}) heeft geen naam die terugwijst. Vraag de aanbieder van de server om een PTR.",
            )
    return True, f"{host} en zijn IP-adres wijzen naar elkaar."


def _tls() -> Outcome:
    answer, title = try_relay(), "Verbinding met de mailserver"
    if not answer.reached:
        return Outcome(
            "tls", title, False, f"De mailserver neemt ons niet aan: {answer.words}. Kijk naar OVKK_MAIL_URL."
        )
    if not answer.encrypted and sending().relay:
        return Outcome(
            "tls", title, False, "De verbinding is niet versleuteld. Gebruik poort 587 of smtps in OVKK_MAIL_URL."
        )
    return Outcome("tls", title, True, "Versleuteld." if answer.encrypted else "De mailserver staat op deze machine.")


def _inbox(settings: Settings) -> Outcome:
    title = "Postbus"
    if not settings.inbox_url:
        return Outcome(
            "inbox", title, True, "Er wordt geen postbus gelezen (OVKK_INBOX_URL is leeg): bounces ziet u dan niet."
        )
    try:
        with open_box(settings.inbox_url) as box:
            waiting = box.waiting()
    except BoxError as error:
        return Outcome("inbox", title, False, f"{error} Controleer OVKK_INBOX_URL en het wachtwoord.")
    return Outcome("inbox", title, True, f"Te lezen; er wachten {waiting} berichten.")


def _clock() -> Outcome:
    """Compare our clock with what it said before, and with what the mailbox's server wrote on what came in."""
    title, moment = "Klok", now()
    newest = OutboxMail.select(OutboxMail.queued_at).order_by(OutboxMail.id.desc()).first()
    if newest and newest.queued_at > moment + CLOCK_BEHIND:
        return Outcome(
            "clock", title, False, "De klok loopt terug: er is post van later dan nu. Zet tijdsynchronisatie aan."
        )
    rows = Message.select(Message.read_at, Message.arrived_at).where(Message.arrived_at.is_null(False))
    ages = [row.read_at - row.arrived_at for row in rows.order_by(Message.id.desc()).limit(RECENT)]
    if ages and min(ages) < -CLOCK_BEHIND:
        return Outcome("clock", title, False, "De klok loopt achter op de mailserver. Zet tijdsynchronisatie aan.")
    if len(ages) == RECENT and min(ages) > CLOCK_AHEAD:
        return Outcome(
            "clock", title, False, "De klok loopt voor op de mailserver, of de postbus werd lang niet gelezen."
        )
    return Outcome("clock", title, True, "Er is niets vreemds aan te zien.")


def _named(host: str) -> str:
    """Give ``host`` when it is a name, "" when it is only an address or this machine's own."""
    return "" if host in LOOPBACK or host.replace(".", "").isdigit() or ":" in host else host


def _public_key(settings: Settings) -> str:
    if settings.dkim_key is None:
        return ""
    key = load_pem_private_key(settings.dkim_key.read_bytes(), password=None)
    shape = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(shape).decode()
