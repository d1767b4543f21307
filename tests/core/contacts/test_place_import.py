"""Places from CSV files as people send them: damaged, foreign, hostile, and twice."""

import csv
import io
from pathlib import Path

import pytest

from ovkk_core.contacts import ImportReport, Municipality, Province, Village, import_places, rejected_csv, report_of
from ovkk_core.contacts import place_import as module
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import AuditEntry, Revision, revisions_of

pytestmark = pytest.mark.usefixtures("database")

OURS = Path(module.__file__).parent / "data/demo_places.csv"
SHARED = Path(__file__).parents[4] / "shared/data/overijssel_places.csv"
FILES = [pytest.param(OURS, 180, id="demo"), *([pytest.param(SHARED, 192, id="full")] if SHARED.exists() else [])]
HEADER = "name,municipality,latitude,longitude,population,kind,woonplaatscode,gemeentecode,population_note"
VILSTEREN = "Vilsteren,Ommen,52.5103,6.3789,265,woonplaats,2396,GM0175,som 2021"


def imported(*lines: str, header: str = HEADER, encoding: str = "utf-8") -> ImportReport:
    """Import a file of these lines."""
    return import_places(io.BytesIO("\n".join([header, *lines]).encode(encoding)))


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """Give created, updated, unchanged, rejected."""
    return report.created, report.updated, report.unchanged, len(report.rejected)


def reasons(report: ImportReport) -> list[str]:
    """Give why rows were rejected."""
    return [row.reason for row in report.rejected]


@pytest.mark.parametrize(("file", "rows"), FILES)
def test_whole_province_comes_in_and_a_second_time_changes_nothing(file: Path, rows: int) -> None:
    assert counts(import_places(file)) == (rows, 0, 0, 0)
    revisions = Revision.select().count()
    assert counts(import_places(file)) == (0, 0, rows, 0)
    assert (Village.select().count(), Municipality.select().count()) == (rows, 25)
    assert Revision.select().count() == revisions


@pytest.mark.parametrize(("file", "rows"), FILES)
def test_names_in_two_municipalities_are_two_villages_with_longer_slugs(file: Path, rows: int) -> None:
    assert len(import_places(file).new_municipalities) == 25
    query = Village.select().where(Village.name.in_(["Sibculo", "Kloosterhaar"])).order_by(Village.slug)
    assert [village.slug for village in query] == [
        "kloosterhaar-hardenberg",
        "kloosterhaar-twenterand",
        "sibculo-hardenberg",
        "sibculo-twenterand",
    ]
    assert rows >= 180


def test_row_fills_every_field_and_leaves_a_revision_with_the_reason() -> None:
    imported(VILSTEREN)
    village = Village.get()
    kept = (village.name, village.slug, village.kind.value, village.bag_code, village.population)
    assert kept == ("Vilsteren", "vilsteren", "woonplaats", "2396", 265)
    assert (village.latitude, village.longitude, village.population_note) == (52.5103, 6.3789, "som 2021")
    municipality = village.municipality
    assert (municipality.name, municipality.cbs_code, municipality.province.name) == ("Ommen", "GM0175", "Overijssel")
    assert revisions_of(village)[0].reason == "plaatsen ingelezen"
    assert [entry.action for entry in AuditEntry.select()] == ["contacts.import"]


def test_missing_population_and_point_stay_unknown() -> None:
    imported("Sibculo,Hardenberg,,,,woonplaats,1563,GM0160,tussen 0 en 1430")
    village = Village.get()
    assert (village.population, village.latitude, village.population_note) == (None, None, "tussen 0 en 1430")


