"""What personal pages ask attention for."""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from ovkk_core.accounts import User, may
from ovkk_core.hookspecs import TodoItem
from ovkk_core.personal.declarations import WRITE
from ovkk_core.personal.erasing import open_erasure_requests
from ovkk_core.personal.handing import waiting

SCREEN = "/beheer/persoonlijke-paginas/"
CHANGES = "/beheer/bestuurswissels/"
ANSWER_WITHIN = timedelta(days=30)  # one month (AVG 12(3))


def todos(user: User) -> list[TodoItem]:
    """Ask who may to decide about requests and to look at what was done by personal links."""
    requests, changes = open_erasure_requests(), waiting()
    if not (requests or changes) or not may(WRITE, user):
        return []
    items = []
    if requests:
        words = ngettext("%(num)s person asks to be erased", "%(num)s people ask to be erased", len(requests))
        due = requests[0].asked_at.date() + ANSWER_WITHIN
        items.append(TodoItem(words, SCREEN, _("Decide"), due))
    if changes:
        words = ngettext(
            "%(num)s change of a board by a personal link", "%(num)s changes of boards by personal links", len(changes)
        )
        items.append(TodoItem(words, CHANGES, _("Look at it")))
    return items
