"""The states of a mailing and the parts of its results, in words."""

from flask_babel import gettext as _

from ovkk_core.mailings.models import Mailing, MailingState


def badge_of(mailing: Mailing) -> tuple[str, str]:
    """Give the state in words, and the kind of badge to show it in."""
    return {
        MailingState.DRAFT: (_("draft"), "quiet"),
        MailingState.IN_REVIEW: (_("waits for approval"), "warn"),
        MailingState.APPROVED: (_("approved"), "good"),
        MailingState.SCHEDULED: (_("scheduled"), "good"),
        MailingState.SENDING: (_("being sent"), "good"),
        MailingState.PAUSED: (_("paused"), "warn"),
        MailingState.SENT: (_("sent"), "good"),
        MailingState.STOPPED: (_("stopped"), "bad"),
    }[mailing.state]


def parts_of() -> list[tuple[str, str]]:
    """Give the parts into which the results can be divided, as (word in the address, words)."""
    return [
        ("", _("everybody")),
        ("verstuurd", _("sent")),
        ("wacht", _("waiting")),
        ("mislukt", _("failed or uncertain")),
        ("niet-verstuurd", _("taken out of the queue")),
        ("brief", _("by letter")),
        ("niemand", _("nothing")),
    ]
