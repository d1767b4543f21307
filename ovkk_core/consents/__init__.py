"""What people agreed to, what they want to read about, and which addresses get no mail."""

from ovkk_core.consents.deciding import ask, consents_of, give, withdraw
from ovkk_core.consents.following import Panel, panel_of
from ovkk_core.consents.forms import InterestsForm, PreferencesForm, save_preferences
from ovkk_core.consents.judging import Verdict, consented, left_since, may_write_to, refused, verdicts
from ovkk_core.consents.kinds import ConsentChannel, ConsentState, ConsentWay, SuppressionReason
from ovkk_core.consents.models import Consent, Preference, Suppression, Wording
from ovkk_core.consents.preferring import preference_of, save_preference, themes
from ovkk_core.consents.purposes import INVITATIONS, MEMBERSHIP, NEWSLETTER, purpose_named, purposes, purposes_to_choose
from ovkk_core.consents.suppressing import (
    is_suppressed,
    lift,
    suppress,
    suppressed_among,
    suppressed_digest,
    suppression_of,
    usable,
)
from ovkk_core.consents.tokens import unsubscribe_url, unsubscribe_urls
from ovkk_core.consents.unsubscribing import unsubscribe
from ovkk_core.consents.wordings import wording_shown, wording_text, write_wording

__all__ = [
    "INVITATIONS",
    "MEMBERSHIP",
    "NEWSLETTER",
    "Consent",
    "ConsentChannel",
    "ConsentState",
    "ConsentWay",
    "InterestsForm",
    "Panel",
    "Preference",
    "PreferencesForm",
    "Suppression",
    "SuppressionReason",
    "Verdict",
    "Wording",
    "ask",
    "consented",
    "consents_of",
    "give",
    "is_suppressed",
    "left_since",
    "lift",
    "may_write_to",
    "panel_of",
    "preference_of",
    "purpose_named",
    "purposes",
    "purposes_to_choose",
    "refused",
    "save_preference",
    "save_preferences",
    "suppress",
    "suppressed_among",
    "suppressed_digest",
    "suppression_of",
    "themes",
    "unsubscribe",
    "unsubscribe_url",
    "unsubscribe_urls",
    "usable",
    "verdicts",
    "withdraw",
    "wording_shown",
    "wording_text",
    "write_wording",
]
