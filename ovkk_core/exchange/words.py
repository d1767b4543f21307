"""What people write for a function, a kind of organisation or a form of address, and what we make of it."""

import re
from collections.abc import Mapping
from typing import Any

from ovkk_core.contacts import FormOfAddress, Language, LegalForm, OrganisationKind, PositionFunction
from ovkk_core.database import fold
from ovkk_core.errors import BadInputError

FUNCTIONS = {
    PositionFunction.CHAIR: "voorzitter|voorzitster|preses|chair|chairman|waarnemend voorzitter",
    PositionFunction.SECRETARY: "secretaris|secretaresse|secretariaat|scriba|secretary|ambtelijk secretaris",
    PositionFunction.TREASURER: "penningmeester|penningmeesteres|treasurer|kassier",
    PositionFunction.BOARD_MEMBER: "bestuurslid|algemeen bestuurslid|lid bestuur|lid van het bestuur|board member",
    PositionFunction.LIAISON_OFFICER: "kerncontactambtenaar|dorpscontactambtenaar|contactambtenaar|gebiedscoordinator"
    "|dorpencoordinator|dorpscoordinator|village liaison officer",
    PositionFunction.ALDERMAN: "wethouder|alderman",
    PositionFunction.COUNCILLOR: "raadslid|gemeenteraadslid|councillor",
    PositionFunction.POLICY_OFFICER: "beleidsmedewerker|beleidsambtenaar|beleidsadviseur|policy officer",
    PositionFunction.CIVIL_SERVANT: "ambtenaar|civil servant",
    PositionFunction.COUNCIL_OFFICE: "griffie|griffier|raadsgriffie|statengriffie|council office",
    PositionFunction.PROVINCIAL_EXECUTIVE: "gedeputeerde|deputy",
    PositionFunction.STATES_MEMBER: "statenlid|lid provinciale staten|states member",
    PositionFunction.INITIATOR: "initiatiefnemer|initiatiefneemster|initiator",
    PositionFunction.CONTACT: "contactpersoon|contact",
    PositionFunction.ADVISER: "adviseur|vrijwilliger adviseur|adviser",
    PositionFunction.OTHER: "andere functie|overig|anders",
}
KINDS = {
    OrganisationKind.VILLAGE_COUNCIL: "plaatselijk belang|pb|dorpsbelang|dorpsbelangen|dorpsraad|dorpsvereniging"
    "|plaatselijk nut|village council|belangenvereniging",
    OrganisationKind.COMMUNITY_CENTRE: "dorpshuis|kulturhus|mfa|mfc|buurthuis|multifunctionele accommodatie"
    "|village hall|community centre|verenigingsgebouw",
    OrganisationKind.INITIATIVE_GROUP: "initiatiefgroep|bewonersinitiatief|initiative group",
    OrganisationKind.MUNICIPALITY: "gemeente|municipality",
    OrganisationKind.PROVINCE: "provincie|province",
    OrganisationKind.PARTNER: "partner|partnerorganisatie|maatschappelijke organisatie",
    OrganisationKind.OTHER: "andere organisatie|overig|anders|vereniging|stichting|cooperatie|other organisation",
}
LEGAL_FORMS = {
    LegalForm.ASSOCIATION: "vereniging|association",
    LegalForm.FOUNDATION: "stichting|foundation",
    LegalForm.COOPERATIVE: "cooperatie|cooperative",
}
ADDRESSES = {
    FormOfAddress.NEUTRAL: "neutraal|geachte heer of mevrouw|onbekend|x|o",
    FormOfAddress.FORMAL_MR: "de heer|dhr|heer|geachte heer|man|m|mr",
    FormOfAddress.FORMAL_MRS: "mevrouw|mevr|mw|geachte mevrouw|vrouw|v|mrs|ms",
    FormOfAddress.FIRST_NAME: "beste voornaam|voornaam|informeel|tutoyeren",
    FormOfAddress.FULL_NAME: "beste voornaam achternaam|beste voornaam en achternaam",
}
LANGUAGES = {Language.NL: "nl|nederlands|dutch", Language.EN: "en|engels|english"}


TABLES: tuple[Mapping[Any, str], ...] = (FUNCTIONS, KINDS, LEGAL_FORMS, ADDRESSES, LANGUAGES)


def _words(table: Mapping[Any, str]) -> dict[str, str]:
    found = {word: member for member, words in table.items() for word in words.split("|")}
    values = {member.value: member for member in table}
    return {word: str(member.value) for word, member in (values | found).items()}


BY_FUNCTION, BY_KIND, BY_LEGAL_FORM, BY_ADDRESS, BY_LANGUAGE = (_words(table) for table in TABLES)


def function_of(text: str) -> tuple[str, str]:
    """Give the function that ``text`` means and the title of their own: the text itself when it says more."""
    bare = " ".join(re.sub(r"[\W_]+", " ", fold(text)).split())
    if bare in BY_FUNCTION or fold(text) in BY_FUNCTION:
        return BY_FUNCTION.get(bare) or BY_FUNCTION[fold(text)], ""
    first = next((BY_FUNCTION[word] for word in bare.split() if word in BY_FUNCTION), PositionFunction.OTHER.value)
    return str(first), text


def kind_of(text: str) -> str:
    """Give the kind of organisation that ``text`` means; raises :class:`BadInputError` for an unknown one."""
    return _known(text, BY_KIND, "soort organisatie", "plaatselijk belang, dorpshuis, gemeente, partner of overig")


def kind_by_name(name: str) -> str:
    """Give the kind that a name such as ``Gemeente Ommen`` or ``Stichting Dorpshuis`` speaks of."""
    bare = f" {' '.join(re.sub(r'[^a-z0-9]+', ' ', fold(name)).split())} "
    for kind, words in KINDS.items():
        if kind is not OrganisationKind.OTHER and any(f" {word} " in bare for word in words.split("|")):
            return str(kind.value)
    return OrganisationKind.OTHER.value


def legal_form_of(text: str) -> str:
    """Give the legal form; raises :class:`BadInputError` for an unknown one."""
    return _known(text, BY_LEGAL_FORM, "rechtsvorm", "vereniging, stichting of coöperatie")


def form_of_address_of(text: str) -> str:
    """Give the form of address; raises :class:`BadInputError` for an unknown one."""
    return _known(text, BY_ADDRESS, "aanspreekvorm", "de heer, mevrouw, neutraal of voornaam")


def language_of(text: str) -> str:
    """Give the language; raises :class:`BadInputError` for an unknown one."""
    return _known(text, BY_LANGUAGE, "taal", "nl of en")


def _known(text: str, words: dict[str, str], what: str, choices: str) -> str:
    bare = " ".join(re.sub(r"[^\w_]+", " ", fold(text)).split())
    if bare not in words:
        raise BadInputError(f"'{text[:60]}' is geen {what} die wij kennen. Kies uit: {choices}.")
    return words[bare]
