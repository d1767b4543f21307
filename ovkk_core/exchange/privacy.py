"""What import and export keep of people: the rows of files, and files with everything."""

from collections.abc import Collection, Iterator
from typing import Any

from ovkk_core.contacts import Person
from ovkk_core.database import transaction
from ovkk_core.exchange import archives
from ovkk_core.exchange.models import ImportBatch, ImportChunk, WholeExport
from ovkk_core.exchange.outcomes import Outcome, Verdict
from ovkk_core.hookspecs import PersonalData, Processing

PROCESSING = [
    Processing(
        name="exchange.files",
        title="Ingelezen en gedownloade bestanden",
        purpose="Contacten uit een bestand overnemen en dat ongedaan kunnen maken; gegevens meenemen",
        basis="legitimate_interest",
        people="Wie in een ingelezen bestand stond",
        data="De regels van het bestand",
        recipients="Wie het bestand downloadt",
        term="Regels van een bestand 30 dagen, een volledige export 7 dagen",
        source="Het bestand",
        tables=frozenset({"exchange_import_batch", "exchange_import_chunk", "exchange_whole_export"}),
        exempt={"exchange_column_memory": "Wat kolommen betekenen"},
    )
]


def held(person_id: int, addresses: Collection[str]) -> Iterator[PersonalData]:
    """Give the rows of files in which the person stands."""
    names = _names(person_id)
    rows = []
    for chunk in ImportChunk.select(ImportChunk, ImportBatch).join(ImportBatch).order_by(ImportChunk.id).iterator():
        columns = chunk.batch.columns
        for line, cells, *_ in chunk.lines:
            if _mentions(cells, addresses, names):
                titles = [str(title) for title in columns] + [f"Kolom {n + 1}" for n in range(len(columns), len(cells))]
                told = {title: str(cell) for title, cell in zip(titles, cells, strict=False) if cell}
                rows.append({"Bestand": chunk.batch.file_name, "Regel": str(line)} | told)
    yield PersonalData("Regels van ingelezen bestanden", tuple(rows))


def erase(person_id: int, addresses: Collection[str]) -> None:
    """Empty the rows of files in which the person stands, and delete the files with everything."""
    names = _names(person_id)
    with transaction():
        for chunk in list(ImportChunk.select()):
            lines, found = _emptied(chunk.lines, addresses, names)
            if found:
                outcomes = [_silenced(one) if one[0] in found else one for one in chunk.outcomes]
                ImportChunk.update(lines=lines, outcomes=outcomes).where(ImportChunk.id == chunk.id).execute()
    for export in list(WholeExport.select(WholeExport.id)):
        archives.remove(export.id)


def _names(person_id: int) -> tuple[str, ...]:
    person = Person.get_or_none(Person.id == person_id)
    firsts = [person.given_name, person.nickname, person.initials] if person else []
    return (str(person.family_name).casefold(), *(str(one).casefold() for one in firsts if one)) if person else ()


def _emptied(lines: list[Any], addresses: Collection[str], names: tuple[str, ...]) -> tuple[list[Any], set[int]]:
    found = {line for line, cells, *_ in lines if _mentions(cells, addresses, names)}
    return [[line, [""] * len(cells) if line in found else cells, *rest] for line, cells, *rest in lines], found


def _silenced(outcome: list[Any]) -> list[Any]:
    """Give what became of a row as if it could not be used, with its verdict and without its contents."""
    return Outcome(outcome[0], Verdict(outcome[1]), ["Gewist op verzoek."]).packed()


def _mentions(cells: list[Any], addresses: Collection[str], names: tuple[str, ...]) -> bool:
    """Say whether the cells have an address of the person, or the family name with a first name."""
    text = [str(cell).casefold() for cell in cells]
    if any(address in cell for address in addresses for cell in text):
        return True
    family, *firsts = names or ("",)
    return bool(family) and any(family in cell for cell in text) and any(f in cell for f in firsts for cell in text)
