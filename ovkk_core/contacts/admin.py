"""The admin screens of contacts: municipalities, villages, organisations, persons and positions."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from ovkk_core.contacts.belonging import set_villages
from ovkk_core.contacts.choices import ATTRIBUTION
from ovkk_core.contacts.import_page import PlacesImportPage
from ovkk_core.contacts.models import Municipality, Organisation, Person, Position, Village
from ovkk_core.web import AdminView

HOLD_CTRL = _l("Hold the Ctrl key to choose more than one.")
INVENTED = _l("An invention for the demonstration.")


class ContactsView(AdminView):
    """What the screens of contacts share."""

    read, write, export = "contacts.read", "contacts.write", "contacts.export"


class VillagesField(SelectMultipleField):
    """The villages of an organisation; the screen stores them beside the organisation itself."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        rows = Village.select(Village, Municipality).join(Municipality).order_by(Village.sort_key, Village.id)
        choices = [SelectChoice(v.id, f"{v.name} ({v.municipality.name})") for v in rows]
        super().__init__(label, coerce=int, choices=choices, **kwargs)

    def process_data(self, value: Any) -> None:
        """Take villages for their keys."""
        self.data = [village.id for village in value] if value is not None else []

    def populate_obj(self, obj: Any, name: str) -> None:
        """Put the keys beside the record: the links are rows of their own, stored by the screen."""
        obj.chosen_villages = self.data


class PlacesView(ContactsView):
    """What the lists of places share."""

    attribution = ATTRIBUTION
    list_template = "contacts/admin/places.html"


class MunicipalityView(PlacesView):
    """Municipalities."""

    name_plural, name_one = _l("Municipalities"), _l("municipality")
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

    name_plural, name_one = _l("Villages"), _l("village")
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


class OrganisationView(ContactsView):
    """Organisations, with the villages they are of."""

    name_plural, name_one = _l("Organisations"), _l("organisation")
    column_list = ("name", "kind", "municipality", "email", "demo")
    form_columns = (
        *("name", "kind", "legal_form", "villages", "municipality", "email", "phone"),
        *("street", "house_number", "house_addition", "postcode", "city", "demo"),
    )
    form_extra_fields = {"villages": VillagesField(_l("Villages"), description=HOLD_CTRL)}
    column_formatters = {"villages": lambda _view, _context, organisation, _name: organisation.village_names or "–"}
    column_sortable_list = {
        "name": "sort_key",
        "kind": "kind",
        "municipality": "municipality.sort_key",
        "email": "email",
    }
    column_default_sort = "sort_key"
    column_searchable_list = ("name", "sort_key", "email", "municipality.name")
    column_filters = ("kind", "municipality", "demo")
    column_details_list = form_columns
    column_labels = {
        "name": _l("Name"),
        "kind": _l("Kind"),
        "legal_form": _l("Legal form"),
        "villages": _l("Villages"),
        "municipality": _l("Municipality"),
        "email": _l("General e-mail address"),
        "phone": _l("Phone"),
        "street": _l("Street or PO box"),
        "house_number": _l("Number"),
        "house_addition": _l("Addition to the number"),
        "postcode": _l("Postcode"),
        "city": _l("Place"),
        "demo": _l("Invented"),
    }
    column_descriptions = {
        "phone": _l("With country code, for example +31529478194."),
        "demo": INVENTED,
    }

    def save_record(self, record: Any, is_created: bool) -> None:
        """Store the organisation and its villages together."""
        super().save_record(record, is_created)
        set_villages(record, record.chosen_villages)


class PersonView(ContactsView):
    """Persons."""

    name_plural, name_one = _l("Persons"), _l("person")
    column_list = ("list_name", "email", "phone", "demo")
    form_columns = (
        *("given_name", "nickname", "initials", "name_prefix", "family_name", "title"),
        *("form_of_address", "email", "phone", "demo"),
    )
    form_args = {"family_name": {"validators": [InputRequired(), Length(max=255)]}}
    column_sortable_list = {"list_name": "sort_key", "email": "email"}
    column_default_sort = "sort_key"
    column_searchable_list = ("sort_key", "given_name", "nickname", "name_prefix", "family_name", "email")
    column_filters = ("form_of_address", "demo")
    column_details_list = ("full_name", "salutation", *form_columns)
    column_labels = {
        "list_name": _l("Name"),
        "full_name": _l("Full name"),
        "salutation": _l("Salutation"),
        "given_name": _l("First name"),
        "nickname": _l("Called"),
        "initials": _l("Initials"),
        "name_prefix": _l("Prefix"),
        "family_name": _l("Family name"),
        "title": _l("Title"),
        "form_of_address": _l("How to address"),
        "email": _l("E-mail address"),
        "phone": _l("Phone"),
        "demo": _l("Invented"),
    }
    column_descriptions = {
        "nickname": _l("Only when it differs from the first name."),
        "name_prefix": _l("For example: van der."),
        "phone": _l("With country code, for example +31529478194."),
        "demo": INVENTED,
    }


class PositionView(ContactsView):
    """Positions: who does what in which organisation."""

    name_plural, name_one = _l("Positions"), _l("position")
    next_step = _l("First add an organisation; then add here who does what in it.")
    column_list = ("organisation", "function", "own_title", "person", "starts_on", "ends_on")
    form_columns = ("organisation", "function", "own_title", "person", "email", "starts_on", "ends_on")
    column_sortable_list = {
        "organisation": "organisation.sort_key",
        "function": "function",
        "person": "person.sort_key",
        "starts_on": "starts_on",
        "ends_on": "ends_on",
    }
    column_default_sort = "organisation.sort_key"
    column_searchable_list = (
        *("organisation.name", "organisation.sort_key", "own_title", "email"),
        *("person.sort_key", "person.family_name"),
    )
    column_filters = ("function", "starts_on", "ends_on")
    column_details_list = form_columns
    column_labels = {
        "organisation": _l("Organisation"),
        "function": _l("Position"),
        "own_title": _l("Title of their own"),
        "person": _l("Person"),
        "email": _l("E-mail address of the position"),
        "starts_on": _l("First day"),
        "ends_on": _l("Last day"),
    }
    column_descriptions = {
        "own_title": _l("As the organisation itself calls it."),
        "person": _l("Leave empty for a vacancy."),
        "email": _l("Comes before the address of the person."),
        "ends_on": _l("Leave empty as long as it goes on."),
    }


def views() -> list[Any]:
    """Give every screen, in the order of the menu."""
    return [
        OrganisationView(Organisation, endpoint="contacts_organisation", url="/beheer/organisaties/"),
        PersonView(Person, endpoint="contacts_person", url="/beheer/personen/"),
        PositionView(Position, endpoint="contacts_position", url="/beheer/functies/"),
        VillageView(Village, endpoint="contacts_village", url="/beheer/dorpen/"),
        MunicipalityView(Municipality, endpoint="contacts_municipality", url="/beheer/gemeenten/"),
        PlacesImportPage(_l("Import places"), endpoint="contacts_places_import", url="/beheer/plaatsen-inlezen/"),
    ]
