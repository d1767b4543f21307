"""Pages of people themselves, behind a link: details, the yearly check, changes of the board, and what we hold."""

from ovkk_core.personal.erasing import open_erasure_requests, settle_erasure
from ovkk_core.personal.handing import Newcomer, hand_over
from ovkk_core.personal.kinds import CheckState, ErasureState, LinkScope
from ovkk_core.personal.links import personal_link
from ovkk_core.personal.models import CheckItem, CheckRound, ErasureRequest, Handover, PersonalLink

__all__ = [
    "CheckItem",
    "CheckRound",
    "CheckState",
    "ErasureRequest",
    "ErasureState",
    "Handover",
    "LinkScope",
    "Newcomer",
    "PersonalLink",
    "hand_over",
    "open_erasure_requests",
    "personal_link",
    "settle_erasure",
]
