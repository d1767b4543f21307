"""The words for how a mail stands."""

from flask_babel import lazy_gettext as _l

from ovkk_core.mail.models import MailState

STATES = {
    MailState.QUEUED: _l("waiting"),
    MailState.CLAIMED: _l("being sent"),
    MailState.SENT: _l("sent"),
    MailState.DEFERRED: _l("tried again later"),
    MailState.FAILED: _l("failed"),
    MailState.DOUBT: _l("uncertain whether it arrived"),
    MailState.HELD: _l("held back: somebody in it was erased"),
    MailState.DROPPED: _l("not sent: no longer wanted"),
}
