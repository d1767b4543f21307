"""What personal pages ask attention for."""

from datetime import timedelta
from typing import Any

import peewee
from flask_babel import gettext as _
from flask_babel import ngettext

from ovkk_core.accounts import User, may
from ovkk_core.clock import today
from ovkk_core.hookspecs import TodoItem
from ovkk_core.personal.declarations import WRITE
from ovkk_core.personal.erasing import open_erasure_requests
from ovkk_core.personal.handing import waiting
from ovkk_core.personal.kinds import CheckState
from ovkk_core.personal.models import CheckItem, CheckRound

SCREEN = "/beheer/persoonlijke-paginas/"
ROUNDS = "/beheer/klopt-dit-nog/"
RECENT = timedelta(days=60)
CHANGES = "/beheer/bestuurswissels/"
ANSWER_WITHIN = timedelta(days=30)  # one month (AVG 12(3))


def todos(user: User) -> list[TodoItem]:
    """Ask who may to decide about requests and to look at what was done by personal links."""
    requests, changes, rounds = open_erasure_requests(), waiting(), _rounds()
    if not (requests or changes or rounds) or not may(WRITE, user):
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
    return [*items, *rounds]


def _rounds() -> list[TodoItem]:
    """Ask to call who has no address for mail, and who stayed silent in a round of the last two months."""
    recent = (CheckRound.closes_on >= today() - RECENT) & CheckRound.sent_at.is_null(False)
    unasked = (CheckItem.state == CheckState.OPEN) & CheckItem.mailed_at.is_null()
    missing = unasked | (CheckItem.state == CheckState.SILENT)
    number = peewee.fn.COUNT(CheckItem.id)
    query: Any = CheckRound.select(CheckRound, number.alias("missing")).join(CheckItem).where(recent, missing)
    return [
        TodoItem(
            ngettext(
                "%(num)s contact to call for “%(name)s”",
                "%(num)s contacts to call for “%(name)s”",
                one.missing,
                name=str(one),
            ),
            f"{ROUNDS}{one.id}/" + ("" if one.open else "?stand=silent"),
            _("Call them"),
        )
        for one in query.group_by(CheckRound).order_by(CheckRound.id)
    ]
