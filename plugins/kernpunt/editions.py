"""Makes and finds editions; their dates of contribution and publication stand in the calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import peewee

from ovkk_core.audiences import Audience, Snapshot
from ovkk_core.calendars import Event, EventStatus, local, publish_event, save_event, withdraw_event
from ovkk_core.clock import now
from ovkk_core.database import lock, slug, transaction
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import actor
from ovkk_core.registry import setting
from plugins.kernpunt.models import Edition, EditionState, Section, Variant

OWNER = "kernpunt"
PAGE = "/kernpunt"
SECTIONS = ("Van de vereniging", "Dorpenschouw", "Uit de dorpen", "Subsidies en regelingen", "Agenda")
FIRST_LOOK_BACK = timedelta(days=90)  # of the first edition, which has none before it


@dataclass(frozen=True)
class EditionPlan:
    """What an editor decides about an edition; ``publishes_at`` is aware."""

    title: str
    deadline: date
    publishes_at: datetime
    intro: str = ""


def newsletter_title() -> str:
    """Give the name of the newsletter."""
    return setting("kernpunt.title")


def save_edition(plan: EditionPlan, edition: Edition | None = None) -> Edition:
    """Store a new or changed edition with its dates in the calendar; a new one has the variants of the one before.

    Raises ``BadInputError`` for dates that cannot be, and when the edition is on its way already.
    """
    if plan.deadline > local(plan.publishes_at).date():
        raise BadInputError("De bijdragen moeten binnen zijn voordat het nummer verschijnt. Kies een eerdere dag.")
    if set("{}") & set(plan.title + plan.intro):
        raise BadInputError("Accolades { } kunnen niet in titel of inleiding staan. Gebruik haakjes.")
    with transaction():
        lock("kernpunt.edition")
        new = edition is None
        if edition is None and plan.publishes_at <= now():
            raise BadInputError("Een nieuw nummer verschijnt in de toekomst. Kies een latere dag.")
        edition = edition or Edition(slug=_unused_slug(plan.title))
        touch(edition)
        edition.title, edition.intro = plan.title, plan.intro
        edition.deadline, edition.publishes_at = plan.deadline, plan.publishes_at
        set_dates(edition)
        edition.save()
        if new:
            seed_sections()
            _add_variants(edition)
    return edition


def set_dates(edition: Edition) -> None:
    """Put the two dates of the edition in the calendar, or move them there, in the caller's transaction."""
    appears = local(edition.publishes_at).date()
    edition.publication = _dated(edition.publication, f"{edition.title} verschijnt", appears)
    edition.contribution = _dated(edition.contribution, f"Bijdragen voor {edition.title} inleveren", edition.deadline)


def touch(edition: Edition) -> None:
    """Note that somebody changes the edition, which takes its approval away; refuse when it is on its way."""
    if not edition.changeable:
        raise BadInputError("Dit nummer is ingepland of verstuurd en verandert niet meer.")
    edition.state, edition.approved_by, edition.approved_at = EditionState.DRAFT, "", None
    edition.writer = actor()


def delete_edition(edition: Edition) -> None:
    """Take away an edition that nobody got, and its dates; raises ``BadInputError`` for one on its way or sent."""
    with transaction():
        touch(edition)
        for event in (edition.publication, edition.contribution):
            if event:
                withdraw_event(event)
        edition.delete_instance()


def edition_by_id(number: int) -> Edition:
    """Give an edition in any state; raises ``NotFoundError``."""
    found = Edition.get_or_none(Edition.id == number)
    if found is None:
        raise NotFoundError("Dit nummer bestaat niet (meer). Kies er een in het overzicht.")
    edition: Edition = found
    return edition


def variants_of(edition: Edition) -> list[Variant]:
    """Give the variants with their audiences, in order."""
    rows = Variant.select(Variant, Audience, Snapshot, Edition).join(Audience).switch(Variant)
    rows = rows.join(Snapshot, peewee.JOIN.LEFT_OUTER).switch(Variant).join(Edition).where(Variant.edition == edition)
    return list(rows.order_by(Variant.place, Variant.id))


def since_of(edition: Edition) -> datetime:
    """Give when the edition before this one appeared."""
    decided = Edition.state.in_([EditionState.SCHEDULED, EditionState.SENT])
    earlier = Edition.select().where(decided, Edition.publishes_at < edition.publishes_at, Edition.id != edition.id)
    last = earlier.order_by(Edition.publishes_at.desc()).first()
    return last.publishes_at if last else edition.publishes_at - FIRST_LOOK_BACK


def seed_sections() -> None:
    """Add the sections that every newsletter begins with, when there are none."""
    if not Section.select().exists():
        for place, title in enumerate(SECTIONS, 1):
            Section.create(title=title, place=place * 10)


def _add_variants(edition: Edition) -> None:
    before = Edition.select().where(Edition.id != edition.id).order_by(Edition.publishes_at.desc()).first()
    if before:
        audiences = [(variant.audience, variant.included) for variant in variants_of(before)]
    else:
        audiences = [(one, True) for one in Audience.select().where(Audience.standard).order_by(Audience.id)]
    for place, (audience, included) in enumerate(audiences):
        Variant.create(edition=edition, audience=audience, place=place, subject=edition.title, included=included)


def _dated(event: Event | None, title: str, day: date) -> Event:
    """Give the event of a whole day that the calendar shows for this date."""
    event = event or Event(owner=OWNER, kind="date", page=PAGE, categories=["Nieuwsbrief"])
    event.title, event.first_day, event.last_day = title, day, day
    saved = save_event(event)
    return saved if saved.status is EventStatus.PUBLISHED else publish_event(saved)


def _unused_slug(title: str) -> str:
    base = slug(title)[:80] or "nummer"
    taken = {found for (found,) in Edition.select(Edition.slug).tuples()} | {"feed"}
    return next(name for number in range(1, len(taken) + 2) if (name := _numbered(base, number)) not in taken)


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"
