"""Runs the website and the worker, and stops both without losing work."""

import os
import signal
import socket
import subprocess
import sys
import threading
from typing import Any

import click

from ovkk_core.app import check_schema, create_app, prepare
from ovkk_core.config import Settings, from_environment
from ovkk_core.database import close_database, connected
from ovkk_core.errors import ConfigError
from ovkk_core.jobs import run_worker

PATIENCE = 30  # seconds that a worker gets to finish what it is doing


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Poort van de website.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Adres waarop de website luistert.")
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="Aantal webprocessen.")
def serve(port: int, host: str, processes: int) -> None:
    """Start de website en de werker; Ctrl-C stopt beide netjes."""
    os.environ.setdefault("OVKK_BASE_URL", f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}")  # noqa: S104
    settings = from_environment()
    _refuse_busy(host, port)
    prepare(settings)
    check_schema()
    close_database()
    _welcome(settings)
    helper = Helper()
    helper.start()
    try:
        _web(host, port, processes)
    finally:
        helper.stop()


@click.command()
@click.option("--with-parent", is_flag=True, hidden=True, help="Stop zodra de standaardinvoer sluit.")
def worker(with_parent: bool) -> None:
    """Start alleen een werker, op deze of een andere machine."""
    settings = from_environment()
    app = create_app(settings)
    if with_parent:
        threading.Thread(target=_stop_with_parent, daemon=True).start()
    with app.app_context():
        run_worker(settings)


def _web(host: str, port: int, processes: int) -> None:
    from granian import Granian  # here: only this command needs the server
    from granian.constants import Interfaces

    Granian(
        "ovkk_core.app:create_wsgi",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=8,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        websockets=False,
        log_access=False,
    ).serve()


class Helper:
    """The worker process beside the website: started again when it dies, stopped when the website stops."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: Any = None
        self._thread = threading.Thread(target=self._keep_alive, daemon=True)

    def start(self) -> None:
        """Start the worker."""
        self._thread.start()

    def stop(self) -> None:
        """Let the worker finish what it is doing, for at most ``PATIENCE`` seconds."""
        self._stopping.set()
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()

    def _keep_alive(self) -> None:
        wait = 1.0
        while not self._stopping.is_set():
            # a session of its own: Ctrl-C in the terminal reaches the website, which then stops the worker
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ovkk_core.cli", "worker", "--with-parent"],
                stdin=subprocess.PIPE,
                start_new_session=True,
            )
            self._process.wait()
            if self._stopping.wait(wait):
                return
            wait = min(wait * 2, 60)


def _stop_with_parent() -> None:
    """Wait until the website that started us is gone, however it ended, and then stop gracefully."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGINT)


def _refuse_busy(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigError(
                f"Poort {port} is bezet of niet toegestaan ({error.strerror}). "
                f"Kies een andere poort: PORT={port + 1} make run, of ovkk serve --port {port + 1}."
            ) from error


def _welcome(settings: Settings) -> None:
    """Print where to go; the demonstration also says how to log in."""
    base = settings.base_url
    lines = [
        f"Website   {base}/",
        f"Agenda    {base}/agenda",
        f"Abonneren {base}/abonneren",
        f"Beheer    {base}/beheer/",
    ]
    if settings.demo:
        from ovkk_core.accounts import demo_password  # here: only a demonstration has one

        with connected():
            lines.append(f"Inloggen  anna.beheer@example.org  wachtwoord: {demo_password(settings)}")
    click.echo("\n".join(lines))
    click.echo("Stoppen: Ctrl-C")
