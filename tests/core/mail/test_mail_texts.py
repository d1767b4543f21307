"""The texts that the association writes itself: checked on save, used from then on, and with a way back (MAIL-17)."""

import re

import pytest
from flask.testing import FlaskClient

from ovkk_core.errors import BadInputError
from ovkk_core.history import revisions_of
from ovkk_core.mail import OutboxMail, Recipient, content_of, queue_mail
from ovkk_core.mail.kinds import kinds
from ovkk_core.mail.models import MailText
from ovkk_core.mail.reading import read
from ovkk_core.mail.templates import Texts, folders, load_own
from ovkk_core.mail.texts import default_of, fault_in, put_back, reset_texts, texts_of, trio_of, write_texts
from tests.people import log_in, make_user

PAGE = "/beheer/mailteksten/"
OWN = Texts("Proef van {association}", "Hallo, het is {moment}.", "<mj-text>Hallo, het is <b>{moment}</b>.</mj-text>")
BRAM = Recipient("bram@dorpsraad.test", "Bram")

pytestmark = pytest.mark.usefixtures("posting")


def changed(**parts: str) -> Texts:
    """Give the own texts with other parts."""
    return Texts(**(vars(OWN) | parts))


def mailed() -> str:
    """Queue a test mail and give its plain text."""
    return read(content_of(queue_mail("mail.test", BRAM, {"moment": "tien uur {site}"}))).text


def test_every_mail_of_the_platform_is_its_own_texts_in_its_layout() -> None:
    for name, (_, kind) in kinds().items():
        if kind.template:
            assert fault_in(kind, default_of(kind)) == "", name
            own = load_own(kind.template, folders(), default_of(kind))
            assert (own.text.pieces, own.names) == (trio_of(kind).text.pieces, trio_of(kind).names), name


def test_own_texts_are_used_in_the_same_layout_until_they_are_reset() -> None:
    write_texts("mail.test", OWN)
    assert mailed().startswith("Hallo, het is tien uur {site}.")
    mail = OutboxMail.get()
    assert mail.subject == "Proef van Vereniging van dorpen"
    assert "Deze mail is verstuurd door" in read(content_of(mail)).html
    reset_texts("mail.test")
    assert mailed().startswith("Beste lezer,")
    assert texts_of(kinds()["mail.test"][1]) == default_of(kinds()["mail.test"][1])


def test_history_brings_back_what_stood_there_before_a_change() -> None:
    write_texts("mail.test", OWN)
    write_texts("mail.test", changed(text="Anders: {moment}"))
    row = MailText.get()
    second, first = list(revisions_of(row))
    put_back("mail.test", second.id)
    assert mailed().startswith("Hallo")
    put_back("mail.test", first.id)
    assert mailed().startswith("Beste lezer")


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"subject": "een\nBcc: x@y.test"}, "onderwerp"),
        ({"subject": ""}, "gevuld"),
        ({"text": "{onbekend}"}, "onbekend"),
        ({"text": "{moment.year}"}, "accolade"),
        ({"text": "{{ config.SECRET_KEY }}"}, "accolade"),
        ({"mjml": "<mj-text>{% include 'x' %}</mj-text>"}, "accolade"),
        ({"mjml": "<mj-text>open"}, "MJML"),
        ({"mjml": "<mj-text><script>alert(1)</script></mj-text>"}, "script"),
        ({"mjml": "<mj-raw><form action='https://x.test'></form></mj-raw>"}, "form"),
        ({"mjml": '<mj-text><a href="https://x.test" onclick="x()">x</a></mj-text>'}, "onclick"),
        ({"mjml": '<mj-text><img src="http://x.test/a.png" alt="a"></mj-text>'}, "afbeelding"),
        ({"mjml": '<mj-text><a href="http://x.test">x</a></mj-text>'}, "https"),
        ({"mjml": '<mj-include path="/etc/passwd" />'}, "MJML"),
        ({"mjml": f"<mj-text>{'x' * 100_000}</mj-text>"}, "100 kB"),
    ],
)  # fmt: skip
def test_mail_17_texts_that_cannot_be_used_are_refused(parts: dict[str, str], reason: str) -> None:
    with pytest.raises(BadInputError, match=reason):
        write_texts("mail.test", changed(**parts))
    assert MailText.select().count() == 0


def test_mail_17_link_without_which_a_mail_has_no_use_must_stay() -> None:
    reset = kinds()["accounts.reset"][1]
    texts = default_of(reset)
    with pytest.raises(BadInputError, match="link"):
        write_texts("accounts.reset", Texts(texts.subject, "Zonder", texts.mjml))


def test_own_texts_that_no_longer_fit_are_left_aside() -> None:
    write_texts("mail.test", OWN)
    MailText.update(text="{verdwenen}").execute()
    assert mailed().startswith("Beste lezer")


@pytest.fixture
def anna(client: FlaskClient) -> FlaskClient:
    """Give the browser of Anna, who edits."""
    log_in(client, make_user("redacteur"))
    return client


def test_editor_changes_looks_at_and_resets_a_mail(anna: FlaskClient) -> None:
    assert "mail.test" in anna.get(PAGE).text
    page = anna.get(f"{PAGE}mail.test/").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    form = vars(OWN) | {"csrf_token": token}
    looked = anna.post(f"{PAGE}mail.test/voorbeeld/", data=form)
    assert "Hallo, het is <b>" in looked.text
    assert looked.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "{weg}" in anna.post(f"{PAGE}mail.test/voorbeeld/", data=form | {"text": "{weg}"}).text
    assert MailText.select().count() == 0, "looking keeps nothing"
    assert anna.post(f"{PAGE}mail.test/", data=form | {"text": "{weg}"}).status_code == 422
    assert anna.post(f"{PAGE}mail.test/", data=form).status_code == 303
    assert "Hallo, het is" in anna.get(f"{PAGE}mail.test/voorbeeld/").text
    assert anna.post(f"{PAGE}mail.test/test/", data={"csrf_token": token}).status_code == 303
    assert OutboxMail.get().subject.startswith("Proef van")
    revision = revisions_of(MailText.get())[0].id
    assert anna.post(f"{PAGE}mail.test/terugzetten/{revision}/", data={"csrf_token": token}).status_code == 303
    assert anna.post(f"{PAGE}mail.test/standaard/", data={"csrf_token": token}).status_code == 303
    assert not MailText.get().own


def test_who_may_not_change_texts_sees_none_of_it(client: FlaskClient) -> None:
    log_in(client, make_user("lezer", name="Chris"))
    for path in ("", "mail.test/", "mail.test/voorbeeld/"):
        assert client.get(PAGE + path).status_code == 403
