"""Kills one of two senders at random points of mailings to 500; counts who got nothing, twice or maybe (MAIL-13)."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bench import loading, sink
from bench.mail_send import LETTER, letter, recipients
from ovkk_core import mail
from ovkk_core.app import create_app
from ovkk_core.clock import frozen, now
from ovkk_core.database import connected
from ovkk_core.mail import MailState, OutboxMail, queue_many
from ovkk_core.mail.delivery import deliver
from ovkk_core.mail.kinds import kinds
from ovkk_core.registry import change_setting

MAILS, ROUNDS, LINES = 500, 20, 2
arrived: list[bytes] = []


class Keeper(sink.Sink):
    """Keeps for whom each message was."""

    def answer(self, command: bytes) -> bytes:
        if command.upper().startswith(b"RCPT"):
            self.recipient = command[8:].strip()
        return super().answer(command)

    def keep(self) -> None:
        arrived.append(self.recipient)


def main() -> None:
    """Print a line for each round, and end in failure when somebody got nothing, or a newsletter twice."""
    port = listen()
    with tempfile.TemporaryDirectory() as name, loading.installation(Path(name), 0) as app:
        kinds()[LETTER.name] = ("mail", LETTER)
        app.config["OVKK"] = replace(app.config["OVKK"], mail_url=f"smtp://127.0.0.1:{port}")
        mail.install(app)
        change_setting("mail.connections", str(LINES))
        results = [sweep(Path(name), port, number) for number in range(ROUNDS)]
    lost, twice, doubt = (sum(column) for column in zip(*results, strict=True))
    print(f"{ROUNDS} kills, {ROUNDS * MAILS:,} mails: lost {lost}, twice {twice}, in doubt {doubt}")
    sys.exit(lost + twice)


def sweep(folder: Path, port: int, number: int) -> tuple[int, int, int]:
    """Kill a sender in one mailing; give how many were lost, came twice and are in doubt after the others went on."""
    campaign = f"sweep {number}"
    queue_many(letter(), recipients(MAILS), campaign=campaign)
    arrived.clear()
    point, pause = random.randrange(MAILS - 20), random.uniform(0, 0.003)  # noqa: S311 - any will do
    workers = [start(folder, port), start(folder, port)]
    while len(arrived) < point and any(worker.poll() is None for worker in workers):
        time.sleep(0.0002)
    time.sleep(pause)
    victim = next((worker for worker in workers if worker.poll() is None), workers[0])
    victim.send_signal(signal.SIGKILL)
    for worker in workers:
        worker.wait()
    with frozen(now() + timedelta(minutes=2)):
        deliver()
    mails = OutboxMail.select().where(OutboxMail.campaign == campaign)
    unsure = {each.address for each in mails if each.state is MailState.DOUBT}
    counts = Counter(to.decode().strip("<>") for to in arrived)
    lost = [each.address for each in mails if each.address not in counts and each.address not in unsure]
    result = len(lost), sum(count > 1 for count in counts.values()), len(unsure)
    print(f"killed after {point} mails and {pause * 1000:.1f} ms: lost, twice, in doubt {result}", flush=True)
    return result


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start a sender in a process of its own."""
    variables = os.environ | loading.environment(folder) | {"OVKK_MAIL_URL": f"smtp://127.0.0.1:{port}"}
    return subprocess.Popen([sys.executable, "-m", "bench.mail_kills", "send"], env=variables)


def send() -> None:
    """Be the sender."""
    with create_app().app_context(), connected():
        kinds()[LETTER.name] = ("mail", LETTER)
        deliver()


def listen() -> int:
    """Run the mail server beside this thread; give its port."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(Keeper, "127.0.0.1", 0))
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return int(server.sockets[0].getsockname()[1])


if __name__ == "__main__":
    send() if sys.argv[1:] == ["send"] else main()
