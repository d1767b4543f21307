"""The words of an item: as safe HTML, as plain text, and cut to a length."""

import re

from markupsafe import Markup, escape

PARAGRAPHS = re.compile(r"\n\s*\n")
LINK = re.compile(r"\[([^\[\]]+)\]\(((?:https?://|mailto:|tel:)[^\s()<>\"']+)\)", re.I)
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
BULLET = "- "


def html_of(text: str) -> Markup:
    """Give ``text`` as paragraphs and lists, with ``**bold**`` and ``[words](https://…)``; all else as it was typed."""
    made = "".join(_paragraph(part) for part in PARAGRAPHS.split(text.strip()) if part.strip())
    return Markup(made)  # noqa: S704 - every piece is escaped


def plain_of(text: str) -> str:
    """Give ``text`` to read without layout: links keep their address."""
    return BOLD.sub(r"\1", LINK.sub(lambda found: f"{found[1]} ({found[2]})", text.strip()))


def shortened(text: str, characters: int) -> str:
    """Give the plain ``text`` in at most ``characters``, up to the end of a sentence, else of a word."""
    text = plain_of(text)
    if len(text) <= characters:
        return text
    ends = [found.end() for found in SENTENCE_END.finditer(text) if found.end() <= characters]
    if ends and ends[-1] >= characters // 2:
        return text[: ends[-1]]
    return f"{text[: characters - 2].rsplit(None, 1)[0].rstrip(' ,;:-')} …"


def _paragraph(part: str) -> str:
    lines = part.strip("\n").split("\n")
    if all(line.lstrip().startswith(BULLET) for line in lines):
        return f"<ul>{''.join(f'<li>{_inline(line.lstrip()[2:])}</li>' for line in lines)}</ul>"
    return f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>"


def _inline(line: str) -> str:
    made, end = [], 0
    for found in LINK.finditer(line):
        made += [_bold(line[end : found.start()]), f'<a href="{escape(found[2])}">{_bold(found[1])}</a>']
        end = found.end()
    return "".join([*made, _bold(line[end:])])


def _bold(text: str) -> str:
    return BOLD.sub(r"<strong>\1</strong>", str(escape(text)))
