"""Files as people send them: encodings, separators, Excel, vCard, and what would fill the memory."""

import csv
import io
import zipfile
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from ovkk_core.contacts import (
    Municipality,
    Organisation,
    OrganisationKind,
    Person,
    Position,
    Province,
    stored_phone,
)
from ovkk_core.errors import BadInputError
from ovkk_core.exchange import batches, reading
from ovkk_core.exchange.checking import quick_phone, stored_address
from ovkk_core.exchange.fields import BY_KEY, COLUMNS, guess
from ovkk_core.exchange.names_in import name_parts
from ovkk_core.exchange.reading import read_file
from ovkk_core.exchange.rejected import rejected_file
from ovkk_core.mail import OutboxMail, Recipient
from tests.core.exchange.conftest import TakeIn, done, stored, verdicts

TABLE = "Voornaam;Achternaam;Plaats\r\nJosé;Müller;Wijhe\r\n"
BODIES = Path(__file__).parents[4] / "shared/data/overijssel_public_bodies.csv"


def workbook(*rows: tuple[object, ...]) -> bytes:
    """Give an Excel file with these rows."""
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"], ids=["semicolon", "comma", "tab"])
def test_encoding_and_separator_are_recognised(encoding: str, separator: str) -> None:
    sheet = read_file(TABLE.replace(";", separator).encode(encoding))
    assert sheet.columns == ["Voornaam", "Achternaam", "Plaats"]
    assert list(sheet.lines) == [(2, ["José", "Müller", "Wijhe"], "")]


def test_empty_rows_of_a_spreadsheet_are_no_rows() -> None:
    sheet = read_file(b"naam;plaats\r\n;\r\nJan Vos;Wijhe\r\n;\r\n;;;\r\n\r\n")
    assert list(sheet.lines) == [(3, ["Jan Vos", "Wijhe"], "")]


def test_quote_that_is_never_closed_costs_one_row() -> None:
    lines = ["a;b", '"x;1', *(f"rij{n};{n}" for n in range(40)), 'y;"2', 'z;"twee\nregels"', "slot;3"]
    rows = list(read_file("\n".join(lines).encode()).lines)
    assert [row[:2] for row in rows if row[2]] == [(2, ["x", "1"]), (43, ["y", "2"])]
    assert len([row for row in rows if not row[2]]) == 42
    assert rows[-1][1] == ["slot", "3"]
    assert rows[-2][1] == ["z", "twee\nregels"]


def test_excel_gives_numbers_days_and_text_as_people_type_them() -> None:
    import datetime

    day = datetime.datetime(2026, 3, 7)  # noqa: DTZ001 - as a workbook has it
    sheet = read_file(workbook(("naam", "telefoon", "van"), ("Jan Vos", 612345678, day), ("=1+1", 1.5, None)))
    assert [cells for _, cells, _ in sheet.lines] == [["Jan Vos", "612345678", "2026-03-07"], ["", "1.5", ""]]


def test_sec_15_workbook_that_unpacks_too_large_or_lies_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 500_001)
    monkeypatch.setattr("ovkk_core.exchange.workbooks.LARGEST_UNPACKED", 500_000)
    with pytest.raises(BadInputError, match="te groot"):
        list(read_file(file.getvalue()).lines)
    lying = file.getvalue().replace((500_001).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    with pytest.raises(BadInputError, match="geen Excel-werkmap"):
        list(read_file(lying).lines)


def test_sec_15_workbook_with_a_far_away_cell_is_read_in_no_time() -> None:
    book, file = Workbook(), io.BytesIO()
    book.active["A1"], book.active["B1"], book.active["A2"], book.active["XFD1048000"] = (
        "naam",
        "plaats",
        "Jan Vos",
        "x",
    )
    book.save(file)
    rows = read_file(file.getvalue()).lines
    assert next(iter(rows))[1][0] == "Jan Vos"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7", "een PDF"),
        (b"\xd0\xcf\x11\xe0\xa1", "oud Excel"),
        (b"a;b\0c", "geen tekstbestand"),
        (b"\n \n", "leeg"),
        (b"PK\x03\x04kapot", "geen Excel-werkmap"),
        (b"a;b\n", "staan geen rijen"),
    ],
    ids=["pdf", "xls", "binary", "empty", "broken-xlsx", "no-rows"],
)
@pytest.mark.usefixtures("database")
def test_file_that_is_no_table_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(BadInputError, match=reason):
        batches.take_file("x.csv", content)
    assert not batches.ImportBatch.select().exists()


