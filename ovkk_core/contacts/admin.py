"""The admin screens of contacts: organisations, persons and positions, and the list of all screens."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from ovkk_core.contacts.belonging import set_villages
from ovkk_core.contacts.channels import in_words, set_channels
from ovkk_core.contacts.entering import AsksFirst
from ovkk_core.contacts.formats import shown_iban, shown_phone
from ovkk_core.contacts.import_page import PlacesImportPage
from ovkk_core.contacts.kinds import PositionFunction
from ovkk_core.contacts.models import Municipality, Organisation, Person, Position, Village
from ovkk_core.contacts.place_views import ContactsView, MunicipalityView, VillageView
from ovkk_core.contacts.vacancy_pages import ExpectedPage, PositionsOnPage, VacanciesPage

HOLD_CTRL = _l("Hold the Ctrl key to choose more than one.")
INVENTED = _l("An invention for the demonstration.")
ONE_A_LINE = _l("One web address on each line: Facebook, Instagram, Mastodon and so on.")
PHONE_HELP = _l("For example 0529 47 81 94, 06 12 34 56 78 or 14 0523.")
SOURCE_HELP = _l("Where we have these details from.")
ADDRESS_LABELS = {
    "house_number": _l("Number"),
    "house_letter": _l("Letter after the number"),
    "house_addition": _l("Addition to the number"),
    "postcode": _l("Postcode"),
    "city": _l("Place"),
}


def shown(name: str, how: Callable[[str], str]) -> Callable[..., str]:
    """Give a formatter that shows the field ``name`` as people write it."""
    return lambda _view, _context, record, _name: how(getattr(record, name)) or "–"


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


class ChannelsField(TextAreaField):
    """The channels of an organisation, one address a line; the screen stores them beside the organisation."""

    def process_data(self, value: Any) -> None:
        """Take channels for their addresses."""
        self.data = "\n".join(channel.address for channel in value) if value is not None else ""

    def populate_obj(self, obj: Any, name: str) -> None:
        """Put the addresses beside the record."""
        obj.chosen_channels = (self.data or "").splitlines()


class OrganisationView(AsksFirst, ContactsView):
    """Organisations, with the villages they are of."""

    dossier = "organisatie"
    name_plural, name_one = _l("Organisations"), _l("organisation")
    menu_order = 11
    column_list = ("name", "kind", "municipality", "email", "demo")
    form_columns = (
        *("name", "kind", "legal_form", "villages", "municipality", "email", "phone"),
        *("street", "house_number", "house_letter", "house_addition", "postcode", "city"),
        *("website", "channels", "kvk_number", "iban", "source", "demo"),
    )
    form_extra_fields = {
        "villages": VillagesField(_l("Villages"), description=HOLD_CTRL),
        "channels": ChannelsField(_l("Other channels"), description=ONE_A_LINE),
    }
    column_formatters = {
        "villages": lambda _view, _context, organisation, _name: organisation.village_names or "–",
        "channels": lambda _view, _context, organisation, _name: in_words(organisation) or "–",
        "phone": shown("phone", shown_phone),
        "iban": shown("iban", shown_iban),
    }
    column_sortable_list = {
        "name": "sort_key",
        "kind": "kind",
        "municipality": "municipality.sort_key",
        "email": "email",
    }
    column_default_sort = "sort_key"
    column_searchable_list = ("name", "sort_key", "email", "municipality.name")
    column_filters = ("kind", "municipality", "demo")
    column_details_list = (*form_columns, "created_at")
    column_labels = {
        "name": _l("Name"),
        "kind": _l("Kind"),
        "legal_form": _l("Legal form"),
        "villages": _l("Villages"),
        "municipality": _l("Municipality"),
        "email": _l("General e-mail address"),
        "phone": _l("Phone"),
        "street": _l("Street or PO box"),
        **ADDRESS_LABELS,
        "website": _l("Website"),
        "channels": _l("Other channels"),
        "kvk_number": _l("KvK number"),
        "iban": _l("IBAN"),
        "source": _l("Source"),
        "demo": _l("Invented"),
        "created_at": _l("Added on"),
    }
    column_descriptions = {
        "phone": PHONE_HELP,
        "kvk_number": _l("Eight digits."),
        "source": SOURCE_HELP,
        "demo": INVENTED,
    }

    def save_record(self, record: Any, is_created: bool) -> None:
        """Store the organisation with its villages and channels."""
        super().save_record(record, is_created)
        set_villages(record, record.chosen_villages)
        set_channels(record, record.chosen_channels)


class PersonView(AsksFirst, ContactsView):
    """Persons."""

    dossier = "persoon"
    name_plural, name_one = _l("Persons"), _l("person")
    menu_order = 10
    column_list = ("list_name", "email", "phone", "demo")
    form_columns = (
        *("given_name", "nickname", "initials", "name_prefix", "family_name", "title"),
        *("form_of_address", "language", "email", "phone"),
        *("street", "house_number", "house_letter", "house_addition", "postcode", "city", "source", "demo"),
    )
    column_formatters = {"phone": shown("phone", shown_phone)}
    form_args = {"family_name": {"validators": [InputRequired(), Length(max=255)]}}
    column_sortable_list = {"list_name": "sort_key", "email": "email"}
    column_default_sort = "sort_key"
    column_searchable_list = ("sort_key", "given_name", "nickname", "name_prefix", "family_name", "email")
    column_filters = ("form_of_address", "demo")
    column_details_list = ("full_name", "salutation", *form_columns, "created_at")
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
        "language": _l("Language"),
        "street": _l("Street or PO box"),
        **ADDRESS_LABELS,
        "source": _l("Source"),
        "demo": _l("Invented"),
        "created_at": _l("Added on"),
    }
    column_descriptions = {
        "nickname": _l("Only when it differs from the first name."),
        "name_prefix": _l("For example: van der."),
        "phone": PHONE_HELP,
        "source": SOURCE_HELP,
        "demo": INVENTED,
    }


class PositionView(ContactsView):
    """Positions: who does what in which organisation."""

    name_plural, name_one = _l("Positions"), _l("position")
    menu_order = 12
    next_step = _l("First add an organisation; then add here who does what in it.")
    column_list = ("organisation", "function", "own_title", "person", "starts_on", "ends_on")
    form_columns = (
        *("organisation", "function", "own_title", "person", "deputy", "email", "phone"),
        *("starts_on", "ends_on", "ended_reason"),
    )
    column_formatters = {"phone": shown("phone", shown_phone)}
    list_template = "contacts/admin/positions.html"
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
    column_details_list = (*form_columns, "confirmed_at")
    column_labels = {
        "organisation": _l("Organisation"),
        "function": _l("Position"),
        "own_title": _l("Title of their own"),
        "person": _l("Person"),
        "deputy": _l("Deputy"),
        "email": _l("E-mail address of the position"),
        "phone": _l("Phone of the position"),
        "starts_on": _l("First day"),
        "ends_on": _l("Last day"),
        "ended_reason": _l("Why it ended"),
        "confirmed_at": _l("Confirmed on"),
    }
    column_descriptions = {
        "own_title": _l("As the organisation itself calls it."),
        "person": _l("Leave empty for a vacancy."),
        "deputy": _l("Gets the messages when the position and the person have no address that works."),
        "email": _l("Comes before the address of the person."),
        "phone": PHONE_HELP,
        "ends_on": _l("Leave empty as long as it goes on."),
    }

    def create_form(self, obj: Any = None) -> Any:
        """Give the form; what the address says, such as the vacancy to fill, is filled in already."""
        form = super().create_form(obj)
        if request.method == "GET":
            form.organisation.data = request.args.get("organisation", "")[:20]
            asked = request.args.get("function")
            form.function.data = next((one for one in PositionFunction if one.value == asked), None)
        return form


def views() -> list[Any]:
    """Give every screen, in the order of the menu."""
    return [
        OrganisationView(Organisation, endpoint="contacts_organisation", url="/beheer/organisaties/"),
        PersonView(Person, endpoint="contacts_person", url="/beheer/personen/"),
        PositionView(Position, endpoint="contacts_position", url="/beheer/functies/"),
        VacanciesPage(_l("Vacancies"), endpoint="contacts_vacancies", url="/beheer/vacatures/"),
        ExpectedPage(_l("Expected positions"), endpoint="contacts_expected", url="/beheer/verwachte-functies/"),
        PositionsOnPage(_l("Positions on a day"), endpoint="contacts_positions_on", url="/beheer/functies-op-een-dag/"),
        VillageView(Village, endpoint="contacts_village", url="/beheer/dorpen/"),
        MunicipalityView(Municipality, endpoint="contacts_municipality", url="/beheer/gemeenten/"),
        PlacesImportPage(
            _l("Import places"),
            endpoint="contacts_places_import",
            url="/beheer/plaatsen-inlezen/",
            category=_l("Files to read in and out"),
        ),
    ]
