"""Checks that what a page is made of is there."""

from collections.abc import Iterator

from ovkk_core.hookspecs import Health
from ovkk_core.web.rooms import folder_of

BUILT = ("static/build/site.css", "static/build/site.js", "static/build/map.js", "static/build/font.woff2")
DUTCH = "translations/nl/LC_MESSAGES/messages.mo"


def checks() -> Iterator[Health]:
    """Say whether the style and the Dutch texts were made."""
    here = folder_of("ovkk_core.web")
    styled = all((here / file).is_file() for file in BUILT)
    spoken = (here / DUTCH).is_file()
    yield Health("Opmaak", styled, "De opmaak is gemaakt." if styled else "De opmaak ontbreekt. Voer uit: make assets")
    yield Health("Teksten", spoken, "Nederlands." if spoken else "De teksten zijn Engels. Voer uit: make translations")
