"""What is kept of an upload, and what is refused (SEC-15, PRIV-11)."""

import io
import zlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from ovkk_core.config import Settings
from ovkk_core.errors import BadInputError
from ovkk_core.files import File, Told, jobs, keeping, pictures, storage, store_document, store_picture
from tests.core.files.conftest import FIELD, opened, picture
from tests.people import make_user


def pdf(*, tagged: bool = False, script: bool = False) -> bytes:
    """Give a PDF of one empty page."""
    document = pikepdf.new()
    document.add_blank_page()
    if tagged:
        document.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        document.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot)
    if script:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_priv_11_photo_is_kept_upright_and_says_nothing_of_place_and_maker(photo: bytes, database: None) -> None:
    file = store_picture(photo, "IMG_1.JPG", FIELD)
    whole = opened(storage.read(file.name, pictures.FULL))
    assert (file.width, file.height, file.media_type) == (*whole.size, "image/jpeg") == (1200, 1600, "image/jpeg")
    for key in ("groot", "heel-320", "breed-1280"):
        content = storage.read(file.name, key)
        assert b"Exif" not in content
        assert "icc_profile" not in opened(content).info
    assert opened(storage.read(file.name, "heel-320")).size == (320, 427)
    assert opened(storage.read(file.name, "breed-320")).size == (320, 180)


def test_drawing_keeps_its_transparency_and_a_photo_does_not_become_large(database: None) -> None:
    clear = store_picture(picture((400, 300), "PNG", "RGBA"), "logo.png", FIELD)
    assert clear.media_type == "image/png"
    noise = io.BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(noise, "WEBP", lossless=True)
    assert store_picture(noise.getvalue(), "foto.webp", FIELD).media_type == "image/jpeg"


def test_every_kind_of_pixel_becomes_one_that_is_shown(database: None) -> None:
    for mode, form in (("1", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("L", "JPEG"), ("CMYK", "JPEG"), ("RGBA", "WEBP")):
        buffer = io.BytesIO()
        Image.linear_gradient("L").convert(mode).save(buffer, form)
        made = opened(pictures.make(buffer.getvalue(), form).parts["heel-320"])
        below, above = (made.convert("L").getpixel((128, y)) for y in (250, 5))
        assert made.mode in {"RGB", "RGBA"}
        assert below > 200 > 50 > above, mode
    grey = io.BytesIO()
    Image.new("I;16", (64, 64), 128 * 256).save(grey, "PNG")
    assert opened(pictures.make(grey.getvalue(), "PNG").parts["groot"]).getpixel((9, 9)) == (128, 128, 128)


def test_small_picture_is_never_made_larger(database: None) -> None:
    file = store_picture(picture((200, 100)), "klein.jpg", FIELD)
    assert opened(storage.read(file.name, "heel-1280")).size == (200, 100)
    assert opened(storage.read(file.name, "breed-640")).size == (177, 100)


REFUSED = {
    "leeg.jpg": (b"", "leeg"),
    "tekening.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "Dit soort bestand"),
    "tekening.jpg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is iets anders"),
    "plaatje.png": (b"GIF89a" + b"0" * 99, "is iets anders"),
    "IMG.HEIC": (b"\x00" * 99, "als JPEG"),
    "zonder": (b"x", "Dit soort bestand"),
    "rommel.jpg": (b"\xff\xd8\xff\xe0rommel", "beschadigd"),
    "half.jpg": (picture((300, 200))[:900], "beschadigd"),
    "smal.jpg": (picture((30, 200)), "te klein"),
    "lint.png": (picture((41, 5000), "PNG"), "te groot"),
    "zwaar.jpg": (b"\xff\xd8\xff" + b"0" * (12 * 1024 * 1024), "12 MB"),
}


def test_sec_15_ending_first_bytes_and_content_must_agree(database: None) -> None:
    for name, (content, why) in REFUSED.items():
        with pytest.raises(BadInputError, match=why):
            store_picture(content, name, FIELD)
    assert not File.select().exists()


