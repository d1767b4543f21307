"""Starts the real program for tests: its own process, its own data folder, a free port on loopback."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

PATIENCE = 60


def free_port() -> int:
    """Give a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def variables_of(folder: Path, port: int, **more: str) -> dict[str, str]:
    """Give the environment of an installation in ``folder``, without any OVKK_ setting of ours."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("OVKK_")}
    own = {"OVKK_DATA_DIR": str(folder), "OVKK_BASE_URL": f"http://127.0.0.1:{port}", "OVKK_SECRET_KEY": "b" * 40}
    return clean | own | more


def ovkk(variables: Mapping[str, str], *arguments: str) -> str:
    """Run one command and give what it said; a failure shows its error output."""
    command = [sys.executable, "-m", "ovkk_core.cli", *arguments]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"ovkk {' '.join(arguments)}: {done.stdout}{done.stderr}"
    return done.stdout


def in_installation(variables: Mapping[str, str], code: str) -> str:
    """Run Python ``code`` in a process of the installation, the application ready and connected; give its output."""
    prelude = (
        "from ovkk_core.app import create_app\n"
        "from ovkk_core.jobs import open_queue\n"
        "from ovkk_core.database import connected\n"
        "from ovkk_core.registry import registry\n"
        "app = create_app()\n"
        "open_queue(app.config['OVKK'])\n"
        "with app.app_context(), connected():\n"
        "    registry.refresh()\n"
    )
    indented = "".join(f"    {line}\n" for line in code.strip().splitlines())
    command = [sys.executable, "-c", prelude + indented]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextlib.contextmanager
def serving(variables: Mapping[str, str], port: int, log: Path) -> Iterator[str]:
    """Serve the installation of ``variables`` on ``port``; give its address; stop it gracefully afterwards."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "ovkk_core.cli", "serve", "--port", str(port)],
            env=variables,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_up(f"http://127.0.0.1:{port}", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def status_of(url: str) -> int:
    """Fetch ``url`` and give the status, also of an error."""
    try:
        with urllib.request.urlopen(url) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def _wait_until_up(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server stopped: {log.read_text()}"
        try:
            if status_of(f"{base}/healthz") == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not answer within {PATIENCE} s: {log.read_text()}")
