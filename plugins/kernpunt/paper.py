"""An edition on paper: two columns, as a newsletter looks."""

import hashlib
import json
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale

from ovkk_core.database import transaction
from ovkk_core.letters import press
from ovkk_core.registry import setting
from ovkk_core.web import day
from plugins.kernpunt.content import parts_of, public_items
from plugins.kernpunt.editions import PAGE, newsletter_title
from plugins.kernpunt.models import Edition, Item, Print
from plugins.kernpunt.texts import plain_of

SOURCE = Path(__file__).with_name("data") / "edition.typ"


def pdf_of(edition: Edition) -> bytes:
    """Give the edition as a PDF with what the archive shows, and nothing about anybody who got it; made once."""
    values = _values(edition, current_app.config["OVKK"].base_url)
    made_for = hashlib.sha256(json.dumps(values, sort_keys=True).encode() + SOURCE.read_bytes()).hexdigest()
    kept = Print.get_or_none(edition=edition, made_for=made_for)
    if kept is None:
        kept = Print(edition=edition, made_for=made_for, pdf=press(SOURCE, values))
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
    return {"title": item.title, "text": plain_of(item.text), "address": address}
