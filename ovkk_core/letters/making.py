"""Makes PDFs of plain values, which are never read as markup, in a process that gives its memory back."""

import base64
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import segno

from ovkk_core.errors import BadInputError, OvkkError
from ovkk_core.files import logo_picture

PROGRAM = Path(__file__).with_name("press_process.py")
SOURCES = Path(__file__).with_name("data")
SECONDS = 60.0  # 2,000 letters take two

MOST_LETTERS = 2_000  # per job; more is made in parts
ON_A_SHEET = 24
PLAIN_COLOUR = "#2b5d34"


@dataclass(frozen=True)
class Letter:
    """One letter: ``address`` lines as on the envelope, ``body`` in paragraphs with an empty line between.

    ``dated`` is place and date, such as ``Dalfsen, 7 maart 2026``; ``sender`` stands at the top and ``signature``
    under the closing.
    """

    address: Sequence[str]
    salutation: str
    body: str
    dated: str
    sender: Sequence[str] = ()
    subject: str = ""
    closing: str = "Met vriendelijke groet,"
    signature: Sequence[str] = ()


@dataclass(frozen=True)
class Notice:
    """A sheet for a notice board: ``facts`` (when, where) stand large, ``address`` on the web also as a code."""

    title: str
    facts: Sequence[str] = ()
    body: str = ""
    address: str = ""
    sender: Sequence[str] = ()
    colour: str = PLAIN_COLOUR


def letters_pdf(letters: Sequence[Letter]) -> bytes:
    """Give one A4 PDF with every letter on a page of its own (or more), in the order given.

    The address stands where the left window of an envelope shows it (NEN 1026), the logo of the association, if it has
    one, at the top right. Raises :class:`BadInputError` for
    none, and for more than ``MOST_LETTERS``.
    """
    _refuse_number(len(letters))
    logo = logo_picture()
    values = {"title": "Brieven", "letters": [asdict(letter) for letter in letters], "logo": logo[0] if logo else ""}
    return press(SOURCES / "letters.typ", values, dict([logo]) if logo else None)


def labels_pdf(addresses: Sequence[Sequence[str]], skip: int = 0) -> bytes:
    """Give sheets of 3 × 8 labels of 70 × 37 mm, row by row; ``skip`` labels of the first sheet were used already.

    Raises :class:`BadInputError` for none, for more than ``MOST_LETTERS``, and when a whole sheet would be skipped.
    """
    _refuse_number(len(addresses))
    if not 0 <= skip < ON_A_SHEET:
        raise BadInputError(f"Op een vel staan {ON_A_SHEET} etiketten. Sla er hoogstens {ON_A_SHEET - 1} over.")
    labels: list[Sequence[str]] = [*([[]] * skip), *addresses]
    return _compiled("labels", {"title": "Adresetiketten", "labels": [list(lines) for lines in labels]})


def notice_pdf(notice: Notice) -> bytes:
    """Give an A4 sheet for a notice board."""
    code = segno.make(notice.address, error="m", micro=False).svg_inline(border=0) if notice.address else ""
    return _compiled("notice", asdict(notice) | {"code": code})


def _compiled(name: str, values: Mapping[str, object]) -> bytes:
    return press(SOURCES / f"{name}.typ", values)


def _refuse_number(count: int) -> None:
    if count == 0:
        raise BadInputError("Er is niemand om aan te schrijven. Kies een andere doelgroep.")
    if count > MOST_LETTERS:
        raise BadInputError(
            f"Dit zijn {count} brieven; meer dan {MOST_LETTERS} tegelijk kan niet. Maak een kleinere keuze."
        )


def press(source: Path, values: Mapping[str, object], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Give the PDF that the typst file ``source`` makes of ``values``, which it finds as JSON in its input ``data``.

    ``pictures`` are files beside it: plain name with ending → bytes, both chosen by us. Typst never gives back what it
    remembers, but its process does. Raises :class:`OvkkError` when it cannot be made.
    """
    arguments = [sys.executable, "-I", str(PROGRAM), str(source)]
    encoded = {name: base64.b64encode(content).decode() for name, content in (pictures or {}).items()}
    given = {"data": json.dumps(values), "pictures": encoded}
    try:
        done = subprocess.run(  # noqa: S603 - our own program, nothing of the values in its arguments
            arguments, input=json.dumps(given).encode(), capture_output=True, timeout=SECONDS, check=True, env={}
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise OvkkError("De PDF kon niet worden gemaakt. Probeer het nog eens, met minder tegelijk.") from error
    return done.stdout
