"""One file with everything we hold about a person: to read (HTML) and to take elsewhere (JSON) (GDPR 15 and 20)."""

import io
import json
import zipfile
from typing import Any

from flask import render_template

from ovkk_core.clock import now
from ovkk_core.contacts.held import held_about, person_by_id
from ovkk_core.history import plain
from ovkk_core.hookspecs import PersonalData, Processing
from ovkk_core.registry import registry

BASES = {
    "consent": "toestemming",
    "contract": "uitvoering van een overeenkomst",
    "legal_obligation": "wettelijke verplichting",
    "legitimate_interest": "gerechtvaardigd belang",
}
FORMAT = 1


def access_export(person_id: int) -> bytes:
    """Give a ZIP with ``gegevens.json`` and ``gegevens.html``: all that every room and plugin holds of the person.

    What is about others is taken out. Raises ``NotFoundError`` when there is no such person. Ask outside a transaction.
    """
    person = person_by_id(person_id)
    held = held_about(person.id)
    made_at, why = plain(now()), reasons_for(held)
    page = render_template(
        "contacts/access_export.html", person=person, held=held, why=why, made_at=made_at, bases=BASES
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("gegevens.json", json.dumps(_as_json(held, why, made_at), ensure_ascii=False, indent=1))
        archive.writestr("gegevens.html", page)
    return file.getvalue()


def processing() -> list[Processing]:
    """Give what all rooms and plugins, on or off, declare that they do with data about people."""
    return [declared for _, declared in registry.collect("register_processing") if declared.tables]


def reasons_for(held: list[tuple[str, PersonalData]]) -> list[Processing]:
    """Give why the rooms that hold something keep it."""
    rooms = {room for room, _ in held}
    return [declared for declared in processing() if declared.name.partition(".")[0] in rooms]


def _as_json(held: list[tuple[str, PersonalData]], why: list[Processing], made_at: str) -> dict[str, Any]:
    return {
        "vorm": FORMAT,
        "gemaakt": made_at,
        "gegevens": [
            {"onderdeel": room, "titel": data.title, "regels": [dict(row) for row in data.rows]} for room, data in held
        ],
        "waarom": [
            {
                "wat": one.title,
                "doel": one.purpose,
                "grondslag": BASES[one.basis],
                "ontvangers": one.recipients,
                "bewaartermijn": one.term,
                "herkomst": one.source,
            }
            for one in why
        ],
    }
