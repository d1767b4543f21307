"""The running program sends its demonstration year to a real mail server, and the mails are read as delivered."""

import email
import email.policy
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import dkim
import pytest
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from icalendar import Calendar

from tests.clients.scanning import links_of, parsed, scanned, spam_scores
from tests.conftest import SERVER, fresh_postgresql
from tests.programs import needed
from tests.serving import free_port, in_installation, ovkk, serving, variables_of

EXAMPLE = "voorbeeld@kinds.test"
ID = re.compile(rb"(?i)\r\nMessage-ID:\s+(<[^>]+>)")
SPAM = b"From: a@b.test\nSubject: a\n\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n"
INVITE = """
from ovkk_core.contacts import Position, current_positions
from plugins.dorpenschouw.inviting import Choice, guests, invite
from plugins.dorpenschouw.models import VillageTour
from ovkk_core.calendars import Event
from ovkk_core.contacts import OrganisationKind
tour = VillageTour.select().join(Event).order_by(Event.starts_at.desc()).first()
chosen = guests(tour, Choice(kinds=frozenset({OrganisationKind.VILLAGE_COUNCIL})))
print(invite(tour, [guest.position.id for guest in chosen if not guest.obstacle]))
"""
YEAR = """
import json
import time
from flask import current_app
from ovkk_core.accounts import User
from ovkk_core.audiences import Audience, SnapshotMember, freeze
from ovkk_core.clock import now
from ovkk_core.consents import NEWSLETTER, Consent, ConsentWay, give
from ovkk_core.contacts import Person
from ovkk_core.jobs import Job, JobState
from ovkk_core.mail import OutboxMail, Recipient, queue_mail
from ovkk_core.mail.kinds import kinds
from ovkk_core.mailings import Block, BlockKind, Mailing
from ovkk_core.mailings.deciding import Draft, choose_audience, save_draft, send
from ovkk_core.mailings.listing import fix_list
from plugins.kernpunt import sending
from plugins.kernpunt.models import Edition, EditionState
officers = Audience.get(slug="beleidsmedewerkers")
for member in freeze(officers, NEWSLETTER).members.where(SnapshotMember.person.is_null(False)).limit(3):
    give(member.person, NEWSLETTER, ConsentWay.SPOKEN)
mailing = save_draft(Draft("Nieuws", "Nieuws voor {gemeente}", (
    Block(BlockKind.TEXT, "{aanhef}"),
    Block(BlockKind.TEXT, "Er is **nieuws** uit de dorpen. U leest het op [onze agenda](https://dorp.example/agenda)."),
)))
choose_audience(mailing, officers, NEWSLETTER)
mailing = Mailing.get_by_id(mailing.id)
assert send(mailing, fix_list(mailing).id)
readers = Person.select(Person.id).where(Person.email.endswith("@lezers.test")).order_by(Person.id).offset(20)
Consent.delete().where(Consent.person.in_([reader.id for reader in readers])).execute()
sending.schedule(Edition.get(state=EditionState.APPROVED), at_once=True)
current_app.config["WTF_CSRF_ENABLED"] = False
known = Person.get(Person.email.endswith("@lezers.test")).email
asked = current_app.test_client()
asked.post("/aanmelden", data={"email": "nieuw@lezers.test", "purposes": ["nieuwsbrief"]})
asked.post("/u/nieuwe-link", data={"email": known})
asked.post("/wachtwoord-vergeten", data={"email": User.select().first().email})
for kind in [kind for _, kind in kinds().values() if kind.template]:
    queue_mail(kind.name, Recipient("voorbeeld@kinds.test"), kind.sample)
for _ in range(600):
    waits = (Job.state == JobState.CLAIMED) | ((Job.state == JobState.QUEUED) & (Job.due_at <= now()))
    under_way = OutboxMail.select().where(OutboxMail.due_at.is_null(False))
    if not Job.select().where(waits).exists() and not under_way.exists():
        break
    time.sleep(0.2)
else:
    raise AssertionError([(job.name, job.state, job.last_error) for job in Job.select().where(waits)])
print(json.dumps([
    sorted(kinds()), [(mail.message_id, mail.kind) for mail in OutboxMail.select() if mail.reply.startswith("250")]
]))
"""


