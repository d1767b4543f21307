"""The closed sets of contacts, with the words for each member in ``label``."""

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l


class Labelled(Enum):
    """An enum whose members have a translated ``label``."""

    @property
    def label(self) -> Any:
        """The words for people, in the language of the request."""
        return LABELS[self]


class VillageKind(Labelled):
    """What a village is: an official place of the address register (BAG), or not."""

    WOONPLAATS = "woonplaats"
    KERN_ZONDER_WOONPLAATS = "kern_zonder_woonplaats"
    DORP = "dorp"
    BUURTSCHAP = "buurtschap"


class OrganisationKind(Labelled):
    """What an organisation is to the association."""

    VILLAGE_COUNCIL = "village_council"
    COMMUNITY_CENTRE = "community_centre"
    INITIATIVE_GROUP = "initiative_group"
    MUNICIPALITY = "municipality"
    PROVINCE = "province"
    PARTNER = "partner"
    OTHER = "other"


class LegalForm(Labelled):
    """The legal form; an initiative group has none."""

    ASSOCIATION = "association"
    FOUNDATION = "foundation"
    COOPERATIVE = "cooperative"


class FormOfAddress(Labelled):
    """How a person wishes to be addressed; a wish, not a sex."""

    NEUTRAL = "neutral"
    FORMAL_MR = "formal_mr"
    FORMAL_MRS = "formal_mrs"
    FIRST_NAME = "first_name"
    FULL_NAME = "full_name"


class PositionFunction(Labelled):
    """What somebody does in an organisation, in the order in which to list them."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    TREASURER = "treasurer"
    BOARD_MEMBER = "board_member"
    LIAISON_OFFICER = "liaison_officer"
    ALDERMAN = "alderman"
    POLICY_OFFICER = "policy_officer"
    COUNCIL_OFFICE = "council_office"
    OTHER = "other"


LABELS: dict[Labelled, Any] = {
    VillageKind.WOONPLAATS: _l("official place"),
    VillageKind.KERN_ZONDER_WOONPLAATS: _l("village without a place of its own"),
    VillageKind.DORP: _l("village"),
    VillageKind.BUURTSCHAP: _l("hamlet"),
    OrganisationKind.VILLAGE_COUNCIL: _l("village council"),
    OrganisationKind.COMMUNITY_CENTRE: _l("village hall"),
    OrganisationKind.INITIATIVE_GROUP: _l("initiative group"),
    OrganisationKind.MUNICIPALITY: _l("municipality"),
    OrganisationKind.PROVINCE: _l("province"),
    OrganisationKind.PARTNER: _l("partner"),
    OrganisationKind.OTHER: _l("other organisation"),
    LegalForm.ASSOCIATION: _l("association"),
    LegalForm.FOUNDATION: _l("foundation"),
    LegalForm.COOPERATIVE: _l("cooperative"),
    FormOfAddress.NEUTRAL: _l("Dear Mr or Ms and family name"),
    FormOfAddress.FORMAL_MR: _l("Dear Mr and family name"),
    FormOfAddress.FORMAL_MRS: _l("Dear Ms and family name"),
    FormOfAddress.FIRST_NAME: _l("Dear and first name"),
    FormOfAddress.FULL_NAME: _l("Dear, first name and family name"),
    PositionFunction.CHAIR: _l("chair"),
    PositionFunction.SECRETARY: _l("secretary"),
    PositionFunction.TREASURER: _l("treasurer"),
    PositionFunction.BOARD_MEMBER: _l("board member"),
    PositionFunction.LIAISON_OFFICER: _l("village liaison officer"),
    PositionFunction.ALDERMAN: _l("alderman"),
    PositionFunction.POLICY_OFFICER: _l("policy officer"),
    PositionFunction.COUNCIL_OFFICE: _l("office of the council"),
    PositionFunction.OTHER: _l("other position"),
}
