"""Villages, municipalities, organisations, persons and their positions."""

from ovkk_core.contacts.access_export import BASES, access_export, processing, reasons_for
from ovkk_core.contacts.addressing import (
    Destination,
    Step,
    greeting_at,
    judge_addresses_by,
    mail_address,
    only_of_holder,
    resolve,
    salutation_for,
    salutation_together,
    successor_of,
)
from ovkk_core.contacts.belonging import set_villages
from ovkk_core.contacts.channels import channel_kind, set_channels
from ovkk_core.contacts.choices import ATTRIBUTION
from ovkk_core.contacts.choosing import OrganisationChoices, chosen_organisations, organisation_choices
from ovkk_core.contacts.duplicates import (
    ContactKind,
    Details,
    DuplicateIndex,
    Match,
    organisation_details,
    organisation_index,
    person_details,
    person_index,
)
from ovkk_core.contacts.expecting import expected_functions
from ovkk_core.contacts.formats import (
    shown_iban,
    shown_phone,
    shown_postcode,
    stored_iban,
    stored_kvk,
    stored_phone,
    stored_postcode,
    stored_web_address,
)
from ovkk_core.contacts.held import addresses_of, held_about, person_by_id
from ovkk_core.contacts.kinds import (
    ChannelKind,
    FormOfAddress,
    Language,
    LegalForm,
    OrganisationKind,
    PositionFunction,
    VillageKind,
)
from ovkk_core.contacts.models import (
    ExpectedPosition,
    Municipality,
    Organisation,
    OrganisationChannel,
    OrganisationVillage,
    Person,
    Position,
    Province,
    Village,
)
from ovkk_core.contacts.names import person_sort_key, place_sort_key
from ovkk_core.contacts.place_import import import_places
from ovkk_core.contacts.place_report import ImportReport, RejectedRow, rejected_csv, report_of
from ovkk_core.contacts.positions import PERSON_IN_BRIEF, current_positions, positions_in_brief, positions_on
from ovkk_core.contacts.privacy import erase_record
from ovkk_core.contacts.similar import alike, details_of
from ovkk_core.contacts.timeline import organisations_of
from ovkk_core.contacts.vacancies import Vacancy, vacancies

__all__ = [
    "ATTRIBUTION",
    "BASES",
    "PERSON_IN_BRIEF",
    "ChannelKind",
    "ContactKind",
    "Destination",
    "Details",
    "DuplicateIndex",
    "ExpectedPosition",
    "FormOfAddress",
    "ImportReport",
    "Language",
    "LegalForm",
    "Match",
    "Municipality",
    "Organisation",
    "OrganisationChannel",
    "OrganisationChoices",
    "OrganisationKind",
    "OrganisationVillage",
    "Person",
    "Position",
    "PositionFunction",
    "Province",
    "RejectedRow",
    "Step",
    "Vacancy",
    "Village",
    "VillageKind",
    "access_export",
    "addresses_of",
    "alike",
    "channel_kind",
    "chosen_organisations",
    "current_positions",
    "details_of",
    "erase_record",
    "expected_functions",
    "greeting_at",
    "held_about",
    "import_places",
    "judge_addresses_by",
    "mail_address",
    "only_of_holder",
    "organisation_choices",
    "organisation_details",
    "organisation_index",
    "organisations_of",
    "person_by_id",
    "person_details",
    "person_index",
    "person_sort_key",
    "place_sort_key",
    "positions_in_brief",
    "positions_on",
    "processing",
    "reasons_for",
    "rejected_csv",
    "report_of",
    "resolve",
    "salutation_for",
    "salutation_together",
    "set_channels",
    "set_villages",
    "shown_iban",
    "shown_phone",
    "shown_postcode",
    "stored_iban",
    "stored_kvk",
    "stored_phone",
    "stored_postcode",
    "stored_web_address",
    "successor_of",
    "vacancies",
]
