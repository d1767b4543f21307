"""The history of a dossier in plain Dutch, for every kind of field."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask

from ovkk_core.contacts import (
    FormOfAddress,
    Language,
    LegalForm,
    Municipality,
    Organisation,
    OrganisationKind,
    Person,
    Position,
    PositionFunction,
    Village,
)
from ovkk_core.dossiers.histories import history
from ovkk_core.dossiers.subjects import WORDS, find
from ovkk_core.history import acting
from tests.people import log_in, make_user

CHANGES: list[tuple[str, dict[str, Any], str]] = [
    ("person", {"email": "b@dorp.example"}, "het e-mailadres van a@dorp.example naar b@dorp.example"),
    ("person", {"phone": "06 87 65 43 21"}, "het telefoonnummer van 06 12 34 56 78 naar 06 87 65 43 21"),
    ("person", {"name_prefix": "ter"}, "het tussenvoegsel van “van der” naar ter"),
    ("person", {"form_of_address": FormOfAddress.FIRST_NAME}, "de wens voor de aanhef van"),
    ("person", {"language": Language.EN}, "de taal van Nederlands naar Engels"),
    ("person", {"demo": True}, "het antwoord op de vraag of dit verzonnen is van nee naar ja"),
    ("person", {"house_number": 12}, "het huisnummer van 11 naar 12"),
    (
        "organisation",
        {"iban": "NL91ABNA0417164300"},
        "het rekeningnummer van NL20 INGB 0001 2345 67 naar NL91 ABNA 0",
    ),
    ("organisation", {"legal_form": LegalForm.FOUNDATION}, "de rechtsvorm van vereniging naar stichting"),
    ("organisation", {"kind": OrganisationKind.COMMUNITY_CENTRE}, "de soort van “plaatselijk belang” naar"),
    ("village", {"population": 350}, "het aantal inwoners van 300 naar 350"),
    ("village", {"latitude": 52.6}, "de breedtegraad van 52.5 naar 52.6"),
    ("municipality", {"cbs_code": "GM0148"}, "de CBS-code van GM0175 naar GM0148"),
]


@pytest.fixture
def anna(app: Flask, database: None) -> Iterator[str]:
    """Let Anna, who may take changes back, look; give her as an actor."""
    user = make_user("redacteur")
    client = app.test_client()
    log_in(client, user)
    with client:
        client.get("/beheer/dossier/")
        yield f"user:{user.id}"


@pytest.fixture
def records(places: dict[str, Village]) -> dict[str, Any]:
    """Give a record of each kind, with something in every field that is changed."""
    village = places["Vilsteren"]
    village.population, village.latitude = 300, 52.5
    village.save()
    place = Municipality.get_by_id(village.municipality_id)
    place.cbs_code = "GM0175"
    place.save()
    given = {"given_name": "Jan", "name_prefix": "van der", "family_name": "Berg", "house_number": 11}
    body = {"name": "PB", "kind": OrganisationKind.VILLAGE_COUNCIL, "iban": "NL20 INGB 0001 2345 67"}
    return {
        "person": Person.create(**given, email="a@dorp.example", phone="0612345678"),
        "organisation": Organisation.create(**body, legal_form=LegalForm.ASSOCIATION),
        "village": village,
        "municipality": place,
    }


def latest(kind: str, record: Any) -> str:
    return history(find(WORDS[kind], record.id))[0].text


@pytest.mark.parametrize(("kind", "changed", "said"), CHANGES, ids=[next(iter(c)) for _kind, c, _said in CHANGES])
def test_change_of_a_field_is_told_as_a_sentence(
    anna: str, records: dict[str, Any], kind: str, changed: dict[str, Any], said: str
) -> None:
    record = records[kind]
    for name, value in changed.items():
        setattr(record, name, value)
    with acting(anna):
        record.save()
    assert latest(kind, record).startswith(f"Anna wijzigde op 2 maart 2026 {said}")


def test_fields_that_are_filled_emptied_and_changed_at_once_are_one_sentence(
    anna: str, records: dict[str, Any]
) -> None:
    jan = records["person"]
    jan.city, jan.phone, jan.email = "Ommen", "", "c@dorp.example"
    with acting(anna, "op verzoek"):
        jan.save()
    sentence = history(find("persoon", jan.id))[0]
    assert sentence.text == (
        "Anna wijzigde op 2 maart 2026 het e-mailadres van a@dorp.example naar c@dorp.example, "
        "maakte het telefoonnummer leeg (daar stond 06 12 34 56 78) en vulde de plaats in (Ommen)."
    )
    assert (sentence.reason, sentence.screen) == ("op verzoek", "contacts_person")


def test_changes_of_positions_are_told_with_their_names(anna: str, records: dict[str, Any]) -> None:
    jan, body = records["person"], records["organisation"]
    piet = Person.create(given_name="Piet", family_name="Smit")
    with acting(anna):
        held = Position.create(person=jan, organisation=body, function=PositionFunction.CHAIR)
        held.deputy, held.starts_on = piet, date(2026, 1, 1)
        held.save()
        held.person = piet
        held.deputy = None
        held.save()
    assert [one.text for one in history(find("organisatie", body.id))[:3]] == [
        (
            "Anna wijzigde op 2 maart 2026 bij voorzitter (PB) wie de functie heeft van “Jan van der Berg” naar "
            "“Piet Smit” en maakte de plaatsvervanger leeg (daar stond “Piet Smit”)."
        ),
        (
            "Anna vulde op 2 maart 2026 bij voorzitter (PB) de plaatsvervanger in (“Piet Smit”) en vulde de eerste dag "
            "in (do 1 jan 2026)."
        ),
        "Anna voegde op 2 maart 2026 voorzitter (PB) toe.",
    ]


def test_history_of_an_id_that_was_given_out_again_tells_nothing_of_the_record_before(
    anna: str, records: dict[str, Any]
) -> None:
    body = records["organisation"]
    gone = Position.create(organisation=body, function=PositionFunction.CHAIR, own_title="geheim")
    number = gone.id
    gone.delete_instance()
    Position.create(id=number, organisation=body, function=PositionFunction.TREASURER)
    assert "geheim" not in " ".join(one.text for one in history(find("organisatie", body.id)))
