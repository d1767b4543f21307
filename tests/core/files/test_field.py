"""The form field with which other rooms let people choose or add a picture."""

import io
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import StringField
from wtforms.validators import InputRequired

from ovkk_core.files import File, PictureField, Told, field, store_document, store_picture
from ovkk_core.web import Form
from tests.core.files.conftest import picture
from tests.core.files.test_keeping import pdf


class PostForm(Form):
    """A form of another room."""

    title = StringField("Titel", [InputRequired()])
    picture = PictureField("Foto", [InputRequired()])


@pytest.fixture
def allowed(app: Flask, database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hold a request of somebody who may add pictures."""
    app.config["WTF_CSRF_ENABLED"] = False
    monkeypatch.setattr(field, "permitted", lambda rule: True)
    with app.test_request_context("/", method="POST"):
        yield


def sent(alt: str = "Schapen", content: bytes = b"", **more: str) -> MultiDict[str, object]:
    """Give a form with an upload in it."""
    upload = FileStorage(io.BytesIO(content or picture((400, 300))), "schapen.pdf" if content else "schapen.jpg")
    return MultiDict({"picture": "", "picture-upload": upload, "picture-alt": alt} | more)


def test_picture_is_chosen_from_the_gallery(allowed: None, sheep: File) -> None:
    form = PostForm(MultiDict({"title": "Wei", "picture": str(sheep.id)}))
    assert form.validate()
    assert form.picture.data == sheep
    html = str(form.picture())
    assert f'<option value="{sheep.id}" data-src="/bestand/{sheep.name}/heel/320" selected>' in html
    assert 'alt="Schapen in een wei"' in html


def test_picture_that_was_not_offered_is_refused(allowed: None, sheep: File) -> None:
    File.update(public=False).execute()
    for number in (str(sheep.id), "999", "x"):
        form = PostForm(MultiDict({"title": "Wei", "picture": number}))
        assert not form.validate()
        assert form.picture.errors == ["Kies een van de mogelijkheden."]
    assert not PostForm(MultiDict({"title": "Wei", "picture": ""})).validate()


def test_added_picture_is_chosen_and_stays_when_the_rest_is_wrong(allowed: None) -> None:
    form = PostForm(sent())
    assert not form.validate()
    assert list(form.errors) == ["title"]
    assert form.picture.data == File.get()
    again = PostForm(sent(title="Wei"))
    assert again.validate()
    assert again.picture.data == form.picture.data


def test_added_picture_is_not_taken_for_a_private_one_or_a_document(allowed: None) -> None:
    hidden = store_picture(picture((400, 300)), "schapen.jpg", Told(alt="Schapen", public=False))
    form = PostForm(sent(title="Wei"))
    assert form.validate()
    assert form.picture.data != hidden
    store_document(pdf(), "x.pdf", Told(title="Statuten"))
    form = PostForm(sent(title="Wei", content=pdf()))
    assert not form.validate()
    assert "Dit soort bestand kan niet" in form.picture.errors[0]


def test_added_picture_that_is_wrong_keeps_what_was_written(allowed: None) -> None:
    form = PostForm(sent("Dansers", title="Wei", **{"picture-people": "1"}))
    assert not form.validate()
    assert "toestemming" in form.picture.errors[0]
    assert 'value="Dansers"' in str(form.picture())
    assert not File.select().exists()


def test_picture_that_was_chosen_before_is_shown(allowed: None, sheep: File) -> None:
    assert PostForm(data={"picture": sheep}).picture.data == sheep
    assert "Geen foto" in str(PostForm(None).picture())
