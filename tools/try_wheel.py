"""Installs the built wheel in an empty environment and visits the demonstration that it serves.

Proves that templates, translations, assets, migrations and plugins are in the wheel. Exit code 1 when not.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

PAGES = {
    "/": "<html",
    "/agenda": "Dorpenschouw",
    "/abonneren": "webcal://",
    "/dorpenschouw": "<main",
    "/kalender/alles.ics": "BEGIN:VEVENT",
    "/kalender/dorpenschouw.ics": "RELATED-TO",
    "/inloggen": "<form",
    "/healthz": "ok",
}


def main() -> int:
    """Build nothing: expects ``dist/*.whl`` made by ``make wheel``."""
    (wheel,) = Path("dist").glob("*.whl")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        venv.create(place / "venv", with_pip=True)
        python = place / "venv" / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", wheel.absolute()], check=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("OVKK_", "PYTHON"))}
        variables = clean | {"OVKK_DATA_DIR": str(place / "var"), "OVKK_DEMO": "1"}
        ovkk = place / "venv" / "bin" / "ovkk"
        for command in ("init", "demo"):
            subprocess.run([ovkk, command], env=variables, cwd=place, check=True)
        server = subprocess.Popen([ovkk, "serve", "--port", str(port)], env=variables, cwd=place)
        try:
            return visit(f"http://127.0.0.1:{port}")
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)


def visit(base: str) -> int:
    """Fetch every page; give 0 when each holds what it must."""
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{base}/healthz").close()
            break
        except OSError:
            time.sleep(0.2)
    missing = 0
    for path, expected in PAGES.items():
        try:
            with urllib.request.urlopen(base + path) as answer:
                found = expected in answer.read().decode()
        except urllib.error.HTTPError as error:
            found, expected = False, str(error)
        print(f"{'ok     ' if found else 'MISSING'} {path}" + ("" if found else f": {expected}"))
        missing += not found
    return min(missing, 1)


if __name__ == "__main__":
    sys.exit(main())
