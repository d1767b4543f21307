"""The page behind a personal link: who has the link answers, without an account and without JavaScript.

GET and HEAD change nothing, whatever fetches them (ITIP-8). The link is the secret that guards the form, so it needs
no token in a cookie; requests that a browser says come from another site are refused before they get here (SEC-5).
"""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import public
from ovkk_core.errors import BadInputError
from ovkk_core.planning import answering, tokens
from ovkk_core.planning.models import Choice, PollGuest, options_of
from ovkk_core.planning.words import choice_words
from ovkk_core.web import csrf, limiter

blueprint = Blueprint("planning", __name__)
PER_NETWORK = "60 per minute"


@blueprint.get("/u/datum/<token>")
@public
@limiter.limit(PER_NETWORK)
def poll(token: str) -> ResponseReturnValue:
    """Show the dates with what this guest said before."""
    guest = tokens.guest_of(token)
    return _page(token, guest, answering.choices_of(guest), guest.comment)


@blueprint.post("/u/datum/<token>")
@csrf.exempt
@public
@limiter.limit(PER_NETWORK)
def answer(token: str) -> ResponseReturnValue:
    """Store what this guest says; what cannot be stored comes back as it was filled in."""
    guest = tokens.guest_of(token)
    choices, comment = _given(), request.form.get("comment", "").strip()
    try:
        answering.answer(guest, choices, comment)
    except BadInputError as error:
        return _page(token, tokens.guest_of(token), choices, comment, str(error)), error.status
    return redirect(url_for(".poll", token=token, bewaard=1), 303)


def _given() -> dict[int, Choice]:
    """Read the answers; what makes no sense is left out."""
    known = {choice.value: choice for choice in Choice}
    fields = ((name.removeprefix("option-"), value) for name, value in request.form.items() if name[:7] == "option-")
    return {int(number): known[value] for number, value in fields if number.isdecimal() and value in known}


def _page(token: str, guest: PollGuest, choices: dict[int, Choice], comment: str, error: str = "") -> Any:
    return render_template(
        "planning/poll.html",
        token=token,
        guest=guest,
        poll=guest.poll,
        options=list(options_of(guest.poll)),
        choices=choices,
        comment=comment,
        error=error,
        saved="bewaard" in request.args and guest.answered_at is not None,
        choice_words=choice_words(),
        longest=answering.LONGEST_COMMENT,
    )
