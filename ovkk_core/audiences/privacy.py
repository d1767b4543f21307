"""What audiences keep of people: who was in them when they were used."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import peewee

from ovkk_core.audiences.models import Making, Snapshot, SnapshotMember
from ovkk_core.history import row_in_words
from ovkk_core.hookspecs import PersonalData, Processing, RetentionRule

PROCESSING = [
    Processing(
        name="audiences.snapshots",
        title="Aan wie iets is gestuurd",
        purpose="Kunnen nagaan aan wie een bericht of uitnodiging is gericht, en aan wie niet en waarom",
        basis="legitimate_interest",
        people="Wie bij een doelgroep hoorde toen die werd gebruikt",
        data="Naam, functie, e-mailadres, en waarom iets niet is gestuurd",
        recipients="Niemand buiten de vereniging",
        term="12 maanden na gebruik; daarna alleen aantallen",
        source="De contactgegevens van dat moment",
        tables=frozenset({"audiences_snapshot_member"}),
        exempt={
            "audiences_audience": "Regels, geen mensen",
            "audiences_snapshot": "De regel en het aantal van dat moment",
        },
    ),
    Processing(
        name="audiences.files",
        title="Bestanden van grote doelgroepen",
        purpose="Een lijst, brieven of etiketten van een grote doelgroep kunnen downloaden zonder te wachten",
        basis="legitimate_interest",
        people="Wie bij de doelgroep hoort",
        data="Naam, functie, e-mailadres of postadres",
        recipients="Wie het bestand liet maken",
        term="Een dag",
        source="De contactgegevens van dat moment",
        tables=frozenset({"audiences_making"}),
    ),
]
LABELS: dict[str, Any] = {
    "Doelgroep": lambda member: member.snapshot.name,
    "Gebruikt": lambda member: member.snapshot.at,
    "Naam": "name",
    "Functie": "role",
    "Adres": "address",
    "Niet gestuurd omdat": "excluded",
}
NAMELESS = {"name": "", "role": "", "address": "", "person": None}


def held(person_id: int, addresses: Collection[str]) -> Iterator[PersonalData]:
    """Give when the person was in an audience that was used."""
    rows = SnapshotMember.select(SnapshotMember, Snapshot).join(Snapshot).where(_of(person_id, addresses))
    rows = rows.order_by(SnapshotMember.id)
    yield PersonalData("Doelgroepen waar u bij hoorde", tuple(row_in_words(member, LABELS) for member in rows))


def erase(person_id: int, addresses: Collection[str]) -> None:
    """Make the person nameless in every snapshot, where the numbers stay; files go, as anybody may be in them."""
    SnapshotMember.update(NAMELESS).where(_of(person_id, addresses)).execute()
    Making.delete().execute()


def old(before: datetime) -> Any:
    """Give the members with a name of snapshots from before ``before``."""
    named = (SnapshotMember.name != "") | (SnapshotMember.address != "")
    rows = SnapshotMember.select(SnapshotMember, Snapshot).join(Snapshot)
    return rows.where(named, Snapshot.at < before).order_by(SnapshotMember.id)


def make_nameless(before: datetime) -> int:
    """Make them nameless; give how many."""
    then = Snapshot.select(Snapshot.id).where(Snapshot.at < before)
    named = (SnapshotMember.name != "") | (SnapshotMember.address != "")
    count: int = SnapshotMember.update(NAMELESS).where(SnapshotMember.snapshot.in_(then), named).execute()
    return count


def shown(member: SnapshotMember) -> str:
    """Give a member in words for who looks at what will go."""
    return f"{member.name or member.address}, {member.snapshot.name}"


def _of(person_id: int, addresses: Collection[str]) -> Any:
    by_address = peewee.fn.LOWER(SnapshotMember.address).in_(sorted(addresses))
    return (SnapshotMember.person == person_id) | by_address


RULES = [
    RetentionRule(
        name="audiences.snapshots",
        title="Namen van wie bij een gebruikte doelgroep hoorde",
        keep=12,
        after="nadat de doelgroep werd gebruikt",
        basis="Net zo lang als de mail zelf; daarna blijven alleen aantallen.",
        find=old,
        run=make_nameless,
        show=shown,
    )
]
