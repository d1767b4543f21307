"""A worker that is killed in the middle of its work (MAIL-13)."""

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
from ovkk_core.mail import MailState, OutboxMail
from ovkk_core.mail.mail import queue_test

MAILS = 50
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
def test_mail_13_killed_sender_loses_nothing_and_doubles_at_most_the_mail_in_its_hands(
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
    assert sum(arrivals.values()) == MAILS + kept_before
    assert OutboxMail.select().where(OutboxMail.state == MailState.SENT).count() == MAILS


def test_queued_mail_is_sent_by_the_worker_and_one_job_is_enough_for_many(app: Flask, to_sink) -> None:
    for number in range(3):
        queue_test(f"lid{number}@dorp.test")
    run: Callable[[], int] = run_due
    assert run() == 1
    assert len(to_sink.kept) == 3
