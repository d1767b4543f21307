"""The screens of audiences."""

from ovkk_core.web.admin import AdminPage


def views() -> list[AdminPage]:
    """Give this room's screens."""
    return []
