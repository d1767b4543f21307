"""An edition on paper: two columns, as a newsletter looks."""

from pathlib import Path
from typing import Any

from flask import current_app

from ovkk_core.letters import press
from ovkk_core.registry import setting
from ovkk_core.web import day
from plugins.kernpunt.content import parts_of, public_items
from plugins.kernpunt.editions import PAGE, newsletter_title
from plugins.kernpunt.models import Edition, Item
from plugins.kernpunt.texts import plain_of

SOURCE = Path(__file__).with_name("data") / "edition.typ"


def pdf_of(edition: Edition) -> bytes:
    """Give the edition as a PDF with what the archive shows, and nothing about anybody who got it."""
    site = current_app.config["OVKK"].base_url
    return press(
        SOURCE,
        {
            "newsletter": newsletter_title(),
            "title": edition.title,
            "day": day(edition.publishes_at),
            "intro": plain_of(edition.intro),
            "association": setting("association.name"),
            "colour": setting("association.colour"),
            "page": f"{site}{PAGE}/{edition.slug}",
            "sections": [
                {"title": part.section.title, "items": [_item(item, site) for item in part.items]}
                for part in parts_of(public_items(edition))
            ],
        },
    )


def _item(item: Item, site: str) -> dict[str, Any]:
    address = f"{site}{item.address}" if item.address.startswith("/") else item.address
    return {"title": item.title, "text": plain_of(item.text), "address": address}
