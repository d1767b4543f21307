"""The placing register: what was offered to outlets of others, ready to copy, and where it was placed."""

from dataclasses import dataclass
from datetime import date

import peewee
from flask import current_app

from ovkk_core.clock import today
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.files import File, file_url
from ovkk_core.history import actor, audit
from plugins.kernpunt.content import public_items
from plugins.kernpunt.editing import WEB_ADDRESS
from plugins.kernpunt.editions import PAGE
from plugins.kernpunt.models import Edition, EditionState, Item, Outlet, Placing
from plugins.kernpunt.texts import shortened

SITE, MUNICIPAL, PAPER = 900, 500, 300
BETWEEN = "\n\n"
OUTLETS = (
    ("Samen voor Elkaar Overijssel", SITE, True, "Log in op de site en plaats het bericht bij 'Nieuws'."),
    ("Gemeentepagina", MUNICIPAL, False, "Mail de tekst aan de communicatieafdeling van de gemeente."),
    ("Huis-aan-huisblad", PAPER, True, "Mail tekst en foto aan de redactie, uiterlijk maandag 12.00 uur."),
)


@dataclass(frozen=True)
class Pack:
    """An item ready to hand over to an outlet: what to copy, and what became of it."""

    item: Item
    outlet: Outlet
    text: str
    link: str
    picture: File | None
    picture_address: str
    placing: Placing | None


def seed_outlets() -> None:
    """Add the outlets that every association begins with, when there are none."""
    if not Outlet.select().exists():
        for name, characters, wants_picture, note in OUTLETS:
            Outlet.create(name=name, characters=characters, wants_picture=wants_picture, note=note)


def packs(edition: Edition, outlet: Outlet) -> list[Pack]:
    """Give what everybody may read of ``edition``, cut for ``outlet``."""
    placed = {
        p.item_id: p for p in Placing.select().join(Item).where(Item.edition == edition, Placing.outlet == outlet)
    }
    return [_pack(item, outlet, placed.get(item.id)) for item in public_items(edition)]


def outlets(edition: Edition) -> list[tuple[Outlet, int]]:
    """Give the outlets in use, and others where something of ``edition`` was placed; with how much was."""
    mine = Placing.select(Placing.outlet, peewee.fn.COUNT(Placing.id)).join(Item).where(Item.edition == edition)
    counts = dict(mine.group_by(Placing.outlet).tuples())
    rows = Outlet.select().where(Outlet.active | Outlet.id.in_(list(counts))).order_by(Outlet.name, Outlet.id)
    return [(outlet, counts.get(outlet.id, 0)) for outlet in rows]


def outlet_by_id(number: int) -> Outlet:
    """Give an outlet; raises ``NotFoundError``."""
    found = Outlet.get_or_none(Outlet.id == number)
    if found is None:
        raise NotFoundError("Dit kanaal bestaat niet (meer). Kies een ander.")
    outlet: Outlet = found
    return outlet


def place(item: Item, outlet: Outlet, address: str, day: date) -> Placing:
    """Write down that ``outlet`` placed ``item`` on ``day``, at ``address`` or on paper; again changes that.

    Raises ``BadInputError`` for an address that is none, a day to come, or an edition that is not decided on yet.
    """
    if address and not (WEB_ADDRESS.fullmatch(address) and not address.startswith("/")):
        raise BadInputError("Geef een heel webadres dat met https:// begint, of laat het leeg voor papier.")
    if day > today():
        raise BadInputError("Deze dag komt nog. Vul in wanneer het is geplaatst.")
    if item.edition.state is EditionState.DRAFT:
        raise BadInputError("Dit nummer is nog niet goedgekeurd. Bied pas daarna berichten aan anderen aan.")
    with transaction():
        lock(f"kernpunt.placing.{item.id}")
        placing = Placing.get_or_none(item=item, outlet=outlet) or Placing(item=item, outlet=outlet)
        placing.address, placing.placed_on, placing.placed_by = address, day, actor()
        placing.save()
        audit("kernpunt.place", "item", item.id)
    return placing


def unplace(item: Item, outlet: Outlet) -> None:
    """Take back that it was placed."""
    for placing in Placing.select().where(Placing.item == item, Placing.outlet == outlet):
        placing.delete_instance()


def _pack(item: Item, outlet: Outlet, placing: Placing | None) -> Pack:
    site = current_app.config["OVKK"].base_url
    own = f"{site}{PAGE}/{item.edition.slug}#bericht-{item.id}"
    link = f"{site}{item.address}" if item.address.startswith("/") else item.address or own
    picture = item.picture if outlet.wants_picture and item.picture and item.picture.public else None
    room = max(outlet.characters - len(item.title) - len(link) - len(BETWEEN) * 2, 40)
    text = BETWEEN.join((item.title, shortened(item.text, room), link))
    return Pack(item, outlet, text, link, picture, file_url(picture) if picture else "", placing)
