"""What the newsletter shows elsewhere: in the menu, on the home page, and to who has work to do."""

from collections.abc import Iterator
from datetime import timedelta

from flask_babel import gettext as _

from ovkk_core.accounts import User, may
from ovkk_core.calendars import local
from ovkk_core.clock import now, today
from ovkk_core.hookspecs import HomeBlock, Impact, NavigationItem, TodoItem
from plugins.kernpunt import archive
from plugins.kernpunt.declarations import APPROVE, CONTRIBUTE, SEND, WRITE
from plugins.kernpunt.editions import OWNER, PAGE, newsletter_title
from plugins.kernpunt.models import Edition, EditionState

SOON = timedelta(days=14)


def navigation() -> list[NavigationItem]:
    """Give the link to the archive, under the name of the newsletter."""
    return [NavigationItem(newsletter_title(), PAGE, 35)]


def home() -> list[HomeBlock]:
    """Give the latest edition; nothing before the first."""
    latest = next(iter(archive.editions()), None)
    values = {"edition": latest, "newsletter": newsletter_title()}
    return [HomeBlock("kernpunt/home.html", values, 60)] if latest else []


def todos(user: User) -> list[TodoItem]:
    """Give the editions of the coming two weeks whose next step this user may do."""
    return list(_todos(user))


def impact(plugin: str) -> list[Impact]:
    """Count the editions that wait to be sent, and the archive that disappears."""
    if plugin != OWNER:
        return []
    waiting = Edition.select().where(Edition.state == EditionState.SCHEDULED, Edition.publishes_at > now()).count()
    counts = [(waiting, "ingeplande nummers die wachten"), (len(archive.editions()), "nummers in het archief")]
    return [Impact(count, what) for count, what in counts if count]


def _todos(user: User) -> Iterator[TodoItem]:
    open_ones = Edition.select().where(Edition.state.in_([EditionState.DRAFT, EditionState.APPROVED]))
    for edition in open_ones.where(Edition.publishes_at < now() + SOON).order_by(Edition.publishes_at):
        appears, address = local(edition.publishes_at).date(), f"/beheer/kernpunt/{edition.id}"
        if edition.deadline >= today() and may(CONTRIBUTE, user) and not may(WRITE, user):
            title = _("%(title)s asks for contributions", title=edition.title)
            yield TodoItem(title, "/beheer/kernpunt-bijdragen/", _("Contribute"), edition.deadline)
        if edition.state is EditionState.APPROVED and may(SEND, user):
            title = _("%(title)s is approved and not scheduled yet", title=edition.title)
            yield TodoItem(title, f"/beheer/kernpunt-versturen/{edition.id}", _("Schedule"), appears)
        elif edition.state is EditionState.DRAFT and (may(WRITE, user) or may(APPROVE, user)):
            title = _("%(title)s is not approved yet", title=edition.title)
            yield TodoItem(title, f"{address}/controle", _("Check and approve"), appears)
