"""Who may be in the books twice: one index of contacts, asked by entry, by import and by merging.

Nobody is compared with everybody. Candidates share an e-mail address, a telephone number, a KvK number, a name, or
a place in which a name is alike.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import peewee
from rapidfuzz import fuzz, process

from ovkk_core.contacts import likeness, names
from ovkk_core.contacts.models import Organisation, OrganisationVillage, Person, Position, Village
from ovkk_core.database import fold
from ovkk_core.keyed import KeyedNumbers, Texts

SAME_SHARED = 80  # with an address or number in common, a name may differ more
SHARED_BY_FEW = 3  # an address or number of more contacts than this, such as 14 0523, says nothing by itself
REPORTED = 60
CERTAIN = 95  # so alike are names with the village in them only when the rest is alike too
MOST = 10


class ContactKind(Enum):
    """Which of the two kinds of contact a duplicate is of."""

    PERSON = "person"
    ORGANISATION = "organisation"


ALIKE = {ContactKind.PERSON: 88, ContactKind.ORGANISATION: 90}  # from here on a name in one place is worth showing


@dataclass(frozen=True, slots=True)
class Match:
    """A contact that may be the same: ``score`` from 60 to 100, ``reasons`` in Dutch, the weightiest first."""

    kind: ContactKind
    id: int
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Details:
    """What a contact is compared by; everything as people write it, "" or () when not known."""

    id: int
    name: str
    email: str = ""
    phone: str = ""
    postcode: str = ""
    villages: tuple[str, ...] = ()
    kvk_number: str = ""
    other_name: str = ""


class DuplicateIndex:
    """The contacts of one kind, ready to be asked who is like a new one; a question costs about 0.1 ms.

    Build it once with :func:`person_index` or :func:`organisation_index`. ``add`` rows of a file too, with ids of
    your own choice such as negative row numbers, and rows within the file are found as well.
    """

    def __init__(self, kind: ContactKind) -> None:
        self.kind = kind
        self._ids = array("q")  # bare numbers, texts end to end: 100,000 contacts are many
        self._words = Texts()
        self._places: list[frozenset[str]] = []
        self._shared = KeyedNumbers()
        self._blocks: dict[tuple[str, str], tuple[Texts, array[int]]] = defaultdict(lambda: (Texts(), array("q")))
        self._known_places: dict[frozenset[str], frozenset[str]] = {}
        persons = kind is ContactKind.PERSON
        self._read = likeness.person_words if persons else likeness.organisation_words
        self._likeness = likeness.person_likeness if persons else likeness.organisation_likeness

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, details: Details) -> None:
        """Put a contact in the index, so that later questions may give it."""
        for name in filter(None, (details.name, details.other_name)) if details.other_name else (details.name,):
            at = len(self._ids)
            words = self._read(name)
            places = frozenset(map(fold, filter(None, details.villages)))
            self._ids.append(details.id)
            self._words.append(words)
            self._places.append(self._known_places.setdefault(places, places))
            for key in _keys(self.kind, details, words):
                self._shared.add(hash(key), at)
            if words:
                for place in places:
                    texts, rows = self._blocks[place, _letter(self.kind, words)]
                    texts.append(self._block_key(words, place))
                    rows.append(at)

    def matches(
        self,
        *,
        name: str = "",
        email: str = "",
        phone: str = "",
        postcode: str = "",
        village: str = "",
        kvk_number: str = "",
        but: int | None = None,
    ) -> list[Match]:
        """Give at most ten contacts that may be this one, the likeliest first; never the one with id ``but``.

        Values are as people write them: capitals, accents, spaces and ``0031`` do not matter.
        """
        villages = (village,) if village else ()
        return self.like(Details(but or 0, name, email, phone, postcode, villages, kvk_number), but=but)

    def like(self, details: Details, but: int | None = None) -> list[Match]:
        """Give the same as :meth:`matches` for ``details`` as a whole."""
        best: dict[int, Match] = {}
        for name in dict.fromkeys((details.name, details.other_name or details.name)):
            for match in self._found(details, self._read(name)):
                if match.id != but and (match.id not in best or best[match.id].score < match.score):
                    best[match.id] = match
        return sorted(best.values(), key=lambda match: (-match.score, match.id))[:MOST]

    def _found(self, details: Details, words: str) -> Iterator[Match]:
        evidence: dict[int, set[str]] = defaultdict(set)
        for key in _keys(self.kind, details, words):
            for at in self._telling(key[0], self._shared.all(hash(key)), words):
                evidence[at].add(key[0])
        places = frozenset(map(fold, filter(None, details.villages)))
        for place in places:
            for at in self._near(place, words):
                evidence[at].add("village")
        for at, what in evidence.items():
            if (match := self._judged(at, what, words, places)) is not None:
                yield match

    def _telling(self, what: str, rows: Sequence[int], words: str) -> Iterable[int]:
        """Give of those that share something the ones it tells about: all when few share it, else names alike."""
        if what == "name" or (what != "postcode" and len({self._ids[at] for at in rows}) <= SHARED_BY_FEW):
            return rows
        return (at for at in rows if words and self._likeness(words, self._words[at]) >= SAME_SHARED)

    def _near(self, place: str, words: str) -> Iterator[int]:
        """Give those of one place whose name is about the same, by the quick comparison."""
        block = self._blocks.get((place, _letter(self.kind, words))) if words else None
        if block is None:
            return
        texts, rows = block
        wanted = self._block_key(words, place)
        for _, _, at in process.extract(wanted, texts.all(), scorer=fuzz.ratio, score_cutoff=75, limit=50):
            yield rows[at]

    def _judged(self, at: int, what: set[str], words: str, places: frozenset[str]) -> Match | None:
        other = self._words[at]
        same_place = places & self._places[at]
        alike = self._name_likeness(words, other, same_place) if words and other else None
        certain = alike is None or alike >= SAME_SHARED
        scores, reasons = [], []
        for key, sure, unsure, text in (
            ("kvk", 100, 90, "zelfde KvK-nummer"),
            ("email", 97, 72, "zelfde e-mailadres"),
            ("phone", 95, 62, "zelfde telefoonnummer"),
        ):
            if key in what:
                scores.append(sure if certain else unsure)
                reasons.append(text)
        named = "zelfde naam" if alike == 100 else f"naam lijkt voor {alike} %"
        where = "zelfde dorp" if same_place else "zelfde postcode" if "postcode" in what else ""
        if alike is not None and alike >= ALIKE[self.kind] and where:
            scores.append(min(alike, 98))
            reasons.append(f"{named} en {where}")
        elif alike is not None and alike >= SAME_SHARED and reasons:
            reasons.append(named)
        elif "name" in what and not (places and self._places[at]):
            scores.append(80)
            reasons.append("zelfde naam")
        if not scores:
            return None
        score = min(100, max(scores) + len(reasons) - 1)
        return Match(self.kind, self._ids[at], score, tuple(reasons)) if score >= REPORTED else None

    def _name_likeness(self, words: str, other: str, same_place: frozenset[str]) -> int:
        alike = self._likeness(words, other)
        if self.kind is ContactKind.PERSON or not same_place:
            return alike
        pairs = ((likeness.without_place(words, p), likeness.without_place(other, p)) for p in same_place)
        return max(alike if alike >= CERTAIN else 0, *(self._likeness(*pair) for pair in pairs))

    def _block_key(self, words: str, place: str) -> str:
        if self.kind is ContactKind.PERSON:
            return likeness.block_key(words)
        return likeness.without_place(words, place, roughly=True)


def person_index() -> DuplicateIndex:
    """Give an index of all persons, read now."""
    return _filled(ContactKind.PERSON, person_details())


def organisation_index() -> DuplicateIndex:
    """Give an index of all organisations, read now."""
    return _filled(ContactKind.ORGANISATION, organisation_details())


def person_details(ids: Iterable[int] | None = None) -> Iterator[Details]:
    """Give what persons are compared by, all of them or those with ``ids``, by id; of villages of their positions."""
    at = _villages(
        Position.select(Position.person, Village.name)
        .join(OrganisationVillage, on=OrganisationVillage.organisation == Position.organisation)
        .join(Village)
        .where(Position.person.is_null(False) if ids is None else Position.person.in_(list(ids)))
    )
    fields = (
        *(Person.id, Person.initials, Person.given_name, Person.nickname, Person.name_prefix, Person.family_name),
        *(Person.email, Person.phone, Person.postcode, Person.city),
    )
    for pk, initials, given, nickname, prefix, family, email, phone, postcode, city in _rows(Person, fields, ids):
        name = names.full_name(nickname or given or initials, prefix, family)
        other = names.full_name(given, prefix, family) if nickname and given and nickname != given else ""
        villages = (*at.get(pk, ()), *((city,) if city else ()))
        yield Details(pk, name, email, phone, postcode, villages, other_name=other)


def organisation_details(ids: Iterable[int] | None = None) -> Iterator[Details]:
    """Give what organisations are compared by, all of them or those with ``ids``, by id."""
    links = OrganisationVillage.select(OrganisationVillage.organisation, Village.name).join(Village)
    at = _villages(links if ids is None else links.where(OrganisationVillage.organisation.in_(list(ids))))
    fields = (
        *(Organisation.id, Organisation.name, Organisation.email, Organisation.phone, Organisation.postcode),
        *(Organisation.city, Organisation.kvk_number),
    )
    for pk, name, email, phone, postcode, city, kvk in _rows(Organisation, fields, ids):
        villages = (*at.get(pk, ()), *((city,) if city else ()))
        yield Details(pk, name, email, phone, postcode, villages, kvk)


def _filled(kind: ContactKind, details: Iterable[Details]) -> DuplicateIndex:
    index = DuplicateIndex(kind)
    for one in details:
        index.add(one)
    return index


def _rows(model: Any, fields: tuple[peewee.Field, ...], ids: Iterable[int] | None) -> Iterator[tuple[Any, ...]]:
    query = model.select(*fields).order_by(model.id)
    return query.where(model.id.in_(list(ids)) if ids is not None else True).tuples().iterator()


def _villages(query: peewee.ModelSelect) -> dict[int, tuple[str, ...]]:
    found: dict[int, set[str]] = defaultdict(set)
    for pk, village in query.tuples().iterator():
        found[pk].add(village)
    return {pk: tuple(sorted(villages)) for pk, villages in found.items()}


def _keys(kind: ContactKind, details: Details, words: str) -> Iterator[tuple[str, str]]:
    """Give what two contacts may have in common exactly, as (what, comparable value)."""
    if details.email:
        yield "email", fold(details.email)
    if digits := re.sub(r"\D", "", details.phone):
        yield "phone", re.sub(r"^(00)?31(?=\d{9}$|14)|^0", "", digits)
    if kvk := re.sub(r"\D", "", details.kvk_number):
        yield "kvk", kvk
    if words and (postcode := re.sub(r"\s", "", details.postcode).upper()):
        yield "postcode", postcode + _letter(kind, words)
    if words:
        yield "name", " ".join(sorted(words.split()))


def _letter(kind: ContactKind, words: str) -> str:
    """Give by what a place with thousands of persons is divided: the first letter of the main word, as it sounds."""
    return "" if kind is ContactKind.ORGANISATION else likeness.sound(words.rpartition(" ")[2])
