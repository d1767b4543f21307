"""Ways of writing, with the examples of the glossary: read, stored, shown."""

import pytest
from flask import Flask, render_template_string

from ovkk_core.contacts import (
    ChannelKind,
    Organisation,
    OrganisationChannel,
    OrganisationKind,
    Person,
    set_channels,
    shown_phone,
    stored_iban,
    stored_kvk,
    stored_phone,
    stored_postcode,
    stored_web_address,
)
from ovkk_core.contacts.behaviour import Located
from ovkk_core.errors import BadInputError


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("0529 47 81 94", "+31529478194", "0529 47 81 94"),
        ("06 12 34 56 78", "+31612345678", "06 12 34 56 78"),
        ("+31 529 478 194", "+31529478194", "0529 47 81 94"),
        ("0031 (0)529-478194", "+31529478194", "0529 47 81 94"),
        ("038 499 88 99", "+31384998899", "038 499 88 99"),
        ("14 0523", "+31140523", "14 0523"),
        ("14038", "+3114038", "14 038"),
        ("088 123 45 67", "+31881234567", "088 123 45 67"),
        ("0900 1234", "+319001234", "0900 1234"),
        ("+49 30 123456", "+4930123456", "+49 30 123456"),
        ("", "", ""),
    ],
)
def test_phone_is_read_stored_and_shown(typed: str, stored: str, shown: str) -> None:
    assert (stored_phone(typed), shown_phone(stored)) == (stored, shown)


@pytest.mark.parametrize("typed", ["112", "0529", "0529 47 81 9x", "tel. 0529 478194", "0529 478194 tst 3", "+999 1"])
def test_phone_that_cannot_exist_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInputError, match="Schrijf het zoals 0529 47 81 94"):
        stored_phone(typed)


@pytest.mark.parametrize(
    ("typed", "stored"), [("7734 PD", "7734 PD"), ("7734pd", "7734 PD"), (" 7720  aa ", "7720 AA"), ("", "")]
)
def test_postcode_is_stored_with_a_space_and_capitals(typed: str, stored: str) -> None:
    assert stored_postcode(typed) == stored


@pytest.mark.parametrize("typed", ["0734 PD", "7734 SA", "7734 SD", "7734 SS", "773 PD", "7734 P", "7734 PDX"])
def test_postcode_that_cannot_be_one_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInputError, match="zoals 7734 PD"):
        stored_postcode(typed)


def test_iban_and_kvk_number_are_checked_and_keep_their_zeros() -> None:
    assert stored_iban("nl20 ingb 0001 2345 67") == "NL20INGB0001234567"
    assert stored_kvk("0501 2345") == "05012345"
    with pytest.raises(BadInputError, match="zoals NL20 INGB 0001 2345 67"):
        stored_iban("NL21 INGB 0001 2345 67")
    for wrong in ("5012345", "050123456", "0501234x"):
        with pytest.raises(BadInputError, match="acht cijfers"):
            stored_kvk(wrong)


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "dorp", "https://", "https://a b.test", "ftp://dorp.test", "https://u:p@dorp.test"]
)
def test_web_address_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(BadInputError, match="geen webadres"):
        stored_web_address(typed)


def test_address_is_written_as_on_an_envelope() -> None:
    farm = Located(street="Vilsterseweg", house_number=11, postcode="7734 PD", city="Vilsteren")
    flat = Located(
        street="Brink", house_number=3, house_letter="a", house_addition="2", postcode="7734 PD", city="Den Ham"
    )
    box = Located(street="Postbus", house_number=35, postcode="7720 AA", city="Dalfsen")
    assert farm.postal_lines == ("Vilsterseweg 11", "7734 PD  VILSTEREN")
    assert flat.postal_lines == ("Brink 3a-2", "7734 PD  DEN HAM")
    assert box.postal_lines == ("Postbus 35", "7720 AA  DALFSEN")
    assert Located(street="Brink", city="Den Ham").postal_lines == ()


@pytest.mark.usefixtures("database")
def test_record_is_saved_in_the_one_way_of_writing() -> None:
    council = Organisation.create(
        name="Dorpsbelang",
        kind=OrganisationKind.VILLAGE_COUNCIL,
        phone="14 0529",
        postcode="7734pd",
        website="dorp.test",
    )
    Person.create(family_name="Smit", phone="06-12345678")
    assert (council.phone, council.postcode, council.website) == ("+31140529", "7734 PD", "https://dorp.test")
    assert Person.get().phone == "+31612345678"
    with pytest.raises(BadInputError, match="geen KvK-nummer"):
        Organisation.create(name="X", kind=OrganisationKind.OTHER, kvk_number="1")


@pytest.mark.usefixtures("database")
def test_channels_are_known_by_their_address_and_go_with_their_organisation() -> None:
    council = Organisation.create(name="Dorpsbelang", kind=OrganisationKind.VILLAGE_COUNCIL)
    set_channels(council, ["facebook.com/dorp", "https://mastodon.test/@dorp", " ", "www.dorp.test"])
    set_channels(council, ["https://facebook.com/dorp", "https://chat.whatsapp.com/x", "https://mijnfacebook.com"])
    kinds = {channel.address: channel.kind for channel in council.channels}
    assert kinds == {
        "https://facebook.com/dorp": ChannelKind.FACEBOOK,
        "https://chat.whatsapp.com/x": ChannelKind.WHATSAPP,
        "https://mijnfacebook.com": ChannelKind.WEBSITE,
    }
    council.delete_instance()
    assert OrganisationChannel.select().count() == 0


def test_templates_show_what_is_stored_as_people_write_it(app: Flask) -> None:
    template = "{{ '+31529478194'|phone }} {{ 'NL20INGB0001234567'|iban }} {{ '7734pd'|postcode }}"
    with app.app_context():
        assert render_template_string(template) == "0529 47 81 94 NL20 INGB 0001 2345 67 7734 PD"
