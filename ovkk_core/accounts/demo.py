"""This room's part of the demonstration: a user per role."""

from flask import current_app

from ovkk_core.accounts.demo_people import DEMO_PEOPLE
from ovkk_core.accounts.security_settings import derived_key
from ovkk_core.accounts.users import find_or_create_user
from ovkk_core.config import Settings


def demo_password(settings: Settings) -> str:
    """Give the password of every user of the demonstration; another one for every installation."""
    return f"proef-{derived_key(settings, 'demo password')[:12]}"


def load() -> None:
    """Add the people of the demonstration; harmless to run twice."""
    for person in DEMO_PEOPLE:
        find_or_create_user(person.email, person.name, [person.role], demo_password(current_app.config["OVKK"]))
