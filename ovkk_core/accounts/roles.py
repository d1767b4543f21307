"""The roles of the association, in the order in which screens show them."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

ADMIN = "beheerder"
READER = "lezer"
ROLES = {
    ADMIN: _l("Administrator: may do everything"),
    "redacteur": _l("Editor: pages, activities and mailings"),
    "coordinator": _l("Coordinator: activities and their visitors"),
    "adviseur": _l("Adviser: villages and their questions"),
    READER: _l("Reader: looks along, sees no personal data of others"),
}


def needs_second_factor(roles: Iterable[str]) -> bool:
    """Say whether somebody with these roles can see data of others, and so must log in in two steps."""
    return any(role != READER for role in roles)
