"""Measures an import of 100,000 contacts beside a raw upsert of the same file in the same database.

BENCH_DATABASE_URL (a PostgreSQL database that may be emptied) measures there instead of on SQLite.
"""

import csv
import os
import random
import re
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from bench import loading
from ovkk_core.app import create_app, initialise
from ovkk_core.config import from_environment
from ovkk_core.contacts import Organisation, OrganisationVillage, Person, Position
from ovkk_core.database import connected, db, fold, is_sqlite, transaction
from ovkk_core.exchange import batches
from ovkk_core.exchange.checking import RowReader
from ovkk_core.exchange.fields import guess
from ovkk_core.exchange.known import sort_name
from ovkk_core.exchange.models import ImportBatch, ImportChunk
from ovkk_core.exchange.places import Places
from ovkk_core.history import Revision, RevisionRange
from ovkk_core.jobs import Job, run_due
from ovkk_core.registry import registry

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
ROUNDS = 2
FIRST = ("Jan", "Piet", "Anna", "Willem", "Josée", "Henk", "Marieke", "Bram", "Els", "Fenna")
LAST = ("Berg", "Dijk", "Vries", "Jansen", "Boer", "Smit", "Bakker", "Visser", "Mulder", "Groot")
COLUMNS = (
    "voornaam",
    "tussenvoegsel",
    "achternaam",
    "e-mail",
    "telefoon",
    "straat",
    "huisnummer",
    "postcode",
    "plaats",
)
FIELDS = ("given_name", "name_prefix", "family_name", "email", "phone", "street", "house_number", "postcode", "city")
ADDRESS, POSTCODE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), re.compile(r"[1-9]\d{3} ?[A-Z]{2}")


