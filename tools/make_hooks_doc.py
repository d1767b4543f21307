"""Writes docs/hooks.md from the hook specifications.

.venv/bin/python tools/make_hooks_doc.py             write it
.venv/bin/python tools/make_hooks_doc.py --check     say whether it is current, and exit 1 when it is not
"""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPECS = ROOT / "ovkk_core" / "hookspecs.py"
PAGE = ROOT / "docs" / "hooks.md"
PHASE = re.compile(r"^# --- (\w+): (.+?) -+$")
INTRODUCTION = """\
# Hooks

<!-- Made from ovkk_core/hookspecs.py by tools/make_hooks_doc.py. Change that file, then run the tool. -->

{text}
How a plugin is written stands in [plugins.md](plugins.md).
"""


def main() -> None:
    """Write the page, or check it."""
    page = make_page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page)
    elif not PAGE.exists() or PAGE.read_text() != page:
        sys.exit("docs/hooks.md is out of date: run .venv/bin/python tools/make_hooks_doc.py")


def make_page() -> str:
    """Give the whole page: hooks by phase, then the values that cross."""
    tree = ast.parse(SPECS.read_text())
    lead = (ast.get_docstring(tree) or "").partition("\n\n")[2]
    parts = [INTRODUCTION.format(text=prose(lead))]
    for phase, text, hooks in phases(tree):
        parts.append(f"## {phase}: {text}\n")
        parts += [hook_text(hook) for hook in hooks]
    parts.append("## The values that cross\n")
    parts += [value_text(node) for node in tree.body if isinstance(node, ast.ClassDef)]
    return "\n".join(parts)


def phases(tree: ast.Module) -> Iterator[tuple[str, str, list[ast.FunctionDef]]]:
    """Give name, description and hooks of every phase, in the order of the file."""
    lines = SPECS.read_text().splitlines()
    starts = [(number, match) for number, line in enumerate(lines, 1) if (match := PHASE.match(line))]
    hooks = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    for (start, match), end in zip(starts, [n for n, _ in starts[1:]] + [len(lines) + 1], strict=True):
        yield match[1], match[2], [hook for hook in hooks if start < hook.lineno < end]


def hook_text(hook: ast.FunctionDef) -> str:
    """Give the section of one hook."""
    result = ast.unparse(hook.returns) if hook.returns else "None"
    users = ", ".join(users_of(hook.name)) or "only the plugin of the tests (`toy`)"
    signature = f"def {hook.name}({ast.unparse(hook.args)}) -> {result}"
    return (
        f"### {hook.name}\n\n```python\n{signature}\n```\n\n{prose(ast.get_docstring(hook) or '')}\nUsed by: {users}.\n"
    )


def value_text(node: ast.ClassDef) -> str:
    """Give the section of one dataclass or enumeration."""
    lines = [f"### {node.name}\n", prose(ast.get_docstring(node) or "")]
    for field in node.body:
        if isinstance(field, ast.AnnAssign):
            default = f" = {ast.unparse(field.value)}" if field.value else ""
            lines.append(f"* `{ast.unparse(field.target)}: {ast.unparse(field.annotation)}{default}`")
        elif isinstance(field, ast.Assign):
            lines.append(f"* `{ast.unparse(field)}`")
    return "\n".join(lines) + "\n"


def users_of(hook: str) -> list[str]:
    """Give the rooms of core and our plugins that implement ``hook``, in the order of their names."""
    files = sorted([*ROOT.glob("ovkk_core/*/hooks.py"), *ROOT.glob("plugins/*/hooks.py")])
    return [f"`{file.parent.name}`" for file in files if re.search(rf"^def {hook}\(", file.read_text(), re.M)]


def prose(docstring: str) -> str:
    """Give a docstring as Markdown: the code marks of reStructuredText become Markdown's."""
    text = re.sub(r":(?:func|class|meth|data):`~?([^`]+)`", r"`\1`", inspect.cleandoc(docstring))
    return text.replace("``", "`") + "\n"


if __name__ == "__main__":
    main()
