"""Turns one typst source and the values on standard input (JSON) into a PDF on standard output.

Run by its path (see ``making.py``). The values stay one string beside the source, so nothing in them is markup; only
the fonts inside typst are used, so that every computer gives the same pages.
"""

import sys
from pathlib import Path

import typst


def main() -> None:
    """Compile the source that the argument names."""
    source = Path(sys.argv[1])
    inputs = {"data": sys.stdin.buffer.read().decode()}
    made = typst.compile(source.read_bytes(), format="pdf", sys_inputs=inputs, ignore_system_fonts=True)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
