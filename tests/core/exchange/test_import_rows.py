"""What an import makes of rows: what is new, changed, doubtful or wrong, and what it stores of them."""

from hashlib import sha256

import pytest

from ovkk_core.consents import Consent, SuppressionReason, suppress
from ovkk_core.contacts import FormOfAddress, Organisation, OrganisationKind, Person, Position, PositionFunction
from ovkk_core.database import db, models_of
from ovkk_core.exchange import batches
from ovkk_core.exchange.models import BatchState
from ovkk_core.history import Revision, revisions_of
from ovkk_core.registry import registry
from tests.core.exchange.conftest import TakeIn, outcome_of, stored, undone, verdicts

HEAD = (
    "Naam vereniging;Gemeente;Dorp;Functie;Voornaam;Tussenvoegsel;Achternaam;E-mail;Telefoon;Adres;Postcode;Woonplaats"
)
ANNA = (
    "Dorpsbelang Vilsteren;Ommen;Vilsteren;secretaresse;Anna;van der;Berg;Anna@Dorp.Example;06 12 34 56 78;"
    "Kerkweg 11a-2;7734pd;Vilsteren"
)


def test_row_becomes_an_organisation_a_person_and_a_position(checked: TakeIn) -> None:
    batch = checked(HEAD, ANNA)
    assert (verdicts(batch), batch.state) == ("n", BatchState.CHECKED)
    assert not Person.select().exists()  # private until it is stored
    batch = stored(batch)
    position = Position.get()
    assert position.function is PositionFunction.SECRETARY
    person, body = position.person, position.organisation
    assert (str(person), person.email, person.phone) == ("Anna van der Berg", "Anna@dorp.example", "+31612345678")
    assert (person.street_line, person.postcode, person.sort_key) == ("Kerkweg 11a-2", "7734 PD", "berg anna van der")
    assert (body.kind, body.slug, body.village_names) == (
        OrganisationKind.VILLAGE_COUNCIL,
        "dorpsbelang-vilsteren",
        "Vilsteren",
    )
    [made] = revisions_of(person)
    assert made.reason == person.source == batch.source
    assert made.reason.startswith("ingelezen uit leden.csv op ")
    assert Person.create(family_name="Later").id > person.id


def test_second_time_the_same_file_does_nothing(checked: TakeIn) -> None:
    stored(checked(HEAD, ANNA))
    again = checked(HEAD, ANNA)
    assert (verdicts(again), again.remembered) == ("s", True)


def test_change_is_named_from_and_to_kept_in_history_and_undone(checked: TakeIn) -> None:
    person = Person.create(given_name="Anna", family_name="Berg", email="anna@dorp.example", phone="0529478194")
    body = Organisation.create(name="Dorpsbelang Vilsteren", kind=OrganisationKind.OTHER)
    before = list(Person.select().tuples()), list(Organisation.select().tuples())
    batch = checked(
        "organisatie;soort;functie;voornaam;achternaam;e-mail;mobiel;tussenvoegsel",
        "Dorpsbelang Vilsteren;plaatselijk belang;voorzitter;Anna;Berg;anna@dorp.example;0612345678;van der",
    )
    deeds = outcome_of(batch, 2).deeds
    assert deeds[0].changes == {"phone": ["+31529478194", "+31612345678"], "name_prefix": ["", "van der"]}
    assert deeds[1].changes == {"kind": ["other", "village_council"]}
    batch = stored(batch)
    now = Person.get_by_id(person.id)
    assert (now.phone, now.sort_key) == ("+31612345678", "berg anna van der")
    assert next(iter(revisions_of(now))).changes["phone"] == ["+31529478194", "+31612345678"]
    assert Organisation.get_by_id(body.id).kind is OrganisationKind.VILLAGE_COUNCIL
    assert undone(batch).report["kept"] == []
    assert (list(Person.select().tuples()), list(Organisation.select().tuples())) == before
    assert Position.select().count() == 0


def test_only_filling_leaves_what_is_there(checked: TakeIn) -> None:
    person = Person.create(given_name="Anna", family_name="Berg", email="anna@dorp.example", phone="0529478194")
    batch = checked(
        "voornaam;achternaam;e-mail;mobiel;woonplaats", "Anna;Berg;anna@dorp.example;0612345678;Ommen", replace=False
    )
    assert outcome_of(batch, 2).notes == ["blijft zoals het is: telefoon van de persoon"]
    stored(batch)
    person = Person.get_by_id(person.id)
    assert (person.phone, person.city) == ("+31529478194", "Ommen")


def test_empty_cell_takes_nothing_away(checked: TakeIn) -> None:
    person = Person.create(given_name="Anna", family_name="Berg", email="anna@dorp.example", phone="0529478194")
    assert verdicts(checked("voornaam;achternaam;e-mail;mobiel", "Anna;Berg;anna@dorp.example;")) == "s"
    assert Person.get_by_id(person.id).phone == "+31529478194"