def test_too_many_rows_are_refused_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    with pytest.raises(BadInputError, match="meer dan 3 rijen"):
        list(read_file(b"a\n1\n2\n3\n4\n").lines)


CARDS = """BEGIN:VCARD
VERSION:4.0
FN:Jan van der Berg
N:Berg;Jan;van der;;
EMAIL;TYPE=work:oud@dorp.example
EMAIL;PREF=1:jan@dorp.example
TEL;VALUE=uri;TYPE=cell:tel:+31612345678
ORG:Dorpsbelang Vilsteren;Bestuur
TITLE:Secretaris
ADR;TYPE=home:;;Dorpsstraat 12a;Vilsteren;;7734 PD;Nederland
PHOTO;ENCODING=b;TYPE=JPEG:AAAA
 BBBB
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:mevrouw A. de Vries
N:;;;;
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Mol;Tom
TEL
END:VCARD
"""


def test_vcards_of_both_versions_come_in(checked: TakeIn) -> None:
    batch = checked(CARDS.replace("\n", "\r\n").encode(), name="adressen.vcf")
    stored(batch)
    jan, anna, tom = Person.select().order_by(Person.id)
    assert (str(jan), jan.email, jan.phone) == ("Jan van der Berg", "jan@dorp.example", "+31612345678")
    assert jan.postal_lines == ("Dorpsstraat 12a", "7734 PD  VILSTEREN")
    assert (str(anna), anna.initials) == ("A. de Vries", "A.")
    assert (Position.get().organisation.name, Position.get().function.value) == ("Dorpsbelang Vilsteren", "secretary")
    assert (str(tom), verdicts(batch)) == ("Tom Mol", "nnn")


NAMES = [
    ("Jan van der Berg", "Jan", "", "van der", "Berg"),
    ("Berg, J.P. van der", "", "J.P.", "van der", "Berg"),
    ("dhr. P. Jansen-de Jong", "", "P.", "", "Jansen-de Jong"),
    ("Mevrouw De Vries", "", "", "de", "Vries"),
    ("Anna Maria IJsselmuiden", "Anna Maria", "", "", "IJsselmuiden"),
    ("Pietersen", "", "", "", "Pietersen"),
    ("Louis d' Ancona", "Louis", "", "d'", "Ancona"),
]


@pytest.mark.parametrize(("text", "given_name", "initials", "prefix", "family"), NAMES, ids=[row[0] for row in NAMES])
def test_whole_name_is_taken_apart(text: str, given_name: str, initials: str, prefix: str, family: str) -> None:
    parts = name_parts(text)
    found = [parts.get(name, "") for name in ("given_name", "initials", "name_prefix", "family_name")]
    assert found == [given_name, initials, prefix, family]


def test_columns_are_guessed_from_dutch_and_english_headings() -> None:
    assert guess(["Voornaam", "TV", "Achternaam", "E-mailadres", "Mobiel", "Functie", "Vereniging", "iets"]) == [
        *("person.given_name", "person.name_prefix", "person.family_name", "person.email", "person.phone"),
        *("position.function", "organisation.name", ""),
    ]
    assert guess(["Naam", "Soort", "E-mail", "Postcode"]) == [
        *("organisation.name", "organisation.kind", "organisation.email", "organisation.postcode")
    ]
    assert guess(["First name", "Surname", "E-mail", "email"])[2:] == ["person.email", ""]
    assert guess([column.headings[0] for column in COLUMNS]) == list(BY_KEY)


@given(st.text("0123456789 -()", min_size=8, max_size=14).map(lambda rest: f"0{rest}"))
def test_quick_way_to_read_a_number_gives_what_the_careful_way_gives(text: str) -> None:
    def outcome(read: object) -> str:
        try:
            return str(read(text))  # type: ignore[operator]
        except BadInputError:
            return "wrong"

    assert outcome(quick_phone) == outcome(stored_phone)


