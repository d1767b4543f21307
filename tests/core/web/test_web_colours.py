"""The association's colour, always readable."""

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from ovkk_core.registry import change_setting, registry
from ovkk_core.web.colours import NIGHT, READABLE, WHITE, contrast, readable

part = st.floats(0, 1)


@given(st.tuples(part, part, part), st.sampled_from([WHITE, NIGHT]))
def test_a11y_5_any_colour_becomes_readable(colour: tuple[float, float, float], background) -> None:
    assert contrast(readable(colour, background), background) >= READABLE


def test_readable_colour_stays_as_it_is() -> None:
    green = (0.1, 0.3, 0.2)
    assert readable(green, WHITE) == pytest.approx(green)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast((0, 0, 0), WHITE) == pytest.approx(21)


def test_theme_follows_the_setting_and_its_address_changes(client: FlaskClient) -> None:
    before = re.findall(r"/static/theme\.css\?v=\w+", client.get("/").text)
    change_setting("association.colour", "#123456")
    registry.refresh()
    after = re.findall(r"/static/theme\.css\?v=\w+", client.get("/").text)
    assert before != after
    answer = client.get(after[0])
    assert answer.mimetype == "text/css"
    assert "--ovkk-brand-day: #123456;" in answer.text
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("nonsense", ["red; } body { display: none", "#12", ""])
def test_nonsense_for_a_colour_becomes_grey(client: FlaskClient, nonsense: str) -> None:
    change_setting("association.colour", nonsense)
    registry.refresh()
    assert re.fullmatch(
        r":root \{ --ovkk-brand-day: #[0-9a-f]{6}; --ovkk-brand-night: #[0-9a-f]{6}; \}\n",
        client.get("/static/theme.css").text,
    )
