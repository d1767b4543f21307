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
    FRIENDLY_MR = "friendly_mr"
    FRIENDLY_MRS = "friendly_mrs"
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
    COUNCILLOR = "councillor"
    POLICY_OFFICER = "policy_officer"
    CIVIL_SERVANT = "civil_servant"
    COUNCIL_OFFICE = "council_office"
    PROVINCIAL_EXECUTIVE = "provincial_executive"
    STATES_MEMBER = "states_member"
    INITIATOR = "initiator"
    CONTACT = "contact"
    ADVISER = "adviser"
    OTHER = "other"


class ChannelKind(Labelled):
    """Where an organisation tells its news."""

    WEBSITE = "website"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    LINKEDIN = "linkedin"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    WHATSAPP = "whatsapp"
    OTHER = "other"


class Language(Labelled):
    """The language in which a person wishes to hear from us."""

    NL = "nl"
    EN = "en"


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
    FormOfAddress.FRIENDLY_MR: _l("Dear Mr and family name, less formal"),
    FormOfAddress.FRIENDLY_MRS: _l("Dear Ms and family name, less formal"),
    FormOfAddress.FIRST_NAME: _l("Dear and first name"),
    FormOfAddress.FULL_NAME: _l("Dear, first name and family name"),
    PositionFunction.CHAIR: _l("chair"),
    PositionFunction.SECRETARY: _l("secretary"),
    PositionFunction.TREASURER: _l("treasurer"),
    PositionFunction.BOARD_MEMBER: _l("board member"),
    PositionFunction.LIAISON_OFFICER: _l("village liaison officer"),
    PositionFunction.ALDERMAN: _l("alderman"),
    PositionFunction.COUNCILLOR: _l("councillor"),
    PositionFunction.POLICY_OFFICER: _l("policy officer"),
    PositionFunction.CIVIL_SERVANT: _l("civil servant"),
    PositionFunction.COUNCIL_OFFICE: _l("office of the council"),
    PositionFunction.PROVINCIAL_EXECUTIVE: _l("member of the provincial executive"),
    PositionFunction.STATES_MEMBER: _l("member of the Provincial States"),
    PositionFunction.INITIATOR: _l("initiator"),
    PositionFunction.CONTACT: _l("contact person"),
    PositionFunction.ADVISER: _l("adviser"),
    PositionFunction.OTHER: _l("other position"),
    ChannelKind.WEBSITE: _l("website"),
    ChannelKind.FACEBOOK: "Facebook",
    ChannelKind.INSTAGRAM: "Instagram",
    ChannelKind.LINKEDIN: "LinkedIn",
    ChannelKind.MASTODON: "Mastodon",
    ChannelKind.BLUESKY: "Bluesky",
    ChannelKind.WHATSAPP: "WhatsApp",
    ChannelKind.OTHER: _l("another channel"),
    Language.NL: _l("Dutch"),
    Language.EN: _l("English"),
}
