"""Whom and what there are dossiers about, with the words for each kind in addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from ovkk_core.contacts import (
    ContactKind,
    Municipality,
    Organisation,
    Person,
    Position,
    Village,
    current_positions,
)
from ovkk_core.errors import NotFoundError
from ovkk_core.hookspecs import Subject
from ovkk_core.merging import kept_instead

LARGEST = 2**31


@dataclass(frozen=True)
class Kind:
    """A kind of dossier: its word in addresses, its table, and the screen on which its facts are kept."""

    word: str
    name: Literal["person", "organisation", "village", "municipality"]
    model: type[Any]
    screen: str
    merged: ContactKind | None = None


KINDS = {
    kind.word: kind
    for kind in (
        Kind("persoon", "person", Person, "contacts_person", ContactKind.PERSON),
        Kind("organisatie", "organisation", Organisation, "contacts_organisation", ContactKind.ORGANISATION),
        Kind("dorp", "village", Village, "contacts_village"),
        Kind("gemeente", "municipality", Municipality, "contacts_municipality"),
    )
}
WORDS = {kind.name: word for word, kind in KINDS.items()}


@dataclass(frozen=True)
class Found:
    """A record with its kind and what rooms are told about it."""

    kind: Kind
    record: Any
    subject: Subject

    @property
    def address(self) -> str:
        """The address of its dossier."""
        return f"/beheer/dossier/{self.kind.word}/{self.record.id}/"

    @property
    def public_address(self) -> str:
        """The address of its public page, "" without one."""
        paths = {"village": "dorpen", "municipality": "gemeenten"}
        return f"/{paths[self.kind.name]}/{self.record.slug}" if self.kind.name in paths else ""


def find(word: str, number: int) -> Found:
    """Give the record of a dossier; one that was merged is the one that was kept. Raises ``NotFoundError``."""
    kind = KINDS[word]
    record = kind.model.get_or_none(kind.model.id == number) if number < LARGEST else None
    if record is None and kind.merged and number < LARGEST:
        kept = kept_instead(kind.merged, number)
        record = kind.model.get_or_none(kind.model.id == kept) if kept else None
    if record is None:
        raise NotFoundError("Dit dossier bestaat niet (meer). Zoek het op naam.")
    return Found(kind, record, Subject(kind.name, record.id, frozenset(_addresses(kind, record))))


def _addresses(kind: Kind, record: Any) -> Iterable[str]:
    """Give the mail addresses of a contact: its own, and those of the positions it has now."""
    if kind.merged is None:
        return []
    field = Position.person if kind.name == "person" else Position.organisation
    own = current_positions().where(field == record.id)
    return {address for address in (record.email, *(position.email for position in own)) if address}
