"""The house: every room has one shape, nothing grows too large, and nobody imports upward."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import make_hooks_doc  # noqa: E402 - beside the tests

HOMES = ("ovkk_core", "plugins")
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
REASON = "# long because "
FOLDERS = {"migrations", "templates", "static", "translations", "data", "assets"}
COMMANDS = {"cli"}  # not a room: commands, by subject
SOURCES = sorted(
    path for home in HOMES for path in (ROOT / home).rglob("*.py") if "migrations" not in path.parts
)  # fmt: skip
ROOMS = sorted({path.parent for home in HOMES for path in (ROOT / home).glob("*/hooks.py")})


def of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_import_contracts_are_kept() -> None:
    outcome = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_room_has_the_one_shape(room: Path) -> None:
    names = {path.name for path in room.iterdir() if path.name != "__pycache__" and not path.name.startswith(".")}
    assert names >= {"__init__.py", "hooks.py"}
    folders = {path.name for path in room.iterdir() if path.is_dir() and path.name != "__pycache__"}
    packages = {name for name in folders if (room / name / "__init__.py").exists()}
    assert folders - packages <= FOLDERS
    modules = {name.removesuffix(".py") for name in names if name.endswith(".py")}
    assert modules & {"utils", "helpers", "common", "misc", "manager", "service", "services", "lib"} == set()
    assert {name for name in names - folders if not name.endswith(".py")} <= {"py.typed"}
    if "models" in modules:
        assert "migrations" in folders


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_templates_of_a_room_stand_under_its_own_name(room: Path) -> None:
    folder = room / "templates"
    if folder.is_dir():
        assert {path.name for path in folder.iterdir()} == {room.name}


@pytest.mark.parametrize("path", SOURCES, ids=of)
def test_file_and_its_functions_are_short_or_say_why(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST_FILE or REASON in text
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION or REASON in lines[node.lineno - 1], f"{node.name}: {length} lines"


@pytest.mark.parametrize("path", SOURCES, ids=of)
def test_module_says_in_a_line_what_it_is_for_and_holds_nothing_unfinished(path: Path) -> None:
    text = path.read_text()
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring
    assert docstring.splitlines()[0].endswith((".", ":", "``", ")")), docstring
    assert re.findall(r"\b(?:TODO|FIXME|XXX|HACK)\b", text) == []
    calls = [n.func.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    assert {"print", "breakpoint"} & set(calls) == set()


def implementations(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and "hookimpl" in ast.dump(node):
            yield node


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_hook_implementations_are_a_table_of_contents(room: Path) -> None:
    for function in implementations(room / "hooks.py"):
        body = function.body[1:] if ast.get_docstring(function) else function.body
        assert (body[-1].end_lineno or 0) - body[0].lineno < 5, function.name


def test_documentation_of_hooks_is_current() -> None:
    assert make_hooks_doc.PAGE.read_text() == make_hooks_doc.make_page()


def test_every_hook_is_asked_by_core_and_used_by_a_room() -> None:
    waiting = {"register_commands", "on_event_changed"}  # only the plugin of the tests uses these yet
    tree = ast.parse(make_hooks_doc.SPECS.read_text())
    hooks = [hook.name for _, _, found in make_hooks_doc.phases(tree) for hook in found]
    code = "".join(path.read_text() for path in SOURCES if path.name not in {"hooks.py", "hookspecs.py"})
    assert {hook for hook in hooks if f'"{hook}"' not in code} == set()
    assert {hook for hook in hooks if not make_hooks_doc.users_of(hook)} <= waiting


def test_dutch_catalogues_are_complete() -> None:
    outcome = subprocess.run(
        [sys.executable, ROOT / "tools" / "catalogue.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_nothing_in_the_project_names_this_machine() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    suspects = re.compile(r"/" + r"(?:work|root|tmp/team)/")
    found = []
    for name in filter(None, tracked.split("\0")):
        path = ROOT / name
        if (
            path.suffix in {".py", ".md", ".cfg", ".toml", ".html", ".txt", ".mjml", ".js", ".css", ".po"}
            and path.exists()
        ):
            found += [name] if suspects.search(path.read_text()) else []
    assert found == []
