"""The documents say what is: settings, tests and the toy plugin that the guide shows."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from ovkk_core.config import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def test_operations_guide_lists_exactly_the_settings_there_are() -> None:
    listed = re.findall(r"^\| `(OVKK_\w+)` \|", (DOCS / "operations.md").read_text(), re.M)
    assert listed == [f"OVKK_{field.name.upper()}" for field in fields(Settings)]


def test_settings_are_documented_where_they_are_declared() -> None:
    text = (ROOT / "ovkk_core" / "config.py").read_text()
    for field in fields(Settings):
        assert re.search(rf"    {field.name}: .*  # OVKK_{field.name.upper()}: .*Default: ", text), field.name


def test_rel_12_every_test_named_in_the_promises_exists() -> None:
    promised = set(re.findall(r"`(test_\w+)`", (DOCS / "promises.md").read_text()))
    there = set(re.findall(r"^def (test_\w+)", "\n".join(p.read_text() for p in ROOT.glob("tests/**/*.py")), re.M))
    assert {name for name in promised if not any(test.startswith(name) for test in there)} == set()
    assert len(promised) > 50


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_guide_shows_the_toy_plugin_as_it_is() -> None:
    guide = (DOCS / "plugins.md").read_text()
    toy = "\n".join(path.read_text() for path in (ROOT / "tests" / "toy").rglob("*.py"))
    for line in (
        'TITLE = "Speelgoed"',
        '@blueprint.get("/speelgoed")',
        "class ToyView(AdminView):",
        'read = "toy.read"',
    ):
        assert line in guide
        assert line in toy
