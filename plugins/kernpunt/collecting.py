"""Assembles an edition: asks every room what is worth telling each audience, and leaves out what it was told before."""

from dataclasses import dataclass, field

from ovkk_core.audiences import Audience
from ovkk_core.calendars import Event
from ovkk_core.database import lock, transaction
from ovkk_core.hookspecs import NewsletterItem
from ovkk_core.registry import registry
from plugins.kernpunt.editions import OWNER, since_of, touch, variants_of
from plugins.kernpunt.models import Edition, Item, ItemAudience, LedgerEntry, Section

LONGEST_TITLE = 150


@dataclass
class Offer:
    """What a room offers, and for which audiences."""

    room: str
    item: NewsletterItem
    audiences: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Harvest:
    """What assembling brought: how many items are new, renewed, and offered no more."""

    added: int
    renewed: int
    gone: int


def assemble(edition: Edition) -> Harvest:
    """Put in the edition what the rooms offer now; what the editor changed, moved or left out stays so.

    Do it outside a transaction: rooms answer over connections of their own. Raises ``BadInputError`` when the edition
    is on its way already.
    """
    offers = offered(edition)
    with transaction():
        lock(f"kernpunt.edition.{edition.id}")
        edition = Edition.get_by_id(edition.id)
        touch(edition)
        edition.save()
        known = {item.key: item for item in Item.select().where(Item.edition == edition, Item.source != "")}
        sections = {section.title: section for section in Section.select().order_by(Section.place, Section.id)}
        new = [offer for key, offer in offers.items() if key not in known]
        for place, offer in enumerate(sorted(new, key=_order), _last_place(edition) + 1):
            _add(edition, offer, sections, place)
        renewed = sum(_renew(item, offers[key]) for key, item in known.items() if key in offers)
        gone = sum(_mark_gone(item, key not in offers) for key, item in known.items())
    return Harvest(len(new), renewed, gone)


def offered(edition: Edition) -> dict[str, Offer]:
    """Give what the rooms offer by key, for the audiences that were not told of it in another edition."""
    own = {event.uid for event in (edition.publication, edition.contribution) if event} | _own_uids()
    found: dict[str, Offer] = {}
    since = since_of(edition)
    for variant in variants_of(edition):
        told = told_to(variant.audience, edition)
        asked = registry.ask("newsletter_items", audience=variant.audience, since=since, until=edition.publishes_at)
        for room, item in asked:
            if item.key in told or item.key in own:
                continue
            offer = found.setdefault(item.key, Offer(room, item))
            offer.room, offer.item = room, item  # rooms answer core first: who knows more comes later
            offer.audiences.add(variant.audience.id)
    return found


def told_to(audience: Audience, edition: Edition) -> set[str]:
    """Give the keys of what ``audience`` was told of in other editions."""
    rows = LedgerEntry.select(LedgerEntry.key).where(LedgerEntry.audience == audience, LedgerEntry.edition != edition)
    return {key for (key,) in rows.tuples()}


def _own_uids() -> set[str]:
    """Give the dates of the newsletter itself, which need no telling in it."""
    return {uid for (uid,) in Event.select(Event.uid).where(Event.owner == OWNER).tuples()}


def _order(offer: Offer) -> tuple[str, str]:
    return (offer.item.day.isoformat() if offer.item.day else "", offer.item.title)


def _last_place(edition: Edition) -> int:
    last = Item.select(Item.place).where(Item.edition == edition).order_by(Item.place.desc()).first()
    return last.place if last else 0


def _add(edition: Edition, offer: Offer, sections: dict[str, Section], place: int) -> None:
    item = Item(edition=edition, source=offer.room, key=offer.item.key, place=place, day=offer.item.day)
    item.section = sections.get(offer.item.section) or next(iter(sections.values()))
    item.address = offer.item.address
    item.title, item.text = item.offered_title, item.offered_text = _texts(offer)
    item.save()
    for audience in sorted(offer.audiences):
        ItemAudience.create(item=item, audience=audience)


def _renew(item: Item, offer: Offer) -> bool:
    """Take over what the room says now, unless the editor wrote something else."""
    title, text = _texts(offer)
    if (title, text, offer.item.address) == (item.offered_title, item.offered_text, item.address):
        return False
    if not item.rewritten:
        item.title, item.text = title, text
    item.offered_title, item.offered_text, item.address = title, text, offer.item.address
    item.save()
    return True


def _mark_gone(item: Item, gone: bool) -> bool:
    if item.gone != gone:
        item.gone = gone
        item.save()
        return gone
    return False


def _texts(offer: Offer) -> tuple[str, str]:
    """Give title and text as they can stand in a mail: in one line, and without braces, which are placeholders."""
    title = " ".join(offer.item.title.split())[:LONGEST_TITLE].strip()
    text = offer.item.text.replace("\r\n", "\n").strip()
    return (without_braces(title), without_braces(text))


def without_braces(text: str) -> str:
    """Give ``text`` with parentheses for braces, which in a mail would be placeholders."""
    return text.replace("{", "(").replace("}", ")")
