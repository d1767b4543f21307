"""The association's colour as design tokens, dark enough to read on white and light enough on black (WCAG 1.4.3)."""

import colorsys
import hashlib
import re

from flask import Response

from ovkk_core.registry import setting

READABLE = 7.0  # on the page's background; above AAA, so that tints of it stay above AA
STEPS = 100
YEAR = 365 * 24 * 3600

Colour = tuple[float, float, float]
WHITE: Colour = (1.0, 1.0, 1.0)
NIGHT: Colour = (0.08, 0.09, 0.085)


def theme_url() -> str:
    """Give the address of the tokens; it changes with the colour."""
    return f"/static/theme.css?v={hashlib.sha256(_tokens().encode()).hexdigest()[:12]}"


def stylesheet() -> Response:
    """Give the tokens as CSS, to be kept as long as the address names them."""
    response = Response(_tokens(), mimetype="text/css")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def readable(colour: Colour, background: Colour) -> Colour:
    """Give ``colour`` made darker or lighter, in its own hue, until it can be read on ``background``."""
    hue, light, strength = colorsys.rgb_to_hls(*colour)
    towards = 0.0 if luminance(background) > 0.5 else 1.0
    for step in range(STEPS + 1):
        moved = light + (towards - light) * step / STEPS
        tried = colorsys.hls_to_rgb(hue, moved, strength)
        if contrast(tried, background) >= READABLE:
            return tried
    return (towards, towards, towards)


def contrast(one: Colour, other: Colour) -> float:
    """Give the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    """Give the relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _tokens() -> str:
    chosen = _parsed(setting("association.colour"))
    day, night = readable(chosen, WHITE), readable(chosen, NIGHT)
    return f":root {{ --ovkk-brand-day: {_hex(day)}; --ovkk-brand-night: {_hex(night)}; }}\n"


def _parsed(text: str) -> Colour:
    """Read ``#rrggbb``; anything else counts as a dark grey."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        return (0.3, 0.3, 0.3)
    red, green, blue = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (red, green, blue)


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)
