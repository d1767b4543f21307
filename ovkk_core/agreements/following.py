"""How agreements are doing: in use, silent, without a contact; and who has to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee
from flask_babel import force_locale
from markupsafe import Markup

from ovkk_core.accounts import User, may
from ovkk_core.agreements.choices import LIVE, SILENCE, State
from ovkk_core.agreements.fetching import last_fetches
from ovkk_core.agreements.models import FeedAgreement, Fetch
from ovkk_core.agreements.tokens import current_since, last_leaked
from ovkk_core.calendars.models import RenderedFeed
from ovkk_core.clock import now
from ovkk_core.contacts import Organisation, Person, Position, mail_address, salutation_for
from ovkk_core.hookspecs import Impact, TodoItem
from ovkk_core.mail import queue_mail
from ovkk_core.registry import registry
from ovkk_core.web import day

SCREEN = "/beheer/agenda-afspraken/"


@dataclass(frozen=True)
class Standing:
    """An agreement with how it does; ``since`` is when its newest working address was given out, if any works."""

    agreement: FeedAgreement
    state: State
    fetch: Fetch | None
    since: datetime | None


def standings() -> list[Standing]:
    """Give every agreement by name, in a constant number of questions."""
    agreements = list(with_contacts().order_by(FeedAgreement.name, FeedAgreement.id))
    fetches = last_fetches([one.id for one in agreements])
    given, leaked = current_since(), last_leaked()
    return [_standing(one, fetches.get(one.id), given.get(one.id), one.id in leaked) for one in agreements]


def standing_of(agreement: FeedAgreement) -> Standing:
    """Give how one does."""
    fetch, since = last_fetches([agreement.id]).get(agreement.id), current_since().get(agreement.id)
    return _standing(agreement, fetch, since, agreement.id in last_leaked())


def with_contacts() -> peewee.ModelSelect:
    """Give agreements with position, organisation and person in the same query."""
    return (
        FeedAgreement.select(FeedAgreement, Position, Organisation, Person)
        .join(Position)
        .join(Organisation)
        .switch(Position)
        .join(Person, peewee.JOIN.LEFT_OUTER, on=Position.person)
    )


def warn_of_silence() -> None:
    """Write once per silence to the contact of each agreement that nobody fetched for 14 days."""
    with force_locale("nl"):
        for one in standings():
            if one.state is State.SILENT:
                _warn(one)


def heard(one: Standing) -> datetime:
    """Give when the feed was last fetched, or else given out."""
    moments = (one.fetch.last_at if one.fetch else None, one.since)
    return max(moment for moment in moments if moment)


def forget_ended() -> None:
    """Remove the written texts of agreements that are over."""
    keys = [one.agreement.key for one in standings() if one.state in {State.ENDED, State.NOBODY}]
    if keys:
        RenderedFeed.delete().where(RenderedFeed.feed.in_(keys)).execute()


def todos(user: User) -> Sequence[TodoItem]:
    """Ask who keeps agreements to look at those that are silent, or lost their address or their contact."""
    if not may("agreements.write", user):
        return []
    words = {
        State.SILENT: "De agenda '{}' is 14 dagen niet opgehaald: bel de contactpersoon",
        State.LEAKED: "Het adres van de agenda '{}' is onbeveiligd opgevraagd en ingetrokken: geef een nieuw adres",
        State.NOBODY: "De agenda '{}' werkt niet meer: de contactpersoon heeft die functie niet meer",
    }
    return [
        TodoItem(words[one.state].format(one.agreement), f"{SCREEN}{one.agreement.id}/", "Bekijk de afspraak")
        for one in standings()
        if one.state in words
    ]


def impact(plugin: str) -> Sequence[Impact]:
    """Say how many partners miss events of ``plugin`` when it is off."""
    if not any(name == plugin for name, _spec in registry.collect("register_calendars")):
        return []
    count = sum(
        one.state in LIVE and (not one.agreement.activities or plugin in one.agreement.activities)
        for one in standings()
    )
    return [Impact(count, "agenda's van partners waarin deze activiteiten staan")] if count else []


def _warn(one: Standing) -> None:
    recipient, last = mail_address(one.agreement.contact), heard(one)
    if not recipient:
        return
    values: dict[str, str | Markup] = {
        "salutation": salutation_for(one.agreement.contact),
        "calendar": str(one.agreement),
        "since": day(last),
    }
    queue_mail("agreements.silent", recipient, values, key=f"agreements.silent:{one.agreement.id}:{last:%Y-%m-%d}")


def _standing(agreement: FeedAgreement, fetch: Fetch | None, since: datetime | None, leaked: bool) -> Standing:
    return Standing(agreement, _state(agreement, fetch, since, leaked), fetch, since)


def _state(agreement: FeedAgreement, fetch: Fetch | None, since: datetime | None, leaked: bool) -> State:
    if agreement.ended:
        return State.ENDED
    if agreement.left:
        return State.NOBODY
    if since is None:
        return State.LEAKED if leaked else State.WAITING
    last: Any = max(since, fetch.last_at) if fetch else since
    if now() - last >= SILENCE:
        return State.SILENT
    return State.WORKING if fetch else State.GIVEN
