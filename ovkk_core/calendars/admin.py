"""The admin screen of all events: to look, not to change, as each belongs to a plugin with screens of its own."""

from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from ovkk_core.calendars import keeping, structured, writer
from ovkk_core.calendars.models import Event, EventStatus, Visibility
from ovkk_core.calendars.own_events import OwnEventsPage
from ovkk_core.hookspecs import Permission
from ovkk_core.registry import registry
from ovkk_core.web.admin import AdminPage, AdminView

PERMISSIONS = [
    Permission(
        "calendars.read",
        "Alle activiteiten bekijken, ook concepten",
        frozenset({"redacteur", "coordinator", "adviseur", "lezer"}),
    ),
    Permission(
        "calendars.write",
        "Afspraken van de vereniging zelf maken, publiceren en afgelasten",
        frozenset({"redacteur", "coordinator"}),
    ),
]
STATUS = {
    EventStatus.DRAFT: _l("draft"),
    EventStatus.PUBLISHED: _l("published"),
    EventStatus.CANCELLED: _l("cancelled"),
    EventStatus.WITHDRAWN: _l("withdrawn"),
}
VISIBILITY = {Visibility.PUBLIC: _l("public"), Visibility.INTERNAL: _l("internal")}


def _page(_view: Any, _context: Any, event: Event, _name: str) -> Any:
    if not event.visible or not registry.is_on(event.owner):
        return event.title
    return Markup('<a class="utrecht-link" href="{}">{}</a>').format(
        writer.page_of(event, keeping.base_url()), event.title
    )


def _when(_view: Any, _context: Any, event: Event, _name: str) -> str:
    return structured.when(event)


def _owner(_view: Any, _context: Any, event: Event, _name: str) -> str:
    plugin = registry.plugins.get(event.owner)
    return plugin.title if plugin else str(event.owner)


class EventView(AdminView):
    """Every event of every plugin, drafts too."""

    name_plural = _l("All events")
    name_one = _l("event")
    read = "calendars.read"
    column_list = ("starts_at", "title", "owner", "village.name", "status", "visibility")
    column_details_list = (*column_list, "description", "location", "organiser", "uid", "sequence", "last_modified")
    column_labels = {
        "starts_at": _l("When"),
        "title": _l("Title"),
        "owner": _l("Activity"),
        "village.name": _l("Village"),
        "status": _l("Status"),
        "visibility": _l("Visible to"),
        "description": _l("Description"),
        "location": _l("Address"),
        "organiser": _l("Organiser"),
        "uid": _l("Calendar number (UID)"),
        "sequence": _l("Version (SEQUENCE)"),
        "last_modified": _l("Last changed"),
    }
    column_descriptions = {"owner": _l("An event is changed on the screens of its own activity.")}
    column_choices = {"status": list(STATUS.items()), "visibility": list(VISIBILITY.items())}
    column_formatters = {"starts_at": _when, "title": _page, "owner": _owner}
    column_searchable_list = ("title", "location")
    column_filters = ("owner", "status", "visibility", "starts_at")
    column_sortable_list = ("starts_at", "title", "owner", "status")
    column_default_sort = ("starts_at", True)


def views() -> list[AdminView | AdminPage]:
    """Give this room's screens."""
    return [
        OwnEventsPage(_l("Own events"), endpoint="calendars_own", url="/beheer/afspraken/", category=_l("Calendar")),
        EventView(Event, endpoint="calendars_event", url="/beheer/activiteiten/", category=_l("Calendar")),
    ]
