"""The invented people of the demonstration, one per role, who may log in with one click when OVKK_DEMO=1."""

from dataclasses import dataclass

from flask import current_app, has_app_context

from ovkk_core.config import Settings


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who does not exist."""

    role: str
    name: str
    email: str


DEMO_PEOPLE = (
    DemoPerson("beheerder", "Anna Beheer", "anna.beheer@example.org"),
    DemoPerson("redacteur", "Rik Redactie", "rik.redactie@example.org"),
    DemoPerson("coordinator", "Cora Coördinatie", "cora.coordinatie@example.org"),
    DemoPerson("adviseur", "Ada Advies", "ada.advies@example.org"),
    DemoPerson("lezer", "Lars Lezer", "lars.lezer@example.org"),
)


def is_demo() -> bool:
    """Say whether this is a demonstration (OVKK_DEMO=1)."""
    settings: Settings | None = current_app.config.get("OVKK") if has_app_context() else None
    return settings is not None and settings.demo


def demo_people() -> tuple[DemoPerson, ...]:
    """Give who may log in with one click: nobody outside a demonstration."""
    return DEMO_PEOPLE if is_demo() else ()


def is_demo_user(email: str) -> bool:
    """Say whether this is somebody of the demonstration, in a demonstration; for them a click is enough."""
    return is_demo() and any(person.email == email for person in DEMO_PEOPLE)
