"""The running program sends its invitations to a real mail server, and they are read as delivered."""

import email
import email.policy
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import dkim
import pytest
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from icalendar import Calendar

from tests.conftest import SERVER, fresh_postgresql
from tests.serving import free_port, in_installation, ovkk, serving, variables_of

PATIENCE = 90
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


class Kept:
    """A mail server that keeps the invitations to a tour as (envelope sender, recipient, bytes)."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str, bytes]] = []

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]  # noqa: N802 - its name
        """Keep one message."""
        if b"\nSubject: Uitnodiging: Dorpenschouw" in envelope.original_content:  # the demonstration sends others too
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


@pytest.fixture(scope="module")
def delivered(
    kept: tuple[Kept, int], key: tuple[Path, bytes], tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> tuple[int, list[tuple[str, str, bytes]]]:
    """Invite every village council from the running program; give how many, and what the mail server got."""
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
        _wait(lambda: len(server.mails) >= number)
    return number, list(server.mails)


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


def test_mail_6_dkim_of_the_mail_as_delivered_is_right(delivered: tuple[int, list], key: tuple[Path, bytes]) -> None:
    content = delivered[1][0][2]
    assert dkim.verify(content, dnsfunc=lambda name, timeout=5: key[1] if b"._domainkey." in name else None)


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
    assert len({to for _, to, _ in server.mails}) == number


def _wait(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < deadline, "not everything arrived"
        time.sleep(0.1)
