"""Workers that are killed in the middle of their work (MAIL-13)."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from ovkk_core.clock import frozen, now
from ovkk_core.jobs import run_due
from ovkk_core.mail import BulkRecipient, MailState, OutboxMail, Recipient, queue_many, store_body
from ovkk_core.mail.delivery import deliver
from ovkk_core.mail.kinds import kinds
from ovkk_core.mail.mail import queue_test
from tests.core.mail.news import NEWS

MAILS = 50
LINES = 2  # connections of one worker
WORKER = str(Path(__file__).with_name("worker.py"))


def start_worker(app: Flask) -> subprocess.Popen[bytes]:
    """Start a worker of ``app``'s installation in a process of its own."""
    settings = app.config["OVKK"]
    variables = {name: value for name, value in os.environ.items() if not name.startswith("OVKK_")}
    variables |= {
        "OVKK_DATA_DIR": str(settings.data_dir),
        "OVKK_DATABASE_URL": settings.database_url,
        "OVKK_BASE_URL": settings.base_url,
        "OVKK_MAIL_URL": settings.mail_url,
        "OVKK_SECRET_KEY": settings.secret_key,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return subprocess.Popen([sys.executable, WORKER], env=variables)


@pytest.mark.parametrize("kept_before", [True, False], ids=["after the message", "before the message"])
def test_mail_13_killed_sender_loses_nothing_and_doubles_at_most_the_mails_in_its_hands(
    app: Flask, to_sink, kept_before: bool
) -> None:
    for number in range(MAILS):
        queue_test(f"lid{number}@dorp.test")
    worker = start_worker(app)

    def kill_at_the_twentieth(_: bytes) -> str | None:
        if len(to_sink.kept) == 19 and worker.poll() is None:
            worker.send_signal(signal.SIGKILL)
            worker.wait(10)
            return None if kept_before else "451 weg"
        return "250 ok"

    to_sink.answer = kill_at_the_twentieth
    assert worker.wait(60) == -signal.SIGKILL
    with frozen(now() + timedelta(minutes=2)):
        run_due()

    arrivals = Counter(str(message["Message-ID"]) for message in to_sink.messages())
    assert set(arrivals) == {mail.message_id for mail in OutboxMail.select()}
    assert MAILS <= sum(arrivals.values()) <= MAILS + LINES
    assert OutboxMail.select().where(OutboxMail.state == MailState.SENT).count() == MAILS


def test_mail_13_newsletter_of_two_workers_of_which_one_is_killed_reaches_nobody_twice(
    app: Flask, to_sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kinds(), NEWS.name, ("mail", NEWS))
    body = store_body(NEWS.name, subject="Nieuws", text="{name}", html="<p>{name}</p>")
    queue_many(body, (BulkRecipient(Recipient(f"lid{n}@dorp.test"), {"name": "x"}) for n in range(200)), campaign="n")
    workers = [start_worker(app), start_worker(app)]

    def kill_one(_: bytes) -> str | None:
        if len(to_sink.kept) == 60 and workers[0].poll() is None:
            workers[0].send_signal(signal.SIGKILL)
            workers[0].wait(10)
            return None
        return "250 ok"

    to_sink.answer = kill_one
    assert [worker.wait(60) for worker in workers] == [-signal.SIGKILL, 0]
    with frozen(now() + timedelta(minutes=2)):
        deliver()

    arrivals = Counter(str(message["Message-ID"]) for message in to_sink.messages())
    states = Counter(mail.state for mail in OutboxMail.select())
    assert set(arrivals.values()) == {1}
    assert set(states) <= {MailState.SENT, MailState.DOUBT}
    assert states[MailState.DOUBT] <= 2 * LINES
    assert 200 - states[MailState.DOUBT] <= len(arrivals) <= 200


def test_queued_mail_is_sent_by_the_worker_and_one_job_is_enough_for_many(app: Flask, to_sink) -> None:
    for number in range(3):
        queue_test(f"lid{number}@dorp.test")
    run: Callable[[], int] = run_due
    assert run() == 1
    assert len(to_sink.kept) == 3
