"""The menu of the admin: the screens that this user may see, in groups; what is used most stands first."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from ovkk_core.registry import registry
from ovkk_core.web.languages import asked, language

ACTIVITIES = ""
SCREENS = "ovkk.admin"  # in app.extensions: the screens, in the order of rooms
KEPT = "ovkk.admin.menus"  # in app.extensions: menus as HTML, by what they depend on
MOST_KEPT = 200  # about 2 MB


@dataclass(frozen=True)
class Item:
    """A link to a screen; ``here`` when it is the present one."""

    title: Any
    address: str
    here: bool


@dataclass(frozen=True)
class Group:
    """Screens that belong together; ``here`` when the present one is among them."""

    title: Any
    items: tuple[Item, ...]

    @property
    def here(self) -> bool:
        """Say whether the present screen is in this group."""
        return any(item.here for item in self.items)


def menu_html() -> Markup:
    """Give the menu of the present user as HTML, made once for all who see the same screens in the same language."""
    views = _visible()
    key = (language(), asked(), request.blueprint, tuple(view.endpoint for view in views))
    kept: dict[Any, Markup] = current_app.extensions[KEPT]
    html = kept.get(key)
    if html is None:
        html = Markup(render_template("web/admin/menu.html", groups=_groups(views)).rstrip())  # noqa: S704 - our own
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = html
    return html


def admin_menu() -> list[Group]:
    """Give the menu of the present user, without empty groups."""
    return _groups(_visible())


def _visible() -> list[Any]:
    return [view for view in screens() if view.is_visible() and view.is_accessible()]


def _groups(views: list[Any]) -> list[Group]:
    groups: dict[str, list[Item]] = {}
    for view in sorted(views, key=lambda view: view.menu_order):
        groups.setdefault(str(view.category or title_of(view.room)), []).append(_item(view))
    places = {title: place for place, title in enumerate(_order())}
    titles = sorted(groups, key=lambda title: places.get(title, places[ACTIVITIES]))
    return [Group(title, tuple(groups[title])) for title in titles]


def screens() -> list[Any]:
    """Give every registered screen."""
    found: list[Any] = current_app.extensions[SCREENS]
    return found


def _order() -> list[str]:
    """Give the titles of core's groups; those of activities stand at ``ACTIVITIES``."""
    return [
        _("Overview"),
        ACTIVITIES,
        _("Calendar"),
        _("Planning"),
        _("Contacts"),
        _("Mail"),
        _("Content"),
        _("Files to read in and out"),
        _("Privacy"),
        _("Management"),
    ]


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
