"""Contributions of others: what they deliver for an edition, and a reminder before the last day."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app

from ovkk_core.accounts import User, may
from ovkk_core.clock import today
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import actor
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail import Recipient, queue_mail
from ovkk_core.registry import setting
from ovkk_core.web import day
from plugins.kernpunt.declarations import CONTRIBUTE
from plugins.kernpunt.editing import ItemPlan, save_item
from plugins.kernpunt.editions import newsletter_title, variants_of
from plugins.kernpunt.models import Edition, EditionState, Item, Section

ADDRESS = "/beheer/kernpunt-bijdragen/"
REMINDER = MailKind(
    name="kernpunt.reminder",
    title="Herinnering aan bijdragen voor de nieuwsbrief",
    template="kernpunt/mail/reminder",
    placeholders={
        "name": "naam van wie bijdraagt",
        "newsletter": "naam van de nieuwsbrief",
        "edition": "titel van het nummer",
        "deadline": "uiterste dag",
        "page": "webadres om de bijdrage in te leveren",
    },
    sample={
        "name": "Anja van Dijk",
        "newsletter": "Kernpunt",
        "edition": "Kernpunt juni 2026",
        "deadline": "maandag 25 mei 2026",
        "page": "https://vereniging.example/beheer/kernpunt-bijdragen/",
    },
)


@dataclass(frozen=True)
class Contribution:
    """What somebody delivers."""

    section: Section
    title: str
    text: str
    address: str = ""


def open_editions() -> list[Edition]:
    """Give the editions for which contributions may still come, first deadline first."""
    rows = Edition.select().where(Edition.state == EditionState.DRAFT, Edition.deadline >= today())
    return list(rows.order_by(Edition.deadline, Edition.id))


def open_edition(number: int) -> Edition:
    """Give an edition for which contributions may still come; raises ``NotFoundError``."""
    found = next((edition for edition in open_editions() if edition.id == number), None)
    if found is None:
        raise NotFoundError("Voor dit nummer kunt u niets meer inleveren. Vraag het de redactie.")
    return found


def contribute(edition: Edition, given: Contribution) -> Item:
    """Put a contribution in the edition, for every audience; raises ``BadInputError`` when that is over."""
    with transaction():
        lock(f"kernpunt.edition.{edition.id}")
        if edition.deadline < today():
            raise BadInputError("De uiterste dag voor bijdragen is voorbij. Vraag het de redactie.")
        everybody = frozenset(variant.audience_id for variant in variants_of(edition))
        return save_item(edition, ItemPlan(given.section, given.title, given.text, given.address, everybody))


def own_contributions(edition: Edition) -> list[Item]:
    """Give what the present user delivered for ``edition``."""
    return list(Item.select().where(Item.edition == edition, Item.by == actor()).order_by(Item.id))


def remind() -> None:
    """Remind who may contribute, so many days before the last day as the setting says; each once, however often run."""
    for edition in open_editions():
        left = (edition.deadline - today()).days
        if left in days_before():
            for user in contributors():
                _remind(edition, user, left)


def days_before() -> set[int]:
    """Give how many days before the last day to remind; what is no number counts for nothing."""
    return {int(word) for word in setting("kernpunt.remind_days").split() if word.isdecimal()}


def contributors() -> Iterable[User]:
    """Give the active users who may contribute."""
    return [user for user in User.select().where(User.active).order_by(User.id) if may(CONTRIBUTE, user)]


def _remind(edition: Edition, user: User, left: int) -> None:
    values = {
        "name": user.name,
        "newsletter": newsletter_title(),
        "edition": edition.title,
        "deadline": day(edition.deadline),
        "page": f"{current_app.config['OVKK'].base_url}{ADDRESS}",
    }
    key = f"{REMINDER.name}:{edition.id}:{edition.deadline}:{left}:{user.id}"
    queue_mail(REMINDER.name, Recipient(user.email, user.name), values, key=key)