def test_unknown_columns_are_reported_and_ignored() -> None:
    report = imported("Vilsteren,Ommen,7734,Jan", header="Name, municipality ,postcodes,contact")
    assert (counts(report), report.ignored_columns) == ((1, 0, 0, 0), ("postcodes", "contact"))


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("plaats,gemeente", "In de kopregel ontbreekt: name, municipality. Gevonden is: plaats, gemeente."),
        ("name,population", "In de kopregel ontbreekt: municipality."),
        ("name,municipality,NAME", "In de kopregel staat dubbel: name."),
    ],
)
def test_wrong_header_is_refused_naming_what_is_wrong(header: str, message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        imported("Vilsteren,Ommen", header=header)
    assert Province.select().count() == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "windows-1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encoding_separator_and_line_ending_are_recognised(encoding: str, separator: str, ending: str) -> None:
    rows = [["name", "municipality"], ["Mariënberg", "Hardenberg"], ["Arriën", "Ommen"]]
    content = ending.join(separator.join(row) for row in rows).encode(encoding)
    assert counts(import_places(io.BytesIO(content))) == (2, 0, 0, 0)
    assert [village.name for village in Village.select().order_by(Village.name)] == ["Arriën", "Mariënberg"]


def test_file_that_ends_halfway_gives_the_last_row_back() -> None:
    report = imported(VILSTEREN, "Wijthmen,Zwolle,52.48")
    assert counts(report) == (1, 0, 0, 1)
    (row,) = report.rejected
    assert (row.line, row.text, row.reason) == (
        3,
        "Wijthmen,Zwolle,52.48",
        "de regel heeft 3 kolommen in plaats van 9",
    )


@pytest.mark.parametrize(("file", "rows"), FILES)
def test_file_cut_anywhere_in_its_last_row_loses_no_other_row(file: Path, rows: int) -> None:
    content = file.read_bytes()
    last = content.rstrip().rfind(b"\n")
    for cut in (last + 3, last + 20, last + 45, len(content.rstrip()) - 4):
        report = import_places(io.BytesIO(content[:cut]))
        assert report.created + report.unchanged + report.updated >= rows - 1
        assert len(report.rejected) <= 1


def test_letter_cut_in_half_at_the_end_does_not_spoil_the_others() -> None:
    content = f"{HEADER}\nMariënberg,Hardenberg,,,,,,,\nArri\u00eb".encode()[:-1]
    report = import_places(io.BytesIO(content))
    assert (counts(report), Village.get().name) == ((1, 0, 0, 1), "Mariënberg")


def test_quote_that_is_not_closed_costs_one_row() -> None:
    report = imported('"Lemele,Ommen,,,,,,,', VILSTEREN, '"Hof\nvan",Ommen,,,,,,,', "Beerze,Ommen,,,,,,,")
    assert counts(report) == (2, 0, 0, 2)
    assert [(row.line, row.text) for row in report.rejected] == [
        (2, '"Lemele,Ommen,,,,,,,'),
        (4, '"Hof\nvan",Ommen,,,,,,,'),
    ]


def test_cells_in_quotes_may_hold_separators_and_quotes() -> None:
    imported('Lemele,Ommen,,,,,,,"schatting, ""ruim"", 2020"')
    assert Village.get().population_note == 'schatting, "ruim", 2020'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("=1+1,Ommen,,,,,,,", "'name' lijkt een formule: '=1+1'"),
        ("+31,Ommen,,,,,,,", "'name' lijkt een formule"),
        ("@SUM(A1),Ommen,,,,,,,", "'name' lijkt een formule"),
        ("-2,Ommen,,,,,,,", "'name' lijkt een formule"),
        ("'=1+1,Ommen,,,,,,,", "'name' lijkt een formule"),
        ("＝1+1,Ommen,,,,,,,", "'name' lijkt een formule"),
        ("Lemele,=Ommen,,,,,,,", "'municipality' lijkt een formule"),
        ("Lemele,Ommen,,,,,,,=1+1", "'population_note' lijkt een formule"),
        ("<script>,Ommen,,,,,,,", "is geen naam"),
        (",Ommen,,,,,,,", "'name' is leeg"),
        ("Lemele,,,,,,,,", "'municipality' is leeg"),
        ("123,Ommen,,,,,,,", "is geen naam"),
        ("Lem\x00ele".replace("\x00", "\x07") + ",Ommen,,,,,,,", "onzichtbaar teken"),
        ("Lem\u202eele,Ommen,,,,,,,", "onzichtbaar teken"),
        ("L" * 101 + ",Ommen,,,,,,,", "te lang"),
        ("Lemele,Ommen,48.85,2.35,,,,,", "buiten Nederland"),
        ("Lemele,Ommen,6.4,52.5,,,,,", "buiten Nederland"),
        ("Lemele,Ommen,52.5,,,,,,", "ontbreekt er een"),
        ("Lemele,Ommen,nan,inf,,,,,", "een getal in graden"),
        ("Lemele,Ommen,,,veel,,,,", "een heel getal"),
        ("Lemele,Ommen,,,1.540,,,,", "een heel getal"),
        ("Lemele,Ommen,,,-5,,,,", "een heel getal"),
        ("Lemele,Ommen,,,99999999999999999999,,,,", "zo groot is geen plaats"),
        ("Lemele,Ommen,,,,stad,,,", "'kind' is 'stad'"),
        ("Lemele,Ommen,,,,,12345,,", "'woonplaatscode' is '12345'"),
        ("Lemele,Ommen,,,,,,GMx,", "'gemeentecode' is 'GMX'"),
    ],
)
def test_row_that_says_something_impossible_comes_back_with_the_reason(line: str, reason: str) -> None:
    report = imported(line, VILSTEREN)
    assert counts(report) == (1, 0, 0, 1)
    assert (report.rejected[0].line, report.rejected[0].text) == (2, line)
    assert reason in report.rejected[0].reason


