"""Turns one typst source and the values and pictures on standard input (JSON) into a PDF on standard output.

Run by its path (see ``making.py``). The values stay one string beside the source, so nothing in them is markup; only
the fonts inside typst are used, so that every computer gives the same pages.
"""

import base64
import json
import sys
import tempfile
from pathlib import Path

import typst


def main() -> None:
    """Compile the source that the argument names; it finds its pictures beside it."""
    given = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        main = Path(folder) / "main.typ"
        main.write_bytes(Path(sys.argv[1]).read_bytes())
        for name, content in given["pictures"].items():
            (Path(folder) / name).write_bytes(base64.b64decode(content))
        inputs = {"data": given["data"]}
        made = typst.compile(main, root=Path(folder), format="pdf", sys_inputs=inputs, ignore_system_fonts=True)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
