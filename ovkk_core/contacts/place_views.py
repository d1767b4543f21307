"""The admin screens of places: municipalities and villages."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from ovkk_core.contacts.choices import ATTRIBUTION
from ovkk_core.web import AdminView, RowLink


class ContactsView(AdminView):
    """What the screens of contacts share; ``dossier`` is the word for their dossiers in addresses, "" without."""

    read, write, export = "contacts.read", "contacts.write", "contacts.export"
    dossier: ClassVar[str] = ""

    def row_links(self, record: Any) -> Sequence[RowLink]:
        """Give the way to everything about a record."""
        return [RowLink(_l("Dossier"), f"/beheer/dossier/{self.dossier}/{record.id}/")] if self.dossier else []


class PlacesView(ContactsView):
    """What the lists of places share."""

    attribution = ATTRIBUTION
    nobody = "places"
    list_template = "contacts/admin/places.html"


class MunicipalityView(PlacesView):
    """Municipalities."""

    dossier = "gemeente"
    name_plural, name_one = _l("Municipalities"), _l("municipality")
    menu_order = 41
    next_step = _l("Import a file of places: the municipalities come along.")
    column_list = ("name", "cbs_code", "province")
    form_columns = ("name", "cbs_code", "province", "latitude", "longitude")
    column_sortable_list = {"name": "sort_key", "cbs_code": "cbs_code"}
    column_default_sort = "sort_key"
    column_searchable_list = ("name", "sort_key", "cbs_code")
    column_details_list = ("name", "cbs_code", "province", "slug", "latitude", "longitude")
    column_labels = {
        "name": _l("Name"),
        "cbs_code": _l("CBS code"),
        "province": _l("Province"),
        "slug": _l("In the web address"),
        "latitude": _l("Latitude"),
        "longitude": _l("Longitude"),
    }
    column_descriptions = {"cbs_code": _l("For example GM0148."), "latitude": _l("In degrees, for example 52.5103.")}


class VillageView(PlacesView):
    """Villages."""

    dossier = "dorp"
    name_plural, name_one = _l("Villages"), _l("village")
    menu_order = 40
    next_step = _l("Import a file of places, or add a village by hand.")
    column_list = ("name", "municipality", "kind", "population")
    form_columns = (
        *("name", "municipality", "kind", "population", "population_note", "bag_code"),
        *("latitude", "longitude"),
    )
    column_sortable_list = {
        "name": "sort_key",
        "municipality": "municipality.sort_key",
        "kind": "kind",
        "population": "population",
    }
    column_default_sort = "sort_key"
    column_searchable_list = ("name", "sort_key", "municipality.name")
    column_filters = ("municipality", "kind")
    column_details_list = (*form_columns, "slug")
    column_labels = {
        "name": _l("Name"),
        "municipality": _l("Municipality"),
        "kind": _l("Kind"),
        "population": _l("Inhabitants"),
        "population_note": _l("About the number of inhabitants"),
        "bag_code": _l("Place code (BAG)"),
        "latitude": _l("Latitude"),
        "longitude": _l("Longitude"),
        "slug": _l("In the web address"),
    }
    column_descriptions = {
        "population_note": _l("Source and year, or why the number is not known."),
        "bag_code": _l("Four digits; empty for a village without a place of its own."),
        "latitude": _l("In degrees, for example 52.5103."),
    }
