"""The admin screens of the newsletter, one instance of each."""

from flask_babel import lazy_gettext as _l

from ovkk_core.web.admin import AdminPage, AdminView
from plugins.kernpunt.admin import EditionPages
from plugins.kernpunt.contributing_page import ContributionPages
from plugins.kernpunt.declarations import READ, WRITE
from plugins.kernpunt.models import Outlet, Section
from plugins.kernpunt.placing_page import PlacingPages
from plugins.kernpunt.previewing import PreviewPages
from plugins.kernpunt.sending_page import SendingPages


class SectionView(AdminView):
    """The fixed sections."""

    name_plural = _l("Sections")
    name_one = _l("section")
    nobody = "names of sections"
    read = READ
    write = WRITE
    column_list = ("title", "place")
    column_default_sort = "place"
    form_columns = ("title", "place")


class OutletView(AdminView):
    """The outlets where items are offered."""

    name_plural = _l("Outlets")
    name_one = _l("outlet")
    read = READ
    write = WRITE
    column_list = ("name", "characters", "wants_picture", "active")
    column_details_list = (*column_list, "address", "note")
    form_columns = ("name", "characters", "wants_picture", "address", "note", "active")


def pages() -> list[AdminPage | AdminView]:
    """Give a fresh instance of every screen."""
    return [
        EditionPages(_l("Editions"), endpoint="kernpunt_editions", url="/beheer/kernpunt/"),
        PreviewPages(_l("Preview"), endpoint="kernpunt_preview", url="/beheer/kernpunt-voorbeeld/"),
        SendingPages(_l("Send"), endpoint="kernpunt_send", url="/beheer/kernpunt-versturen/"),
        PlacingPages(_l("Place elsewhere"), endpoint="kernpunt_placings", url="/beheer/kernpunt-plaatsen/"),
        ContributionPages(_l("Contribute"), endpoint="kernpunt_contribute", url="/beheer/kernpunt-bijdragen/"),
        SectionView(Section, endpoint="kernpunt_sections", url="/beheer/kernpunt-rubrieken/"),
        OutletView(Outlet, endpoint="kernpunt_outlets", url="/beheer/kernpunt-kanalen/"),
    ]
