"""The register of processing (GDPR 30), made of what rooms and plugins declare."""

from dataclasses import dataclass
from typing import Any

from ovkk_core.contacts import BASES, Person, processing
from ovkk_core.hookspecs import PersonalData, Processing
from ovkk_core.privacy import sweeping
from ovkk_core.privacy.tracing import traces_of
from ovkk_core.registry import registry

PROCESSING = [
    Processing(
        name="privacy.erasures",
        title="Lijst van wie gewist is",
        purpose="Zorgen dat een reservekopie niemand terugbrengt, en kunnen aantonen dat is gewist",
        basis="legal_obligation",
        people="Wie gewist is",
        data="Het nummer van de persoon en momenten; geen naam of adres",
        recipients="Niemand buiten de vereniging",
        term="Zolang er reservekopieën kunnen zijn van vóór het wissen",
        source="Het verzoek of de bewaartermijn",
        tables=frozenset({"privacy_erasure"}),
    )
]


@dataclass(frozen=True)
class Entry:
    """One entry of the register in words; ``owner`` is the plugin, "" for core, ``on`` whether it takes part."""

    declared: Processing
    basis: str
    owner: str
    on: bool


def entries() -> list[Entry]:
    """Give the register: core first, then plugins, also those that are off, as their data is there all the same."""
    return [
        Entry(
            declared,
            BASES[declared.basis],
            "" if registry.get(room).builtin else registry.get(room).title,
            registry.is_on(room),
        )
        for room, declared in registry.collect("register_processing")
        if declared.tables
    ]


def held(person_id: int) -> list[PersonalData]:
    """Give where the person stands in texts of others' making: which table, and the text."""
    person = Person.get_or_none(Person.id == person_id)
    if person is None:
        return []
    found = sweeping.places(traces_of(person), person_id)
    told = {table for declared in processing() for table in declared.tables}  # by their own rooms
    rows = [(place.model._meta.table_name, place.values) for place in found]
    mentions = tuple({"Waar": table} | _told(values) for table, values in rows if table not in told)
    return [PersonalData("Waar u in teksten wordt genoemd", mentions)]


def _told(values: dict[str, Any]) -> dict[str, str]:
    return {name.replace("_", " "): str(value)[:1000] for name, value in values.items()}
