"""Words for sentences about audiences: plurals of positions, and enumerations."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.contacts import PositionFunction

FUNCTIONS = {
    PositionFunction.CHAIR: _l("chairs"),
    PositionFunction.SECRETARY: _l("secretaries"),
    PositionFunction.TREASURER: _l("treasurers"),
    PositionFunction.BOARD_MEMBER: _l("board members"),
    PositionFunction.LIAISON_OFFICER: _l("village liaison officers"),
    PositionFunction.ALDERMAN: _l("aldermen"),
    PositionFunction.COUNCILLOR: _l("councillors"),
    PositionFunction.POLICY_OFFICER: _l("policy officers"),
    PositionFunction.CIVIL_SERVANT: _l("civil servants"),
    PositionFunction.COUNCIL_OFFICE: _l("offices of councils"),
    PositionFunction.PROVINCIAL_EXECUTIVE: _l("members of the provincial executive"),
    PositionFunction.STATES_MEMBER: _l("members of the Provincial States"),
    PositionFunction.INITIATOR: _l("initiators"),
    PositionFunction.CONTACT: _l("contact persons"),
    PositionFunction.ADVISER: _l("advisers"),
    PositionFunction.OTHER: _l("people with another position"),
}


def both(words: Iterable[str]) -> str:
    """Give ``voorzitters, secretarissen en penningmeesters``; "" for nothing."""
    *before, last = [str(word) for word in words] or [""]
    return _("%(first)s and %(last)s", first=", ".join(before), last=last) if before else last


def either(words: Iterable[str]) -> str:
    """Give ``Dalfsen, Ommen of Raalte``; "" for nothing."""
    *before, last = [str(word) for word in words] or [""]
    return _("%(first)s or %(last)s", first=", ".join(before), last=last) if before else last
