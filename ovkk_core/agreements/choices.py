"""What can be agreed about a feed, and who may agree it."""

from datetime import timedelta
from enum import Enum

from flask_babel import lazy_gettext as _l

from ovkk_core.hookspecs import Permission

OVERLAP = timedelta(days=14)  # an old address works this long beside its successor
SILENCE = timedelta(days=14)

PERMISSIONS = (
    Permission("agreements.read", "Agenda-afspraken bekijken", frozenset({"redacteur", "coordinator"})),
    Permission("agreements.write", "Agenda-afspraken maken en wijzigen", frozenset({"coordinator"})),
)


class Places(Enum):
    """Of which places an agreement has the events."""

    ALL = "all"
    MUNICIPALITIES = "municipalities"
    ORGANISATION = "organisation"
    PERSON = "person"


class Cancelling(Enum):
    """What a feed does with a cancelled event."""

    AT_ONCE = "at_once"
    TITLE_FIRST = "title_first"
    LEAVE_OUT = "leave_out"


class Vanishing(Enum):
    """What a feed does with an event that was withdrawn, or whose plugin was switched off."""

    HIDE = "hide"
    CANCEL = "cancel"


class State(Enum):
    """How an agreement is doing."""

    WAITING = "waiting"
    GIVEN = "given"
    WORKING = "working"
    SILENT = "silent"
    LEAKED = "leaked"
    NOBODY = "nobody"
    ENDED = "ended"


LIVE = frozenset({State.GIVEN, State.WORKING, State.SILENT})
PLACES = {
    Places.ALL: _l("Everywhere"),
    Places.MUNICIPALITIES: _l("In the municipalities ticked below"),
    Places.ORGANISATION: _l("In the villages or the municipality of the contact's organisation"),
    Places.PERSON: _l("In the villages and municipalities of everything the contact is active for now"),
}
CANCELLING = {
    Cancelling.AT_ONCE: _l("Say at once that it is cancelled; after 60 days, and once its date is over, it goes"),
    Cancelling.TITLE_FIRST: _l(
        "First put “VERVALLEN:” before the title for 7 days, then say that it is cancelled, as above"
    ),
    Cancelling.LEAVE_OUT: _l("Leave it out: only what goes on. Some programs then keep showing the old entry"),
}
VANISHING = {
    Vanishing.HIDE: _l("It disappears, and comes back as the same entry"),
    Vanishing.CANCEL: _l("Treat it as cancelled; it comes back as the same entry"),
}
STATES = {
    State.WAITING: (_l("no address given yet"), "quiet"),
    State.GIVEN: (_l("address given, not fetched yet"), "quiet"),
    State.WORKING: (_l("in use"), "good"),
    State.SILENT: (_l("silent for 14 days"), "warn"),
    State.LEAKED: (_l("address was used without protection"), "bad"),
    State.NOBODY: (_l("contact has left"), "bad"),
    State.ENDED: (_l("ended"), "quiet"),
}