class Kept:
    """A mail server that keeps what it gets as (envelope sender, recipient, bytes)."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str, bytes]] = []

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]  # noqa: N802 - its name
        """Keep one message."""
        self.mails.append((envelope.mail_from, envelope.rcpt_tos[0], envelope.original_content))
        return "250 2.0.0 bewaard"


@pytest.fixture(scope="module")
def kept() -> Iterator[tuple[Kept, int]]:
    """Give a mail server on loopback and its port."""
    server, port = Kept(), free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port, decode_data=False)
    controller.start()
    yield server, port
    controller.stop()


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Give a DKIM key file, and the record that the DNS would have."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = tmp_path_factory.mktemp("dkim") / "dkim.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return path, b"v=DKIM1; k=rsa; p=" + b"".join(public.splitlines()[1:-1])


@dataclass(frozen=True)
class Year:
    """What a demonstration year sent: the mails by kind, and those with the invitation to the last tour."""

    variables: dict[str, str]
    invited: int
    mails: dict[str, list[bytes]]
    invitations: list[tuple[str, str, bytes]]

    def some(self, count: int) -> list[bytes]:
        """Give at most so many of each kind."""
        return [content for contents in self.mails.values() for content in contents[:count]]


@pytest.fixture(scope="module")
def year(
    kept: tuple[Kept, int], key: tuple[Path, bytes], tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Year:
    """Let the running program send its year, and invite every village council; give what the mail server got."""
    server, smtp = kept
    folder, port = tmp_path_factory.mktemp("post"), free_port()
    url = {"OVKK_DATABASE_URL": fresh_postgresql(f"ovkk_test_post_{worker_id}")} if SERVER else {}
    variables = variables_of(
        folder / "var", port, OVKK_MAIL_URL=f"smtp://127.0.0.1:{smtp}", OVKK_DKIM_KEY=str(key[0]), OVKK_DEMO="1", **url
    )
    ovkk(variables, "init")
    ovkk(variables, "demo")
    with serving(variables, port, folder / "log"):
        number = int(in_installation(variables, INVITE))
        names, sent = json.loads(in_installation(variables, YEAR))
    kind_of, mails = dict(sent), {name: [] for name in names}
    for mail in server.mails:
        mails[kind_of[ID.search(mail[2])[1].decode()]].append(mail[2])
    assert [name for name in names if not mails[name]] == []
    invitations = [mail for mail in server.mails if mail[2] in set(mails["dorpenschouw.invitation"])]
    return Year(variables, number, mails, [mail for mail in invitations if mail[1] != EXAMPLE])


@pytest.fixture
def delivered(year: Year) -> tuple[int, list[tuple[str, str, bytes]]]:
    """Give how many village councils were invited, and what the mail server got for them."""
    return year.invited, year.invitations


def test_main_job_every_invited_position_gets_one_mail_by_smtp(delivered: tuple[int, list]) -> None:
    number, mails = delivered
    recipients = [to for _, to, _ in mails]
    assert number > 5
    assert len(recipients) == number
    assert len(set(recipients)) == number
    assert all(to.endswith(".test") for to in recipients)


def test_mail_1_2_invitation_as_delivered_is_complete_and_without_defects(delivered: tuple[int, list]) -> None:
    _, to, content = delivered[1][0]
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    assert [part.defects for part in mail.walk() if part.defects] == []
    assert mail["To"].addresses[0].addr_spec == to
    assert mail["Message-ID"].count("@") == 1
    assert max(map(len, content.split(b"\r\n"))) <= 998
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "uur" in text.get_content()
    assert '<html lang="nl"' in html.get_content()


def test_invitation_as_delivered_carries_the_tour_and_its_stops(delivered: tuple[int, list]) -> None:
    mail = email.message_from_bytes(delivered[1][0][2], policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    (attachment,) = [part for part in mail.iter_attachments() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(attachment.get_payload(decode=True))
    events = list(calendar.walk("VEVENT"))
    tour = [event for event in events if "RELATED-TO" not in event]
    assert len(events) == 5
    assert len(tour) == 1
    assert all(event["RELATED-TO"] == tour[0]["UID"] for event in events if "RELATED-TO" in event)


def test_mail_2_6_16_every_kind_of_mail_is_without_defects_signed_and_light(
    year: Year, key: tuple[Path, bytes]
) -> None:
    for content in year.some(3):
        message = parsed(content)
        assert dkim.verify(content, dnsfunc=lambda name, timeout=5: key[1] if b"._domainkey." in name else None)
        html = message.get_body(("html",))
        assert html is not None
        assert len(html.get_content().encode()) < 100_000, message["Subject"]
        text = message.get_body(("plain",))
        assert text is not None
        assert len(text.get_content().split()) > 10, message["Subject"]
        assert max(map(len, content.split(b"\r\n"))) <= 998


@pytest.mark.skipif(bool(SERVER), reason="the mails are the same on each database")
def test_mail_16_spamassassin_finds_nothing_wrong_with_any_kind_of_mail(year: Year, tmp_path: Path) -> None:
    needed(shutil.which("spamassassin") is not None, "SpamAssassin (package spamassassin)")
    *scores, control = spam_scores([SPAM, *year.some(1)], tmp_path)
    assert control[0] > 100, control
    assert len(scores) == len(year.mails)
    assert [score for score in scores if score[0] >= 1.0] == []


def test_itip_8_scanner_that_follows_every_link_changes_nothing(year: Year, tmp_path: Path) -> None:
    mails = [message for message in map(parsed, year.some(5)) if message["To"].addresses[0].addr_spec != EXAMPLE]
    links = set[str]().union(*map(links_of, mails))
    site = year.variables["OVKK_BASE_URL"]
    ours = {link for link in links if link.startswith(site)}
    assert all(urlsplit(link).hostname.endswith(".example") for link in links - ours)
    for begin in ("/afmelden/", "/aanmelden/bevestigen/", "/wachtwoord-kiezen/", "/u/", "/u/datum/", "/dorpenschouw/"):
        assert any(link.startswith(site + begin) for link in ours), begin
    changed, statuses = scanned(year.variables, ours, tmp_path)
    assert set(changed) <= {"web_tries"}  # how often an address asked
    assert {status: links for status, links in statuses.items() if int(status) >= 400} == {}


def test_mail_server_that_is_away_costs_no_mail(tmp_path: Path, worker_id: str) -> None:
    """The server starts late; what was queued before arrives when it is tried again."""
    smtp, port = free_port(), free_port()
    url = {"OVKK_DATABASE_URL": fresh_postgresql(f"ovkk_test_away_{worker_id}")} if SERVER else {}
    variables = variables_of(tmp_path / "var", port, OVKK_MAIL_URL=f"smtp://127.0.0.1:{smtp}", OVKK_DEMO="1", **url)
    ovkk(variables, "init")
    ovkk(variables, "demo")
    number = int(in_installation(variables, INVITE))
    try_once = "from ovkk_core.mail.delivery import deliver\nprint(deliver())"
    assert in_installation(variables, try_once).strip() == "0"
    server = Kept()
    controller = Controller(server, hostname="127.0.0.1", port=smtp, decode_data=False)
    controller.start()
    try:
        due = "from ovkk_core.clock import now\nfrom ovkk_core.mail import OutboxMail\n"
        due += "OutboxMail.update(due_at=now()).execute()\n"
        assert int(in_installation(variables, due + try_once)) >= number
    finally:
        controller.stop()
    invited = [to for _, to, content in server.mails if b"\nSubject: Uitnodiging: Dorpenschouw" in content]
    assert len(set(invited)) == number
