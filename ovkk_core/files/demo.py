"""The demonstration: two drawn pictures, so that there is something to choose; nobody stands on them."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from ovkk_core.files.keeping import Told, store_picture

SIZE = (1280, 860)


@dataclass(frozen=True)
class Colours:
    """The light of a part of the day; ``hills`` from far to near."""

    above: str
    below: str
    sun: str
    window: str
    hills: tuple[str, str, str]


MORNING = Colours("#bfe0ef", "#fbf3da", "#f7d774", "#e9f0f2", ("#a9c58a", "#7fa85f", "#5d8a47"))
EVENING = Colours("#6f7fb0", "#f7b98a", "#f4e0b0", "#f7d774", ("#6f7a86", "#4d6660", "#39524a"))
PICTURES = (
    (MORNING, 980, Told("Dorp in de ochtend", "Tekening van een dorp met een kerktoren tussen heuvels, in de ochtend")),
    (EVENING, 300, Told("Dorp in de avond", "Tekening van een dorp met verlichte ramen tussen heuvels, in de avond")),
)


def load() -> None:
    """Add the pictures."""
    for colours, sun, told in PICTURES:
        store_picture(_drawn(colours, sun), "tekening.jpg", told)


def _drawn(colours: Colours, sun: int) -> bytes:
    """Draw a village under a sun that stands so far from the left."""
    shade = Image.linear_gradient("L").resize(SIZE)
    image = Image.composite(Image.new("RGB", SIZE, colours.below), Image.new("RGB", SIZE, colours.above), shade)
    pen = ImageDraw.Draw(image)
    pen.ellipse((sun - 70, 130, sun + 70, 270), fill=colours.sun)
    far, middle, near = colours.hills
    pen.ellipse((-400, 420, 900, 1300), fill=far)
    pen.ellipse((500, 460, 1900, 1400), fill=middle)
    for left, top, wide in ((420, 500, 120), (570, 470, 150), (780, 510, 110), (910, 490, 140)):
        _house(pen, left, top, wide, colours.window)
    pen.rectangle((730, 330, 775, 600), fill="#9a5a45")
    pen.polygon([(722, 330), (752, 200), (783, 330)], fill="#4a4f5c")
    pen.ellipse((-300, 590, 1600, 1500), fill=near)
    for x, high in ((150, 90), (230, 120), (1090, 110), (1170, 80)):
        pen.rectangle((x - 5, 650 - high // 2, x + 5, 700), fill="#5b4636")
        pen.ellipse((x - high // 2, 620 - high, x + high // 2, 660), fill=middle)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _house(pen: ImageDraw.ImageDraw, left: int, top: int, wide: int, window: str) -> None:
    pen.rectangle((left, top, left + wide, top + 150), fill="#b5654a")
    pen.polygon([(left - 14, top), (left + wide // 2, top - 80), (left + wide + 14, top)], fill="#6d3b30")
    for x in (left + wide // 5, left + wide * 3 // 5):
        pen.rectangle((x, top + 35, x + wide // 5, top + 75), fill=window)