def test_sec_15_bomb_is_refused_before_it_is_decoded(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = bytearray(picture((100, 100), "PNG"))
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was decoded"))
    with pytest.raises(BadInputError, match="te groot"):
        store_picture(bytes(bomb), "bom.png", FIELD)


def test_sec_15_damage_anywhere_is_refused_or_harmless(photo: bytes) -> None:
    for at in range(2, 700, 23):
        hurt = bytearray(photo)
        hurt[at : at + 3] = b"\xff\x00\xfe"
        try:
            pictures._decoded(bytes(hurt), "JPEG")
        except BadInputError:
            continue


def test_priv_11_people_on_a_public_picture_must_have_agreed(database: None) -> None:
    people = replace(FIELD, shows_people=True)
    with pytest.raises(BadInputError, match="toestemming"):
        store_picture(picture((100, 100)), "groep.jpg", people)
    assert store_picture(picture((100, 100)), "groep.jpg", replace(people, public=False)).public is False
    agreed = store_picture(picture((100, 100)), "groep.jpg", replace(people, consent_note="Mondeling, 7 maart"))
    assert agreed.public


def test_picture_without_a_description_is_refused(database: None) -> None:
    with pytest.raises(BadInputError, match="Beschrijf"):
        store_picture(picture((100, 100)), "x.jpg", Told(alt=" "))


def test_document_says_whether_a_screen_reader_can_follow_it(database: None) -> None:
    told = Told(title="Statuten")
    assert not store_document(pdf(), "a.pdf", told).tagged
    assert store_document(pdf(tagged=True), "b.pdf", told).tagged
    for content, why in ((pdf(script=True), "script"), (b"%PDF-1.7 rommel", "beschadigd")):
        with pytest.raises(BadInputError, match=why):
            store_document(content, "c.pdf", told)


def test_sec_15_one_person_has_a_quota(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = make_user("redacteur")
    monkeypatch.setattr(keeping, "MOST_IN_AN_HOUR", 1)
    first = store_picture(picture((100, 100)), "x.jpg", FIELD, by=anna)
    with pytest.raises(BadInputError, match="in een uur"):
        store_picture(picture((100, 100)), "x.jpg", FIELD, by=anna)
    monkeypatch.setattr(keeping, "MOST_BYTES", first.size)
    with pytest.raises(BadInputError, match="Verwijder er eerst"):
        store_picture(picture((100, 100)), "x.jpg", FIELD, by=anna)


def test_focal_point_stays_in_sight(sheep: File) -> None:
    tall = store_picture(picture((300, 900)), "hoog.jpg", FIELD)
    assert pictures.box_around(300, 900, (50, 0)) == (0, 0, 300, 168)
    assert pictures.box_around(300, 900, (50, 100)) == (0, 732, 300, 900)
    before = storage.read(tall.name, "breed-320")
    keeping.change(tall, FIELD, (50, 100))
    assert opened(storage.read(tall.name, "breed-320")).size == opened(before).size
    assert (tall.focal_x, tall.focal_y) == (50, 100)


def test_deleted_file_leaves_no_bytes_and_stray_bytes_go_in_the_night(
    sheep: File, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.write("f" * 32, {"groot": b"resten"})
    assert keeping.sweep() == 0  # may belong to an upload that is going on
    monkeypatch.setattr(keeping, "STRAY", timedelta(seconds=-60))
    assert keeping.sweep() == 1
    keeping.delete(sheep)
    assert [path for path in settings.files_dir.rglob("*") if path.is_file()] == []


def test_health_says_when_the_content_of_files_is_gone(database: None) -> None:
    assert [check.message for check in jobs.checks()] == ["0 foto's en documenten."]
    file = store_picture(picture((100, 100)), "x.jpg", FIELD)
    assert next(iter(jobs.checks())).ok
    storage.remove(file.name)
    assert "OVKK_FILES_URL" in next(iter(jobs.checks())).message


def test_files_lie_where_the_settings_say(app: Flask, settings: Settings, tmp_path: Path, database: None) -> None:
    elsewhere = tmp_path / "elders"
    app.config["OVKK"] = replace(settings, files_url=elsewhere.as_uri())
    file = store_picture(picture((100, 100)), "x.jpg", FIELD)
    assert len(list((elsewhere / "geplaatst" / file.name[:2] / file.name).iterdir())) == 7
    assert not settings.files_dir.exists()
