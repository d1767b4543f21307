"""The closed sets of planning in words."""

from typing import Any

from flask_babel import lazy_gettext as _l

from ovkk_core.mail import MailState
from ovkk_core.planning.clashing import Weight
from ovkk_core.planning.models import Choice


def choice_words() -> dict[Choice, Any]:
    """Give what somebody can say."""
    return {Choice.YES: _l("yes"), Choice.IF_NEED_BE: _l("if need be"), Choice.NO: _l("no")}


def weight_words() -> dict[Weight, Any]:
    """Give how bad a clash is."""
    return {Weight.AVOID: _l("better not"), Weight.CAREFUL: _l("be careful"), Weight.NOTICE: _l("good to know")}


def mail_words() -> dict[MailState, Any]:
    """Give the states of a mail."""
    return {
        MailState.QUEUED: _l("waits to be sent"),
        MailState.CLAIMED: _l("is being sent"),
        MailState.SENT: _l("sent"),
        MailState.DEFERRED: _l("will be tried again"),
        MailState.FAILED: _l("failed"),
        MailState.DOUBT: _l("perhaps arrived; will be tried again"),
        MailState.HELD: _l("held back: somebody in it was erased"),
        MailState.DROPPED: _l("not sent: no longer wanted"),
    }
