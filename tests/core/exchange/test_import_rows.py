"""What an import makes of rows: what is new, changed, doubtful or wrong, and what it stores of them."""

import pytest

from ovkk_core.consents import Consent, SuppressionReason, suppress
from ovkk_core.contacts import FormOfAddress, Organisation, OrganisationKind, Person, Position, PositionFunction
from ovkk_core.exchange import batches
from ovkk_core.exchange.models import BatchState
from ovkk_core.history import Revision, revisions_of
from tests.core.exchange.conftest import TakeIn, outcome_of, stored, undone, verdicts

HEAD = "Naam vereniging;Gemeente;Dorp;Functie;Voornaam;Tussenvoegsel;Achternaam;E-mail;Telefoon;Adres;Postcode;Woonplaats"
ANNA = "Dorpsbelang Vilsteren;Ommen;Vilsteren;secretaresse;Anna;van der;Berg;Anna@Dorp.Example;06 12 34 56 78;Kerkweg 11a-2;7734pd;Vilsteren"


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
