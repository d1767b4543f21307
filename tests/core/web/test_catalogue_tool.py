"""The tool that keeps the Dutch catalogues."""

import gettext
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).parents[3] / "tools" / "catalogue.py"


@pytest.fixture
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text('{{ _("Save") }} {% trans %}Two words{% endtrans %}')
    (tmp_path / "views.py").write_text(
        "from x import _\n\nx = _('Delete'), ngettext('%(num)s row', '%(num)s rows', 2)\n"
    )
    return tmp_path


def translate(tool: ModuleType, folder: Path, words: dict[str, object]) -> None:
    room = tool.Room(folder)
    catalogue = tool.kept(room)
    for english, dutch in words.items():
        catalogue.get(english).string = dutch
    room.po.write_text(tool.text_of(catalogue), encoding="utf-8")


DUTCH = {
    "Save": "Opslaan",
    "Two words": "Twee woorden",
    "Delete": "Wissen",
    "%(num)s row": ("%(num)s rij", "%(num)s rijen"),
}


def test_update_finds_texts_in_templates_and_code(tool: ModuleType, folder: Path) -> None:
    tool.update(tool.Room(folder))
    assert sorted(str(m.id[0] if isinstance(m.id, tuple) else m.id) for m in tool.kept(tool.Room(folder)) if m.id) == [
        "%(num)s row",
        "Delete",
        "Save",
        "Two words",
    ]


def test_check_asks_for_what_is_not_translated(tool: ModuleType, folder: Path) -> None:
    room = tool.Room(folder)
    assert tool.complaints_about(room) == ["missing; run tools/catalogue.py"]
    tool.update(room)
    assert "not translated: 'Save'" in tool.complaints_about(room)
    translate(tool, folder, DUTCH)
    assert tool.complaints_about(room) == []


def test_check_sees_new_unused_and_wrong_texts(tool: ModuleType, folder: Path) -> None:
    room = tool.Room(folder)
    tool.update(room)
    translate(tool, folder, DUTCH)
    (folder / "views.py").write_text("x = _('New')\n")
    assert tool.complaints_about(room) == ["not up to date; run tools/catalogue.py"]
    tool.update(room)
    assert tool.complaints_about(room) == ["not translated: 'New'"]
    assert "Wissen" not in room.po.read_text()
    assert "Opslaan" in room.po.read_text()


def test_compiled_catalogue_is_what_gettext_reads(tool: ModuleType, folder: Path) -> None:
    room = tool.Room(folder)
    tool.update(room)
    translate(tool, folder, DUTCH)
    tool.compile_catalogue(room)
    dutch = gettext.translation("messages", folder / "translations", ["nl"])
    assert (dutch.gettext("Save"), dutch.ngettext("%(num)s row", "%(num)s rows", 1)) == ("Opslaan", "%(num)s rij")


def test_catalogue_of_this_room_is_complete(tool: ModuleType) -> None:
    web = TOOL.parents[1] / "ovkk_core" / "web"
    assert tool.complaints_about(tool.Room(web)) == []
