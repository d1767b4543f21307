"""The words of an item: as safe HTML, as plain text, and cut to a length."""

import re

from markupsafe import Markup

from ovkk_core import mailings
from ovkk_core.mailings import plain_of

__all__ = ["html_of", "plain_of", "shortened"]
SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")


def html_of(text: str) -> Markup:
    """Give ``text`` as paragraphs and lists, with the small markup of mailings; all else as it was typed."""
    return Markup(mailings.html_of(text))  # noqa: S704 - cleaned there


def shortened(text: str, characters: int) -> str:
    """Give the plain ``text`` in at most ``characters``, up to the end of a sentence, else of a word."""
    text = plain_of(text)
    if len(text) <= characters:
        return text
    ends = [found.end() for found in SENTENCE_END.finditer(text) if found.end() <= characters]
    if ends and ends[-1] >= characters // 2:
        return text[: ends[-1]]
    return f"{text[: characters - 2].rsplit(None, 1)[0].rstrip(' ,;:-')} …"
