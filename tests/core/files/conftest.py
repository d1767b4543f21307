"""Pictures made on the spot, and an editor who places them."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from ovkk_core.files import File, Told, store_picture
from tests.people import log_in, make_user

FIELD = Told(title="Schapen", alt="Schapen in een wei")


def picture(size: tuple[int, int] = (1600, 1200), form: str = "JPEG", mode: str = "RGB", **how: Any) -> bytes:
    """Give the bytes of a picture: red on the left, blue on the right."""
    image = Image.new(mode, size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    buffer = io.BytesIO()
    image.save(buffer, form, **how)
    return buffer.getvalue()


def opened(content: bytes) -> Image.Image:
    """Give a picture decoded."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.fixture(scope="session")
def photo() -> bytes:
    """Give a photo on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 0.0)
    return picture(exif=exif)


@pytest.fixture
def sheep(database: None) -> File:
    """Give a small public picture that is kept."""
    return store_picture(picture((800, 600)), "schapen.jpg", FIELD)


@pytest.fixture
def editor(app: Flask, database: None) -> FlaskClient:
    """Give a client of somebody who may place files; forms need no token, which has a test of its own."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    log_in(client, make_user("redacteur"))
    return client
