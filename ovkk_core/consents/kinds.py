"""The closed sets of consents, with the words for each member in ``label``."""

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l


class Labelled(Enum):
    """An enum whose members have a translated ``label``."""

    @property
    def label(self) -> Any:
        """The words for people, in the language of the request."""
        return LABELS[self]


class ConsentState(Labelled):
    """How it stands: we asked and wait for the answer, it was given, or it was withdrawn."""

    ASKED = "asked"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class ConsentChannel(Labelled):
    """By what means we may reach somebody for a purpose (PRIV-1)."""

    EMAIL = "email"


class ConsentWay(Labelled):
    """How a consent was given or withdrawn."""

    SITE = "site"
    LINK = "link"
    PERSONAL_PAGE = "personal_page"
    SPOKEN = "spoken"
    WRITTEN = "written"
    REPLY = "reply"
    COMPLAINT = "complaint"
    IMPORT = "import"
    DEMO = "demo"


class SuppressionReason(Labelled):
    """Why no mail goes to an address any more."""

    ASKED = "asked"
    BOUNCED = "bounced"
    COMPLAINT = "complaint"
    ERASED = "erased"
    BY_HAND = "by_hand"


LABELS: dict[Labelled, Any] = {
    ConsentState.ASKED: _l("asked, not yet answered"),
    ConsentState.GIVEN: _l("given"),
    ConsentState.WITHDRAWN: _l("withdrawn"),
    ConsentChannel.EMAIL: _l("by e-mail"),
    ConsentWay.SITE: _l("on the website, confirmed by mail"),
    ConsentWay.LINK: _l("by the link in a mail"),
    ConsentWay.PERSONAL_PAGE: _l("on their own page"),
    ConsentWay.SPOKEN: _l("in a conversation"),
    ConsentWay.WRITTEN: _l("on paper or by mail"),
    ConsentWay.REPLY: _l("in an answer to a mail"),
    ConsentWay.COMPLAINT: _l("by marking a mail as spam"),
    ConsentWay.IMPORT: _l("in a file that was read in"),
    ConsentWay.DEMO: _l("invented for the demonstration"),
    SuppressionReason.ASKED: _l("asked never to be mailed again"),
    SuppressionReason.BOUNCED: _l("mail does not arrive there"),
    SuppressionReason.COMPLAINT: _l("marked our mail as spam"),
    SuppressionReason.ERASED: _l("was erased on request"),
    SuppressionReason.BY_HAND: _l("put on the list by hand"),
}
