"""A plugin that does everything wrong: the file named by ``CHAOS`` says which, a line per mistake."""

import os
import time
from pathlib import Path

TITLE = "Chaos"
DESCRIPTION = "Doet alles verkeerd."


def wants(mistake: str) -> bool:
    """Say whether this mistake has to be made."""
    return mistake in Path(os.environ["CHAOS"]).read_text().splitlines()


if wants("import error"):
    raise RuntimeError("kapot bij het laden")
if wants("exit at import"):
    raise SystemExit(3)
if wants("interrupt at import"):
    raise KeyboardInterrupt
if wants("missing dependency"):
    import a_library_that_nobody_has  # noqa: F401
if wants("hang at import"):
    time.sleep(6)
if wants("another contract"):
    CONTRACT = 99