def test_person_with_two_functions_is_one_person(checked: TakeIn) -> None:
    rows = (
        "Dorpsbelang;secretaris;Jan;Vos;jan@dorp.example;0612345678",
        "Dorpshuis;voorzitter;Jan;Vos;jan@dorp.example;",
    )
    batch = checked("organisatie;functie;voornaam;achternaam;e-mail;tel", *rows)
    assert verdicts(batch) == "nn"
    stored(batch)
    assert (Person.select().count(), Organisation.select().count(), Position.select().count()) == (1, 2, 2)
    assert Organisation.get(Organisation.name == "Dorpshuis").kind is OrganisationKind.COMMUNITY_CENTRE


def test_vacancy_is_filled(checked: TakeIn) -> None:
    body = Organisation.create(name="Dorpsraad Lemele", kind=OrganisationKind.VILLAGE_COUNCIL)
    vacancy = Position.create(organisation=body, function=PositionFunction.TREASURER)
    batch = stored(checked("organisatie;functie;naam", "Dorpsraad Lemele;Penningmeester;mevrouw P. de Wit"))
    position = Position.get()
    assert (position.id, str(position.person)) == (vacancy.id, "P. de Wit")
    assert position.person.form_of_address is FormOfAddress.FORMAL_MRS
    undone(batch)
    assert Position.get().person is None
    assert Person.select().count() == 0


WRONG = [
    ("Jan;Vos;jan@;;", "geen mailadres"),
    ("Jan;Vos;;12;", "geen telefoonnummer"),
    ("Jan;Vos;;;7734 SS", "geen postcode"),
    (";;jan@dorp.example;;", "vul de naam van de persoon in"),
    ("Jan;Vos\x07;;;", "stuurteken"),
    ("Jan;Vos;;;;x;y", "kolommen in plaats van"),
]


@pytest.mark.parametrize(("row", "reason"), WRONG, ids=[reason for _, reason in WRONG])
def test_row_that_cannot_be_used_says_why(checked: TakeIn, row: str, reason: str) -> None:
    batch = checked("voornaam;achternaam;e-mail;telefoon;postcode", row, "Piet;Bos;;;")
    assert verdicts(batch) == "wn"
    assert reason in outcome_of(batch, 2).notes[0]


def test_unknown_village_kind_and_function_without_organisation(checked: TakeIn) -> None:
    batch = checked("organisatie;soort;dorp;functie;naam", "A;kerk;;;", "B;;Nergenshuizen;;", ";;;voorzitter;Jan Vos")
    notes = [outcome_of(batch, line).notes[0] for line in (2, 3, 4)]
    assert "geen soort organisatie" in notes[0]
    assert "'Nergenshuizen' kennen wij niet" in notes[1]
    assert "hoort een organisatie" in notes[2]


def planted() -> list[str]:
    """Give ten rows that are like an organisation that is there, and ten that are like an earlier row."""
    there = [f"PB Kern{n:03d};Kern{n:03d};Straat {n};;" for n in range(0, 500, 100)]
    there += [f"Belangenclub {n};;;info@kern{n}.example;" for n in range(10, 500, 100)]
    earlier = [f"Dorpsbelang Nieuw{n:03d};;;nieuw{n}@dorp.example;" for n in range(0, 100, 20)]
    earlier += [f"Nieuw {n};;;;0529 47 {n:02d} 94" for n in range(10, 60, 10)]
    return [*there, *earlier]


def digests() -> dict[str, str]:
    """Give a digest of every row of every table but those in which stands that a file was read."""
    told = {"exchange_import_batch", "exchange_import_chunk", "exchange_column_memory", "jobs_job"}
    told |= {"history_audit_entry", "registry_stamp"}
    tables = {model._meta.table_name for room in registry.rooms() for model in models_of(room)} - told
    rows = {name: sorted(map(repr, db.execute_sql(f'SELECT * FROM "{name}"').fetchall())) for name in tables}  # noqa: S608 - our own names
    return {name: sha256("\n".join(found).encode()).hexdigest() for name, found in rows.items()}


def test_twenty_planted_duplicates_are_all_named_and_undo_leaves_every_byte_as_it_was(checked: TakeIn) -> None:
    for n in range(0, 500, 10):
        Organisation.create(
            name=f"Plaatselijk Belang Kern{n:03d}",
            kind="village_council",
            city=f"Kern{n:03d}",
            email=f"info@kern{n}.example",
        )
    new = [f"Plaatselijk Belang Nieuw{n:03d};;Weg {n};nieuw{n}@dorp.example;" for n in range(480)]
    new = [f"{row}0529 47 {n:02d} 94" if n < 60 else row for n, row in enumerate(new)]
    before = digests()
    batch = checked("organisatie;plaats;adres organisatie;algemeen e-mailadres;telefoon organisatie", *new, *planted())
    assert (batch.rows, batch.counts["n"], batch.counts["d"]) == (500, 480, 20)
    named = [outcome for outcome, _ in batches.outcomes(batch, "d")]
    assert [outcome.line for outcome in named] == list(range(482, 502))
    assert all(outcome.matches and outcome.matches[0][3] for outcome in named)
    batch = stored(batch)
    assert Organisation.select().count() == 50 + 480
    assert digests() != before
    assert undone(batch).report["kept"] == []
    assert digests() == before


