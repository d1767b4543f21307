"""The menu of the admin: the screens that this user may see, by room."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_babel import gettext as _

from ovkk_core.registry import registry

SCREENS = "ovkk.admin"  # in app.extensions: the screens, in the order of rooms
# Activities come first, the care of the website last
LAST = ("calendars", "contacts", "merging", "mail", "letters", "accounts", "web")


@dataclass(frozen=True)
class Item:
    """A link to a screen; ``here`` when it is the present one."""

    title: Any
    address: str
    here: bool


@dataclass(frozen=True)
class Group:
    """The screens of one room."""

    title: Any
    items: tuple[Item, ...]


def admin_menu() -> list[Group]:
    """Give the menu of the present user, without empty groups."""
    groups: dict[str, list[Item]] = {}
    for view in sorted(screens(), key=_place):
        if view.is_visible() and view.is_accessible():
            title = str(view.category or title_of(view.room))
            groups.setdefault(title, []).append(_item(view))
    return [Group(title, tuple(items)) for title, items in groups.items()]


def screens() -> list[Any]:
    """Give every registered screen."""
    found: list[Any] = current_app.extensions[SCREENS]
    return found


def _place(view: Any) -> tuple[int, int]:
    """Give where a screen stands: the start page, the activities, then the rooms of core."""
    start = view is screens()[0]
    return (not start, LAST.index(view.room) if view.room in LAST else -1)


def _item(view: Any) -> Item:
    return Item(view.name, url_for(f"{view.endpoint}.{view._default_view}"), request.blueprint == view.endpoint)


def title_of(room: str) -> Any:
    """Give the words for a room: our own for core, a plugin's title for the rest."""
    core = {
        "web": _("Management"),
        "contacts": _("Contacts"),
        "calendars": _("Calendar"),
        "mail": _("Mail"),
        "accounts": _("Users"),
    }
    return core.get(room) or registry.get(room).title
