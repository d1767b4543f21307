"""Runs deptry on the dependencies of setup.cfg, which deptry itself cannot read."""

import configparser
import subprocess
import sys
import tempfile
from pathlib import Path

# Loaded by a library on our behalf, never imported by us
INDIRECT = ["argon2-cffi", "webauthn", "tzdata", "flask-login", "psycopg", "redis", "wtf-peewee"]


def main() -> int:
    """Give deptry's exit code."""
    setup = configparser.ConfigParser()
    setup.read("setup.cfg")
    extras = setup["options.extras_require"]
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text(setup["options"]["install_requires"] + extras["postgres"] + extras["redis"])
        wanted_dev = Path(folder) / "requirements-dev.txt"
        wanted_dev.write_text(extras["dev"])
        return subprocess.run(
            [
                Path(sys.executable).parent / "deptry",
                *("ovkk_core", "plugins"),
                *("--requirements-files", wanted),
                *("--requirements-files-dev", wanted_dev),
                *("--known-first-party", "ovkk_core", "--known-first-party", "plugins"),
                *("--per-rule-ignores", "DEP002=" + "|".join(INDIRECT)),
            ],
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
