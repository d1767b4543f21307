"""The logo of the association: a picture that is a setting."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.errors import BadInputError
from ovkk_core.files import File, keeping
from ovkk_core.letters import Letter, letters_pdf
from ovkk_core.mail import lay_out
from ovkk_core.mail.kinds import kinds
from ovkk_core.mail.office import Office
from ovkk_core.mail.texts import trio_of
from ovkk_core.registry import change_setting, registry, setting
from tests.core.files.conftest import FIELD, picture
from tests.people import log_in, make_user

PAGE = "/beheer/instellingen/web/"
VALUES = {"association": "Dorp & Co", "site": "https://dorpen.example", "moment": "nu"}


@pytest.fixture
def administrator(app: Flask, database: None) -> FlaskClient:
    """Give a client of the administrator; forms need no token, which has a test of its own."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    log_in(client, make_user("beheerder"))
    return client


def sent(page: str) -> dict[str, object]:
    """Give what the form of the settings holds."""
    version = page.partition('name="_version" value="')[2].partition('"')[0]
    shown = ("name", "short_name", "description", "colour", "email", "security_contact")
    return {f"association__{what}": setting(f"association.{what}") for what in shown} | {"_version": version}


def test_logo_is_added_on_the_settings_page_and_stands_on_every_page(
    administrator: FlaskClient, client: FlaskClient
) -> None:
    assert "ovkk-mark" in client.get("/privacy").text
    page = administrator.get(PAGE).text
    upload = (io.BytesIO(picture((800, 400), "PNG", "RGBA")), "logo.png")
    added = {"association__logo": "", "association__logo-upload": upload, "association__logo-alt": "Logo"}
    assert administrator.post(PAGE, data=sent(page) | added).status_code == 303
    logo = File.get()
    assert setting("association.logo") == str(logo.id)
    shown = f'<img class="ovkk-logo" src="/bestand/{logo.name}/heel/320" alt="" width="80" height="40">'
    assert shown in client.get("/privacy").text
    assert f'<option value="{logo.id}"' in administrator.get(PAGE).text
    without = sent(administrator.get(PAGE).text) | {"association__logo": ""}
    assert administrator.post(PAGE, data=without).status_code == 303
    assert "ovkk-mark" in client.get("/privacy").text


def test_mail_16_logo_stands_at_an_https_address_with_words_above_every_mail_and_on_letters(
    app: Flask, sheep: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, letter = kinds()["mail.test"][1], Letter(("Anna",), "Geachte mevrouw Van Dijk,", "Dag.", "Dalfsen")
    without, plain = trio_of(kind).html.fill(VALUES), letters_pdf([letter])
    change_setting("association.logo", str(sheep.id))
    registry.refresh()
    assert trio_of(kind).html.fill(VALUES) == without  # this site has no https
    monkeypatch.setattr(Office, "site", "https://dorpen.example")
    html = trio_of(kind).html.fill(VALUES)
    assert 'alt="Dorp &amp; Co"' in html
    assert f'src="https://dorpen.example/bestand/{sheep.name}/heel/320"' in html
    assert "<strong>Dorp" not in html
    assert f"/bestand/{sheep.name}/" in lay_out("mail/mail/test").html
    assert b"/Subtype/Image" in letters_pdf([letter])
    assert b"/Subtype/Image" not in plain


def test_picture_in_use_cannot_be_deleted_and_a_private_one_is_not_shown(
    client: FlaskClient, editor: FlaskClient, sheep: File
) -> None:
    change_setting("association.logo", str(sheep.id))
    registry.refresh()
    with pytest.raises(BadInputError, match="in gebruik"):
        keeping.delete(sheep)
    assert "Logo" in editor.get(f"/beheer/bestanden/{sheep.id}/verwijderen/").text
    keeping.change(sheep, keeping.Told(alt=FIELD.alt, public=False), (50, 50))
    assert "ovkk-mark" in client.get("/privacy").text
