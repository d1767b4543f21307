"""Personal links: 256 random bits in the mail, a hash in the database."""

from datetime import timedelta

from flask import current_app

from ovkk_core.clock import today
from ovkk_core.errors import NotFoundError
from ovkk_core.planning.models import DatePoll, PollGuest, PollLink
from ovkk_core.tokens import hash_token, new_token

READABLE = timedelta(days=30)  # after the last day to answer, a link still shows what came of it


def new_link(guest: PollGuest) -> str:
    """Make another link for ``guest`` and give its whole address; earlier ones keep working."""
    token = new_token()
    PollLink.create(token_hash=hash_token(token), guest=guest)
    return f"{current_app.config['OVKK'].base_url}/u/datum/{token}"


def guest_of(token: str) -> PollGuest:
    """Give whose link this is, with the poll; raise the same :class:`NotFoundError` for unknown and expired ones."""
    guest = (
        PollGuest.select(PollGuest, DatePoll)
        .join(DatePoll)
        .switch(PollGuest)
        .join(PollLink)
        .where(PollLink.token_hash == hash_token(token), DatePoll.closes_on >= today() - READABLE)
        .first()
    )
    if guest is None:
        raise NotFoundError("Deze link werkt niet, of niet meer. Vraag de afzender van de mail om een nieuwe.")
    return guest
