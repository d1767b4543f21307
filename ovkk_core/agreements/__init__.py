"""Calendar feeds by agreement and by person: a token each, filters, a preview, and what was fetched."""

from ovkk_core.agreements.choices import Places
from ovkk_core.agreements.fetching import last_fetches
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.own_feeds import KINDS as OWN_KINDS
from ovkk_core.agreements.own_feeds import make as make_own_feed
from ovkk_core.agreements.tokens import give as give_token
from ovkk_core.agreements.tokens import take_back as take_tokens_back
from ovkk_core.agreements.tokens import working_tokens

__all__ = [
    "OWN_KINDS",
    "FeedAgreement",
    "Places",
    "give_token",
    "last_fetches",
    "make_own_feed",
    "take_tokens_back",
    "working_tokens",
]
