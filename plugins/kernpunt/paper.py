"""An edition on paper: two columns, as a newsletter looks."""

import hashlib
import json
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale

from ovkk_core.database import transaction
from ovkk_core.files import WIDE, File, picture_bytes
from ovkk_core.letters import press
from ovkk_core.registry import setting
from ovkk_core.web import day
from plugins.kernpunt.content import parts_of, public_items
from plugins.kernpunt.editions import PAGE, newsletter_title
from plugins.kernpunt.models import Edition, Item, Print
from plugins.kernpunt.texts import plain_of

PICTURE_WIDTH = 640
SOURCE = Path(__file__).with_name("data") / "edition.typ"


def pdf_of(edition: Edition) -> bytes:
    """Give the edition as a PDF with what the archive shows, and nothing about anybody who got it; made once."""
    values = _values(edition, current_app.config["OVKK"].base_url)
    made_for = hashlib.sha256(json.dumps(values, sort_keys=True).encode() + SOURCE.read_bytes()).hexdigest()
    kept = Print.get_or_none(edition=edition, made_for=made_for)
    if kept is None:
        kept = Print(edition=edition, made_for=made_for, pdf=press(SOURCE, values, _pictures(edition)))
        with transaction():
            Print.delete().where(Print.edition == edition).execute()
            kept.save()
    return bytes(kept.pdf)


def _values(edition: Edition, site: str) -> dict[str, Any]:
    with force_locale("nl"):
        appeared = day(edition.publishes_at)
    return {
        "newsletter": newsletter_title(),
        "title": edition.title,
        "day": appeared,
        "intro": plain_of(edition.intro),
        "association": setting("association.name"),
        "colour": setting("association.colour"),
        "page": f"{site}{PAGE}/{edition.slug}",
        "sections": [
            {"title": part.section.title, "items": [_item(item, site) for item in part.items]}
            for part in parts_of(public_items(edition))
        ],
    }


def _item(item: Item, site: str) -> dict[str, Any]:
    address = f"{site}{item.address}" if item.address.startswith("/") else item.address
    shown = {"title": item.title, "text": plain_of(item.text), "address": address, "picture": "", "alt": ""}
    return shown | ({"picture": _name(item.picture), "alt": item.picture.alt} if _is_shown(item) else {})


def _pictures(edition: Edition) -> dict[str, bytes]:
    return {
        _name(item.picture): picture_bytes(item.picture, PICTURE_WIDTH, WIDE)
        for item in public_items(edition)
        if _is_shown(item)
    }


def _is_shown(item: Item) -> bool:
    return bool(item.picture and item.picture.public)


def _name(picture: File) -> str:
    """Give a name for the picture beside the source that changes with its focal point."""
    ending = "png" if picture.media_type == "image/png" else "jpg"
    return f"{picture.id}-{picture.focal_x}-{picture.focal_y}.{ending}"