def test_duplicate_is_left_out_joined_or_stored_as_decided(checked: TakeIn) -> None:
    there = [Person.create(given_name=n, family_name="Vos", email=f"{n}@dorp.example") for n in ("Jan", "Piet", "Kees")]
    rows = [
        f"{name};de Wit;{name.lower()}@dorp.example;06{n}2345678" for n, name in enumerate(("Jan", "Piet", "Kees"), 1)
    ]
    batch = checked("voornaam;achternaam;e-mail;mobiel", *rows)
    assert verdicts(batch) == "ddd"
    batches.choose(batch, {2: f"to:person:{there[0].id}", 3: "new"})
    batch = stored(batch)
    jan, *others = Person.select().order_by(Person.id)
    assert (jan.family_name, jan.phone, jan.sort_key) == ("Wit", "+31612345678", "wit jan de")
    assert [p.family_name for p in others] == ["Vos", "Vos", "Wit"]
    undone(batch)
    assert list(Person.select().order_by(Person.id)) == there
    assert Person.get_by_id(there[0].id).sort_key == "vos jan"


def test_conflicts_are_named_and_not_stored(checked: TakeIn) -> None:
    for _ in range(2):
        Person.create(given_name="Jan", family_name="Vos", email="jan@dorp.example")
    body = Organisation.create(name="Dorpsraad", kind=OrganisationKind.VILLAGE_COUNCIL)
    chair = Person.create(given_name="Els", family_name="Kok")
    Position.create(organisation=body, function=PositionFunction.CHAIR, person=chair)
    batch = checked(
        "organisatie;functie;voornaam;achternaam;e-mail;postcode",
        "Dorpsraad;voorzitter;Ria;Bos;ria@dorp.example;",
        ";;Jan;Vos;jan@dorp.example;",
        ";;Tom;Mol;tom@dorp.example;7734 PD",
        ";;Tom;Mol;tom@dorp.example;7735 PD",
    )
    assert verdicts(batch) == "kknk"
    notes = [outcome_of(batch, line).notes[-1] for line in (2, 3, 5)]
    assert "heeft nu Els Kok" in notes[0]
    assert "meer dan één contact" in notes[1]
    assert "een eerdere regel zegt iets anders over postcode" in notes[2]
    stored(batch)
    assert Person.select().count() == 4


def test_priv_12_import_gives_no_consent_and_takes_in_no_suppressed_address(checked: TakeIn) -> None:
    suppress("weg@dorp.example", SuppressionReason.ERASED)
    batch = checked("voornaam;achternaam;e-mail", "Jan;Vos;Weg@dorp.example", "Piet;Bos;piet@dorp.example")
    assert verdicts(batch) == "kn"
    batches.choose(batch, {2: "new"})
    stored(batch)
    assert [str(person) for person in Person.select()] == ["Piet Bos"]
    assert Consent.select().count() == 0


def test_contacts_that_change_in_between_are_looked_at_again(checked: TakeIn) -> None:
    batch = checked("voornaam;achternaam;e-mail", "Jan;Vos;jan@dorp.example", "Piet;Bos;piet@dorp.example")
    Person.create(given_name="Jan", family_name="Vos", email="jan@dorp.example")
    batch = stored(batch)
    assert (verdicts(batch), batch.state) == ("sn", BatchState.DONE)
    assert Person.select().count() == 2


def test_undo_keeps_and_names_what_was_changed_or_used_since(checked: TakeIn) -> None:
    batch = stored(
        checked(HEAD, ANNA, ANNA.replace("Anna", "Bea").replace("secretaresse", "voorzitter").replace("5678", "5679"))
    )
    anna = Person.get(Person.given_name == "Anna")
    anna.phone = "0529478194"
    anna.save()
    batch = undone(batch)
    assert [str(person) for person in Person.select()] == ["Anna van der Berg"]
    assert (Position.select().count(), Organisation.select().count()) == (1, 1)
    assert sorted(reason for _, _, reason in batch.report["kept"]) == [
        "hoort bij iets wat blijft",
        "hoort bij iets wat blijft",
        "is na het inlezen gewijzigd",
    ]
    assert (
        Revision.select().where(Revision.object_id == str(anna.id), Revision.table_name == "contacts_person").count()
        == 1
    )