def main() -> None:
    """Print seconds and memory: the raw pipelines, ours without and with the search for duplicates, and once more."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        content = file_of(folder / "contacten.csv")
        variables = loading.environment(folder)
        if url := os.environ.get("BENCH_DATABASE_URL"):
            variables["OVKK_DATABASE_URL"] = url
        settings = from_environment(variables)
        initialise(settings)
        app = create_app(settings)
        with app.app_context(), connected():
            registry.refresh()
            measure(folder / "contacten.csv", content)


def measure(path: Path, content: bytes) -> None:
    """Run each in turns, and print the best of some rounds."""
    raw, careful, ours = [], [], []
    for _ in range(ROUNDS):
        raw.append(seconds(lambda: raw_upsert(raw_rows(path))))
        careful.append(seconds(lambda: raw_upsert(checked_rows(path, Places()))))
        empty()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        ours.append(imported(content, search=False))
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(
            f"raw {raw[-1]:.2f} s, with our checks {careful[-1]:.2f} s; ours: {ours[-1]} (+{memory:.0f} MB at the top)"
        )
        empty()
    best = min(sum(one.values()) for one in ours)
    times = f"{best / min(raw):.1f} × the raw upsert, {best / min(careful):.1f} × the raw upsert with our checks"
    print(f"\n{ROWS:,} rows, {'SQLite' if is_sqlite() else 'PostgreSQL'}, without a search: {times}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = imported(content, search=True)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"with the search for duplicates: {found}, {sum(found.values()):.1f} s (+{memory:.0f} MB more at the top)")
    again = imported(content, search=True)
    print(f"the same file once more: {again}, {sum(again.values()):.1f} s")


class Timings(dict[str, float]):
    """Seconds per step."""

    def __str__(self) -> str:
        return ", ".join(f"{step} {spent:.2f} s" for step, spent in self.items())


def imported(content: bytes, *, search: bool) -> Timings:
    """Take a file in, have it checked and stored; give the seconds of each step."""
    spent = Timings()
    batch: list[ImportBatch] = []
    spent["taking in"] = seconds(lambda: batch.append(batches.take_file("contacten.csv", content)))
    batches.name_columns(batch[0], batch[0].mapping, replace=True, search=search)
    spent["dry run"] = seconds(run_due)
    checked = batches.batch_by_id(batch[0].id)
    batches.carry_out(checked)
    spent["storing"] = seconds(run_due)
    done = batches.batch_by_id(checked.id)
    if done.state.value != "done":
        raise RuntimeError(f"{done.state}: {done.problem} {Job.select().order_by(Job.id.desc()).first().last_error}")
    return spent


def raw_upsert(rows: Iterable[tuple[str, ...]]) -> None:
    """Do the least that can be called an import: upsert by address, in one table, past everything."""
    number = "integer primary key" if is_sqlite() else "serial primary key"
    db.execute_sql("DROP TABLE IF EXISTS bench_raw")
    texts = ", ".join(f"{name} text" for name in (*FIELDS, "sort_key"))
    db.execute_sql(f"CREATE TABLE bench_raw (id {number}, {texts}, UNIQUE (email))")
    db.execute_sql("CREATE INDEX bench_raw_sort_key ON bench_raw (sort_key)")
    columns = (*FIELDS, "sort_key")
    updates = ", ".join(f"{name} = excluded.{name}" for name in columns)
    into = f"INSERT INTO bench_raw ({', '.join(columns)})"
    with transaction():
        cursor = db.cursor()
        if is_sqlite():
            marks = ", ".join("?" * len(columns))
            cursor.executemany(f"{into} VALUES ({marks}) ON CONFLICT (email) DO UPDATE SET {updates}", rows)
            return
        cursor.execute(f"CREATE TEMPORARY TABLE incoming ({', '.join(f'{n} text' for n in columns)}) ON COMMIT DROP")
        with cursor.copy("COPY incoming FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"{into} SELECT * FROM incoming ON CONFLICT (email) DO UPDATE SET {updates}")  # noqa: S608 - ours


def raw_rows(path: Path) -> Iterator[tuple[str, ...]]:
    """Give the rows of the file that pass a look."""
    with path.open(newline="") as file:
        reader = csv.reader(file, delimiter=";")
        next(reader)
        for given, prefix, family, email, phone, street, house, postcode, city in reader:
            if family and ADDRESS.fullmatch(email) and POSTCODE.fullmatch(postcode) and house.isdecimal():
                number, key = f"+31{phone[1:]}", fold(f"{family} {given} {prefix}")
                yield given, prefix, family, email.lower(), number, street, house, postcode, city, key


def checked_rows(path: Path, places: Places) -> Iterator[tuple[str, ...]]:
    """Give the rows of the file as the import checks and writes them, without asking the database: COPY holds it."""
    with path.open(newline="") as file:
        reader = csv.reader(file, delimiter=";")
        columns = next(reader)
        reading = RowReader(guess(columns), columns, places)
        lines = ((number, cells, "") for number, cells in enumerate(reader))
        while chunk := list(islice(lines, batches.CHUNK)):
            for facts in reading.read(chunk):
                if not isinstance(facts, str):
                    person = facts.person
                    yield (*(str(person.get(name, "")) for name in FIELDS), sort_name(person))


def empty() -> None:
    """Take away what an import stored."""
    for model in (ImportChunk, ImportBatch, Revision, RevisionRange):
        model.delete().execute()
    for model in (Position, OrganisationVillage, Person, Organisation):
        model.delete().execute()


def file_of(path: Path) -> bytes:
    """Write the file; give what is in it."""
    choose = random.Random(1)  # noqa: S311 - the same people in every run
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(COLUMNS)
        for number in range(ROWS):
            family = f"{choose.choice(LAST)}{choose.choice('abcdefghij')}{number % 997}"
            phone = f"06{choose.randint(10_000_000, 58_999_999)}"
            postcode = f"{7000 + number % 2000} {choose.choice('ABCDE')}{choose.choice('ABCDE')}"
            name = (choose.choice(FIRST), choose.choice(("", "van", "van der")), family)
            address = ("Dorpsstraat", str(number % 300 + 1), postcode, f"Dorp {number % 200}")
            writer.writerow((*name, f"p{number}@dorp{number % 200}.example", phone, *address))
    return path.read_bytes()


def seconds(work: object) -> float:
    """Give how long something takes."""
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