def test_decimal_comma_and_lost_zeros_of_a_spreadsheet_are_understood() -> None:
    imported('Vilsteren,Ommen,"52,5103","6,3789",,,2396,175,')
    village = Village.get()
    assert (village.latitude, village.municipality.cbs_code) == (52.5103, "GM0175")


def test_second_import_updates_by_code_and_keeps_the_slug() -> None:
    imported(VILSTEREN)
    report = imported("Vilsteren aan de Vecht,Ommen,,,270,,2396,GM0175,")
    village = Village.get()
    assert counts(report) == (0, 1, 0, 0)
    assert (village.name, village.slug, village.population) == ("Vilsteren aan de Vecht", "vilsteren", 270)
    assert set(revisions_of(village)[0].changes) == {"name", "population"}


def test_second_import_without_codes_updates_by_name_and_leaves_what_it_does_not_say() -> None:
    imported(VILSTEREN)
    report = imported("vilsteren,OMMEN,280", header="name,municipality,population")
    village = Village.get()
    assert counts(report) == (0, 1, 0, 0)
    assert (village.population, village.bag_code, village.kind.value) == (280, "2396", "woonplaats")


def test_codes_are_added_to_places_that_had_none() -> None:
    imported("Vilsteren,Ommen", header="name,municipality")
    assert counts(imported(VILSTEREN)) == (0, 1, 0, 0)
    assert (Village.get().bag_code, Municipality.get().cbs_code) == ("2396", "GM0175")


def test_place_that_is_in_the_file_twice_is_used_once() -> None:
    report = imported(VILSTEREN, VILSTEREN)
    assert (counts(report), reasons(report)) == (
        (1, 0, 0, 1),
        ["deze plaats staat ook op regel 2; laat er één staan"],
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Lemele,Almelo,,,,,,GM0175,", "GM0175 is de code van Ommen, niet van Almelo"),
        ("Lemele,Ommen,,,,,,GM0141,", "Ommen heeft code GM0175, niet GM0141"),
        ("Vilsteren,Ommen,,,,,9999,GM0175,", "Vilsteren heeft woonplaatscode 2396, niet 9999"),
        ("Beerze,Ommen,,,,,2396,GM0175,", "woonplaatscode 2396 is van Vilsteren, en Beerze bestaat ook"),
    ],
)
def test_row_that_contradicts_what_is_known_comes_back(line: str, reason: str) -> None:
    imported(VILSTEREN, "Beerze,Ommen,,,,,1234,GM0175,")
    assert reasons(imported(line)) == [reason]
    assert Village.select().count() == 2


def test_rejected_rows_as_a_file_can_be_repaired_and_imported() -> None:
    report = imported("=1+1,Ommen,,,x,,,,", "Lemele,Ommen,52.48", '"Beerze,Ommen,,,,,,,')
    content = rejected_csv(report).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert [(row["name"], row["regel"]) for row in rows] == [("'=1+1", "2"), ("Lemele", "3"), ("Beerze", "4")]
    assert rows[1]["reden"] == "de regel heeft 3 kolommen in plaats van 9"
    assert rows[2]["oorspronkelijke regel"] == '"Beerze,Ommen,,,,,,,'
    again = import_places(io.BytesIO(rejected_csv(report)))
    assert (counts(again), again.ignored_columns, again.columns) == ((1, 0, 0, 2), (), tuple(HEADER.split(",")))
    repaired = content.replace("'=1+1", "Vilsteren").replace('"x"', '""').replace('"52.48"', '""')
    assert counts(import_places(io.BytesIO(repaired.encode("utf-8-sig")))) == (2, 0, 1, 0)


def test_report_is_kept_with_its_rejected_rows() -> None:
    report = imported(VILSTEREN, "=1+1,Ommen,,,,,,,")
    assert report_of(report.number) == report
    with pytest.raises(NotFoundError):
        report_of(report.number + 1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Het bestand is leeg"),
        (b"\n \n", "Het bestand is leeg"),
        (b"PK\x03\x04rest", "een Excel- of zipbestand"),
        (b"%PDF-1.7", "een PDF"),
        (b"\x89PNG\x00\x00", "geen tekstbestand"),
        (b"name,municipality\n" + b"a" * 2_000_000, "groter dan 2 MB"),
        (b"name,municipality\n" + b"a,b\n" * 5_001, "meer dan 5000 rijen"),
    ],
)
def test_file_that_is_no_table_is_refused_as_a_whole(content: bytes, message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        import_places(io.BytesIO(content))
    assert Village.select().count() == 0


def test_failure_halfway_takes_everything_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: ImportReport) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(module, "keep", full)
    before = Revision.select().count()
    with pytest.raises(OSError, match="disk full"):
        imported(VILSTEREN)
    assert (Village.select().count(), Province.select().count(), Revision.select().count()) == (0, 0, before)
