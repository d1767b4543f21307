"""The small markup of a paragraph: bold, italic, links and lists; as safe HTML and as plain text."""

import re
from collections.abc import Iterator
from itertools import groupby

import nh3
from markupsafe import escape

TAGS = {"a", "br", "em", "li", "p", "strong", "ul"}
SCHEMES = {"http", "https", "mailto", "tel"}
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
ITALIC = re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])")
LINK = re.compile(r"\[([^\[\]]+)\]\(((?:https?://|mailto:|tel:)[^\s()<>\"']+|\{[a-z]+\})\)", re.I)
BULLET = "- "


def html_of(text: str) -> str:
    """Give ``text`` as paragraphs and lists; what is no markup of ours stays as it was typed."""
    made = "".join(_paragraph(part) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())
    return nh3.clean(made, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None)


def plain_of(text: str) -> str:
    """Give ``text`` to read without layout: links keep their address."""
    text = LINK.sub(lambda found: f"{found[1]} ({found[2]})", text.strip())
    return ITALIC.sub(r"\1", BOLD.sub(r"\1", text))


def _paragraph(part: str) -> str:
    return "".join(_lines(part.strip("\n").split("\n")))


def _lines(lines: list[str]) -> Iterator[str]:
    for bulleted, some in groupby(lines, key=lambda line: line.lstrip().startswith(BULLET)):
        if bulleted:
            items = "".join(f"<li>{_inline(line.lstrip().removeprefix(BULLET))}</li>" for line in some)
            yield f"<ul>{items}</ul>"
        else:
            yield f"<p>{'<br>'.join(_inline(line) for line in some)}</p>"


def _inline(line: str) -> str:
    """Give one line with its markup; links first, so that their addresses are not read as markup."""
    made, end = [], 0
    for found in LINK.finditer(line):
        made += [_styled(line[end : found.start()]), f'<a href="{escape(found[2])}">{_styled(found[1])}</a>']
        end = found.end()
    return "".join([*made, _styled(line[end:])])


def _styled(text: str) -> str:
    return ITALIC.sub(r"<em>\1</em>", BOLD.sub(r"<strong>\1</strong>", str(escape(text))))
