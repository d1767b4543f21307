"""Measures queueing and sending personal mails of 30 kB, beside smtplib and django-newsletter on the same server."""

import resource
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa

from bench import django_newsletter, loading
from ovkk_core import mail
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail import BulkRecipient, MailBody, OutboxMail, Recipient, content_of, queue_many, store_body
from ovkk_core.mail.delivery import deliver
from ovkk_core.mail.kinds import kinds
from ovkk_core.mail.sheets import Sheets
from ovkk_core.mail.signing import Signer
from ovkk_core.registry import change_setting, registry

MAILS, MANY, ROUNDS = 2_000, 100_000, 3
PEER_MAILS = 300  # in a round, as it takes long
LETTER = MailKind(
    "mail.bench",
    "Meting",
    "",
    {"salutation": "aanhef"},
    {"salutation": "Beste"},
    resend_in_doubt=False,
    automatic=False,
)
LINE = "<tr><td>Het nieuws van deze maand, met één plaatje en een link naar de site.</td></tr>\n"
TEXT = "{salutation}\n\n" + "Het nieuws van deze maand.\n" * 150 + "\nAfmelden: {unsubscribe}"
HTML = (
    f'<html><body><p>{{salutation}}</p><table>{LINE * 280}</table><a href="{{unsubscribe}}">Afmelden</a></body></html>'
)


def main() -> None:
    """Print mails per second beside bare smtplib and a peer, the costs of one mail, and of a hundred thousand rows."""
    django_newsletter.install()
    with tempfile.TemporaryDirectory() as folder, loading.installation(Path(folder), 0) as app, sink() as port:
        kinds()[LETTER.name] = ("mail", LETTER)
        app.config["OVKK"] = replace(app.config["OVKK"], mail_url=f"smtp://127.0.0.1:{port}")
        mail.install(app)
        queueing()
        one_mail()
        for lines in (1, 4):
            pairs = [(bare(port, lines), ours(lines, number)) for number in range(ROUNDS)]
            print(f"\n{lines} connection{'s' if lines > 1 else ''}, medians of {ROUNDS} rounds of {MAILS:,}")
            theirs, own = (
                [statistics.median(column) for column in zip(*side, strict=True)] for side in zip(*pairs, strict=True)
            )
            print(f"  bare smtplib {theirs[0]:7,.0f}/s, {theirs[1]:4.0f} µs of CPU a mail")
            print(f"  ours         {own[0]:7,.0f}/s, {own[1]:4.0f} µs   {own[0] / theirs[0]:.0%}   goal ≥ 85 %")
            if lines == 1:
                rounds = [django_newsletter.send(port, PEER_MAILS, TEXT, HTML) for _ in range(ROUNDS)]
                peer = [statistics.median(column) for column in zip(*rounds, strict=True)]
                print(f"  django-newsletter {peer[0]:,.0f}/s, {peer[1]:.0f} µs   ours {own[0] / peer[0]:.1f} ×")


def queueing() -> None:
    """Queue a hundred thousand."""
    before, start, spent = memory(), time.monotonic(), time.process_time()
    queue_many(letter(), recipients(MANY), campaign="queueing")
    seconds, cpu = time.monotonic() - start, time.process_time() - spent
    print(
        f"{MANY:,} queued in {seconds:.1f} s ({cpu:.1f} s of CPU), +{memory() - before:.0f} MB   goal ≤ 15 s, ≤ 30 MB"
    )
    mail.stop_campaign("queueing")


def one_mail() -> None:
    """Compose and sign."""
    queue_many(letter(), recipients(1_000), campaign="composing")
    mails = list(OutboxMail.select().where(OutboxMail.campaign == "composing"))
    signer, sheets, content = Signer(rsa.generate_private_key(65537, 2048), "bench"), Sheets(), content_of(mails[0])
    spent = time.process_time()
    for each in mails:
        sheets.content(each)
    composed = time.process_time()
    for _ in mails:
        signer.sign(content, "vereniging.example")
    signed = time.process_time()
    print(f"one mail of {len(content) / 1000:.0f} kB: composed in {(composed - spent) * 1000:.0f} µs of CPU")
    print(f"signed with DKIM in {(signed - composed) * 1000:.0f} µs   goal ≤ 400 µs")
    mail.stop_campaign("composing")


def ours(lines: int, number: int) -> tuple[float, float]:
    """Deliver through the outbox; give mails per second and µs of CPU a mail."""
    change_setting("mail.connections", str(lines))
    registry.refresh()
    queue_many(letter(), recipients(MAILS), campaign=f"{lines}-{number}")
    start, spent = time.monotonic(), time.process_time()
    sent = deliver()
    seconds, cpu = time.monotonic() - start, time.process_time() - spent
    assert sent == MAILS, f"only {sent} were sent"
    return MAILS / seconds, cpu / MAILS * 1e6


def bare(port: int, lines: int) -> tuple[float, float]:
    """Send prebuilt bytes with smtplib alone; give mails per second and µs of CPU a mail."""
    queue_many(letter(), recipients(1), campaign=f"bare {time.monotonic()}")
    mail_row = OutboxMail.select().order_by(OutboxMail.id.desc()).get()
    content = content_of(mail_row)
    OutboxMail.update(due_at=None).where(OutboxMail.id == mail_row.id).execute()

    def send(count: int) -> None:
        with smtplib.SMTP("127.0.0.1", port) as server:
            for number in range(count):
                server.sendmail("post@vereniging.example", [f"lid{number}@dorp.test"], content)

    threads = [threading.Thread(target=send, args=(MAILS // lines,)) for _ in range(lines)]
    start, spent = time.monotonic(), time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return MAILS / (time.monotonic() - start), (time.process_time() - spent) / MAILS * 1e6


def letter() -> MailBody:
    """Keep the newsletter."""
    texts = {"subject": "Nieuws", "text": TEXT, "html": HTML}
    return store_body(LETTER.name, **texts, list_id="nieuws", list_name="Nieuws", marketing=True)


def recipients(count: int) -> Iterator[BulkRecipient]:
    """Give so many, of 500 domains."""
    for number in range(count):
        to = Recipient(f"lid{number}@dorp{number % 500}.test", f"Lid {number}")
        link = f"https://vereniging.example/afmelden/{number:043d}"
        yield BulkRecipient(to, {"salutation": f"Beste lid {number},"}, number, link)


def memory() -> float:
    """Give the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


@contextmanager
def sink() -> Iterator[int]:
    """Run the mail server; give its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen([sys.executable, "-m", "bench.sink", str(port)])
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
