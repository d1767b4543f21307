"""The register of processing, and what of whom may be seen."""

import io
import json
import zipfile

import pytest
from toy_plugin.models import Toy

from ovkk_core.contacts import Organisation, Person, Position, PositionFunction, access_export, held_about
from ovkk_core.mail import Recipient, queue_mail
from tests.core.privacy.conftest import MakeClient

pytestmark = pytest.mark.usefixtures("database")


def test_priv_10_register_is_made_of_what_core_and_plugins_declare(client_of: MakeClient) -> None:
    page = client_of("beheerder").get("/beheer/verwerkingsregister/").text
    for words in ("Contactpersonen en hun functies", "gerechtvaardigd belang", "Speelgoed van mensen", "toestemming"):
        assert words in page
    assert client_of("lezer").get("/beheer/verwerkingsregister/").status_code == 403


def test_priv_5_export_has_everything_of_all_rooms_and_plugins_as_json_and_to_read(frouke: Person) -> None:
    Toy.create(title="Houten paard", kind=f"van {frouke.id}")
    queue_mail("mail.test", Recipient(frouke.email.upper()), {"moment": "gisteren"})
    with zipfile.ZipFile(io.BytesIO(access_export(frouke.id))) as archive:
        told = json.loads(archive.read("gegevens.json"))
        page = archive.read("gegevens.html").decode()
    rooms = {part["onderdeel"] for part in told["gegevens"]}
    assert {"contacts", "mail", "toy"} <= rooms
    text = json.dumps(told, ensure_ascii=False)
    for words in ("Zwaluwenhorst", "Plaatselijk Belang Beerze", "Houten paard", "Testmail", "+31529478194"):
        assert words in text
        assert words in page
    assert {"Verzonden post", "Contactpersonen en hun functies"} <= {one["wat"] for one in told["waarom"]}


def test_priv_5_names_addresses_and_numbers_of_others_are_taken_out(frouke: Person, council: Organisation) -> None:
    other = Person.create(given_name="Gijs", family_name="Bovenkamp", email="gijs@example.org", phone="+31612345678")
    position = frouke.positions.get()
    position.ended_reason = "opgevolgd door Gijs Bovenkamp (gijs@example.org, +31612345678)"
    position.save()
    Position.create(person=other, organisation=council, function=PositionFunction.CHAIR, deputy=frouke)
    text = json.dumps([dict(row) for _, data in held_about(frouke.id) for row in data.rows], ensure_ascii=False)
    assert "Bovenkamp" not in text
    assert "gijs@" not in text
    assert "+31612345678" not in text
    assert "opgevolgd door (naam van een ander)" in text
    assert frouke.email in text


def test_priv_5_mail_to_an_address_that_others_have_too_is_not_given(frouke: Person, council: Organisation) -> None:
    queue_mail("mail.test", Recipient(frouke.email), {"moment": "gisteren"})
    Organisation.update(email=frouke.email).where(Organisation.id == council.id).execute()
    assert "mail" not in {room for room, _ in held_about(frouke.id)}
