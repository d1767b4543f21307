"""Keeps every room's Dutch catalogue: what its code and templates say in English, and how we say it in Dutch.

.venv/bin/python tools/catalogue.py                update the .po files of every room and compile them
.venv/bin/python tools/catalogue.py ROOM ...       the same for these rooms only, e.g. web dorpenschouw
.venv/bin/python tools/catalogue.py --compile      only write the .mo files; needs nothing but the .po files
.venv/bin/python tools/catalogue.py --check        say what is missing or out of date, and exit 1 when anything is
"""

import argparse
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
HOMES = ("ovkk_core", "plugins")
METHODS = [
    ("migrations/**", "ignore"),
    ("**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.txt", "jinja2"),
    ("templates/**.mjml", "jinja2"),
]
METHOD_OPTIONS = {"templates/**": {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}}
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
MOVING_HEADERS = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Report-Msgid",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
)


@dataclass(frozen=True)
class Room:
    """A room with its folder; its catalogue may not exist yet."""

    folder: Path

    @property
    def po(self) -> Path:
        """The catalogue that people edit."""
        return self.folder / "translations" / "nl" / "LC_MESSAGES" / "messages.po"


def main() -> int:
    """Do what the command line asks; give the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", metavar="ROOM")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    rooms = [room for room in found_rooms() if not asked.rooms or room.folder.name in asked.rooms]
    if asked.check:
        complaints = [f"{room.po.relative_to(ROOT)}: {line}" for room in rooms for line in complaints_about(room)]
        print("\n".join(complaints) or "every catalogue is complete")
        return 1 if complaints else 0
    for room in rooms:
        if not asked.compile:
            update(room)
        compile_catalogue(room)
    return 0


def found_rooms() -> list[Room]:
    """Give every folder of core and of the plugins that is a package."""
    return [Room(init.parent) for home in HOMES for init in sorted((ROOT / home).glob("*/__init__.py"))]


def extracted(room: Room) -> Catalog:
    """Give what the room says in English now."""
    said = Catalog(locale="nl")
    for _, _, message, comments, context in extract_from_dir(
        room.folder, METHODS, METHOD_OPTIONS, KEYWORDS, comment_tags=("NL:",), strip_comment_tags=True
    ):
        said.add(message, None, auto_comments=comments, context=context)
    return said


def kept(room: Room) -> Catalog:
    """Give the room's catalogue as it is on disk, empty when there is none."""
    if not room.po.exists():
        return Catalog(locale="nl")
    return read_po(io.BytesIO(room.po.read_bytes()), locale="nl", abort_invalid=True)


def update(room: Room) -> None:
    """Add what is new, drop what is no longer said, keep every translation."""
    said = extracted(room)
    if not len(said) and not room.po.exists():
        return
    room.po.parent.mkdir(parents=True, exist_ok=True)
    room.po.write_text(text_of(renewed(room, said)), encoding="utf-8")


def renewed(room: Room, said: Catalog) -> Catalog:
    """Give the catalogue as it should be, with the translations that are known."""
    old = kept(room)
    old.update(said, no_fuzzy_matching=True)
    old.obsolete.clear()
    return old


def text_of(catalogue: Catalog) -> str:
    """Write a catalogue so that only real changes change the file."""
    catalogue.fuzzy = False
    catalogue.project, catalogue.version = "OVKK", "platform"
    catalogue.header_comment = "# Dutch texts of this room; kept by tools/catalogue.py."
    file = io.BytesIO()
    write_po(file, catalogue, width=110, no_location=True, sort_output=True)
    lines = file.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in MOVING_HEADERS)))


def compile_catalogue(room: Room) -> None:
    """Write the .mo file beside the .po file, through a name of its own so that a reader never sees half of it."""
    if not room.po.exists():
        return
    target = room.po.with_suffix(".mo")
    fresh = target.with_suffix(".mo.new")
    with fresh.open("wb") as file:
        write_mo(file, kept(room))
    fresh.replace(target)


def complaints_about(room: Room) -> list[str]:
    """Say what is missing, doubtful, no longer used or not yet updated in the room's catalogue."""
    said = extracted(room)
    if not room.po.exists():
        return ["missing; run tools/catalogue.py"] if len(said) else []
    complaints = [line for message in kept(room) if message.id for line in complaints_about_message(message)]
    if room.po.read_text(encoding="utf-8") != text_of(renewed(room, said)):
        complaints.append("not up to date; run tools/catalogue.py")
    return complaints


def complaints_about_message(message: Message) -> list[str]:
    """Say what is wrong with one translation."""
    words = message.string if isinstance(message.string, tuple | list) else [message.string]
    if message.fuzzy:
        return [f"doubtful: {message.id!r}"]
    if not all(words):
        return [f"not translated: {message.id!r}"]
    return [f"{error}: {message.id!r}" for error in message.check()]


if __name__ == "__main__":
    sys.exit(main())
