"""Answers for machines: readiness, crawlers and the security contact."""

from datetime import UTC, timedelta

from flask import Response, current_app

from ovkk_core.clock import now
from ovkk_core.config import Settings
from ovkk_core.database import pending
from ovkk_core.registry import registry, setting

EXPIRES_AFTER = timedelta(days=180)
ROBOTS = "User-agent: *\nDisallow: /beheer/\n"


def alive() -> Response:
    """Answer without looking at anything."""
    response = Response("ok\n", mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


def readiness() -> Response:
    """Answer 200 when the rooms of core have no migration waiting, else 503."""
    rooms = [room for room in registry.rooms() if registry.get(room.name).builtin]
    if pending(rooms):
        return Response("the database is not up to date\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")


def robots() -> Response:
    """Give robots.txt."""
    return Response(ROBOTS, mimetype="text/plain")


def security_contact() -> Response:
    """Give security.txt; it never expires while the site is up (RFC 9116 2.5.5)."""
    settings: Settings = current_app.config["OVKK"]
    contact = setting("association.security_contact") or setting("association.email")
    lines = (
        f"Contact: {_as_uri(contact, settings.base_url)}",
        f"Expires: {(now() + EXPIRES_AFTER).astimezone(UTC):%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.base_url}/.well-known/security.txt",
    )
    return Response("\r\n".join([*lines, ""]), mimetype="text/plain")


def _as_uri(contact: str, base_url: str) -> str:
    if not contact:
        return f"{base_url}/privacy"
    return contact if contact.startswith(("https://", "tel:")) else f"mailto:{contact}"