@pytest.mark.parametrize("kind", [phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE])
def test_usual_numbers_are_read_alike(kind: int) -> None:
    example = phonenumbers.example_number_for_type("NL", kind)
    text = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
    assert quick_phone(text) == stored_phone(text)


@pytest.mark.parametrize(
    "text", ["Jan.Vos@Dorp.Example", "a_b+c@x.y.example", "a..b@dorp.example", "x@dörp.example", "x@y"]
)
def test_quick_way_to_read_an_address_gives_what_the_careful_way_gives(text: str) -> None:
    try:
        expected = Recipient(text).address
    except BadInputError:
        with pytest.raises(BadInputError):
            stored_address(text)
    else:
        assert stored_address(text) == expected


def test_rejected_rows_come_back_with_reasons_and_come_in_again_once_repaired(checked: TakeIn) -> None:
    batch = checked("voornaam;achternaam;e-mail", "Jan;Vos;jan@", "Piet;Bos;piet@dorp.example", '"=cmd()";Mol;-1')
    stored(batch)
    text = rejected_file(batch).decode("utf-8-sig")
    assert '"Jan";"Vos";"jan@";"2";' in text
    assert '"\'=cmd()";"Mol";"\'-1"' in text
    assert "Piet" not in text
    again = checked(text.replace("jan@", "jan@dorp.example").replace("'-1", "").encode())
    assert (verdicts(again), again.remembered) == ("nn", True)
    stored(again)
    assert {person.given_name for person in Person.select()} == {"Jan", "Piet", "=cmd()"}


@pytest.mark.skipif(not BODIES.exists(), reason="the real file is not part of the project")
@pytest.mark.usefixtures("database")
def test_public_bodies_of_the_province_come_in(checked: TakeIn) -> None:
    content = BODIES.read_bytes()
    batch = batches.take_file(BODIES.name, content)
    without = ["" if key == "organisation.municipality" else key for key in batch.mapping]  # they are not there yet
    batches.name_columns(batch, without, replace=True, search=True)
    batch = done(batch)
    [(doubtful, _)] = batches.outcomes(batch, "d")
    assert doubtful.matches[0][3] == ["zelfde telefoonnummer"]  # Olst-Wijhe has the 14-number of Deventer
    batches.choose(batch, {doubtful.line: "new"})
    stored(batch)
    assert Organisation.select().where(Organisation.kind == OrganisationKind.MUNICIPALITY).count() == 25
    assert Organisation.get(Organisation.name == "Gemeente Deventer").phone == "+31140570"


@pytest.mark.skipif(not BODIES.exists(), reason="the real file is not part of the project")
@pytest.mark.usefixtures("database")
def test_public_bodies_find_their_municipalities_and_nobody_is_mailed() -> None:
    rows = list(csv.DictReader(io.StringIO(BODIES.read_text())))
    province = Province.create(name="Overijssel")
    for row in rows:
        if row["kind"] == "gemeente":
            name = row["name"].removeprefix("Gemeente ")
            Municipality.create(name=name, cbs_code=row["gemeentecode"], province=province)
    batch = batches.take_file(BODIES.name, BODIES.read_bytes())
    batches.name_columns(batch, batch.mapping, replace=True, search=True)
    batch = done(batch)
    assert (batch.rows, batch.counts) == (28, {"n": 27, "d": 1})
    [(doubtful, _)] = batches.outcomes(batch, "d")
    batches.choose(batch, {doubtful.line: "new"})
    stored(batch)
    found = {str(body.name): body for body in Organisation.select()}
    assert len(found) == len(rows)
    assert sum(body.municipality_id is not None for body in found.values()) == 26
    hellendoorn, office = found["Gemeente Hellendoorn"], found["Provinciale Staten van Overijssel, Statengriffie"]
    assert (hellendoorn.municipality.cbs_code, hellendoorn.phone, hellendoorn.kind.value) == (
        *("GM0163", "+31548630000", "municipality"),
    )
    assert hellendoorn.postal_lines[-2:] == ("Postbus 200", "7440 AE  NIJVERDAL")
    assert (office.kind, office.email) == (OrganisationKind.PROVINCE, "statengriffie@overijssel.nl")
    assert office.postal_lines[-2:] == ("Luttenbergstraat 2", "8012 EE  ZWOLLE")
    assert (OutboxMail.select().count(), Person.select().count()) == (0, 0)
