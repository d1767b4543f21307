"""What this activity shows elsewhere: in the menu, on the home page, and to who has work to do."""

from collections.abc import Iterator

from flask_babel import gettext as _

from ovkk_core.accounts import User, may
from ovkk_core.clock import AMSTERDAM
from ovkk_core.hookspecs import HomeBlock, Impact, NavigationItem, TodoItem
from plugins.dorpenschouw import tours

NAME = "dorpenschouw"
SCREENS = {"stops": "haltes", "check": "controle", "invite": "uitnodigen"}


def navigation() -> list[NavigationItem]:
    """Give the link to the list of tours."""
    return [NavigationItem(_("Village tours"), "/dorpenschouw", 30)]


def home() -> list[HomeBlock]:
    """Give the next tour; nothing when none is planned."""
    tour = tours.next_tour()
    return [HomeBlock("dorpenschouw/home.html", {"tour": tour}, 20)] if tour else []


def todos(user: User) -> list[TodoItem]:
    """Give the tours of the coming sixty days whose next step this user may do."""
    return list(_todos(user))


def impact(plugin: str) -> list[Impact]:
    """Count the published tours to come."""
    count = tours.coming_public() if plugin == NAME else 0
    return [Impact(count, "bekendgemaakte dorpenschouwen die verdwijnen van de website")] if count else []


def _todos(user: User) -> Iterator[TodoItem]:
    wording = {
        "stops": (_("has no stops yet"), _("Add stops"), "dorpenschouw.write"),
        "check": (_("is not public yet"), _("Check and publish"), "dorpenschouw.write"),
        "invite": (_("has no invitations yet"), _("Invite people"), "dorpenschouw.invite"),
    }
    for overview in tours.soon():
        step = overview.next
        if step is None or step.screen not in wording:
            continue
        words, button, permission = wording[step.screen]
        if may(permission, user):
            event = overview.tour.event
            address = f"/beheer/dorpenschouw/{overview.tour.id}/{SCREENS[step.screen]}"
            yield TodoItem(f"{event.title} {words}", address, button, event.starts_at.astimezone(AMSTERDAM).date())
