"""The texts that the association writes itself: checked on save, used from then on, and with a way back (MAIL-17)."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from ovkk_core.accounts import change_permission
from ovkk_core.clock import frozen
from ovkk_core.contacts import Organisation, Person, Position
from ovkk_core.errors import BadInputError
from ovkk_core.history import AuditEntry, revisions_of
from ovkk_core.mail import MailState, OutboxMail, Recipient, content_of, forget_in_mails, hold_back, queue_mail
from ovkk_core.mail.kinds import kinds
from ovkk_core.mail.models import MailText
from ovkk_core.mail.reading import read
from ovkk_core.mail.recalling import kept_of, to_keep
from ovkk_core.mail.templates import Texts, folders, load_own
from ovkk_core.mail.texts import default_of, fault_in, put_back, reset_texts, texts_of, trio_of, write_texts
from ovkk_core.mail.texts_page import listed
from ovkk_core.privacy.tracing import Traces
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


def test_values_of_a_mail_are_kept_without_links_and_come_back_as_they_were() -> None:
    changes = kinds()["agreements.changes"][1]
    values = {**changes.sample, "month": "maart 2026", "changes": Markup("<ul><li>Nieuw &amp; {month}</li></ul>")}
    kept = kept_of(queue_mail("agreements.changes", BRAM, values))
    assert kept == values
    assert isinstance(kept["changes"], Markup)
    assert queue_mail("agreements.changes", BRAM, changes.sample).personal == "", "a test with invented particulars"
    linked = values | {"changes": Markup('<a href="https://x.test/geheim">hier</a>'), "calendar": "webcal://x/geheim"}
    assert set(kept_of(queue_mail("agreements.changes", BRAM, linked))) == {"salutation", "month"}
    assert to_keep(replace(changes, confidential=True), values) == ""
    only_link = {"purposes": "https://x.test", "link": "mailto:geheim@x.test"}
    assert to_keep(kinds()["consents.confirm"][1], only_link) == ""


def test_priv_6_values_go_with_the_text_of_a_mail() -> None:
    mail = queue_mail("mail.test", BRAM, {"moment": "door Frouke"})
    own = Texts("Proef", "Zonder.", "<mj-text>Zonder.</mj-text>")
    write_texts("mail.test", own)
    silent = queue_mail("mail.test", BRAM, {"moment": "door\nFrouke"})
    OutboxMail.update(state=MailState.SENT).execute()
    assert forget_in_mails(lambda text: "Frouke" in text) == 2
    assert [row.personal for row in OutboxMail.select()] == ["", ""]
    assert [kept_of(OutboxMail.get_by_id(one.id)) for one in (mail, silent)] == [{}, {}]
    waits = queue_mail("mail.test", BRAM, {"moment": "door\nFrouke"})
    assert hold_back(Traces(("Frouke",), "").taken_out) == 1
    assert kept_of(OutboxMail.get_by_id(waits.id)) == {"moment": "door\n(gewist)"}


SENT_PAGE = f"{PAGE}personal.thanks/"
THANKED = {"salutation": "Beste Bram,", "position": "penningmeester", "organisation": "Dorpshuis", "day": "vandaag"}


def test_editor_looks_at_own_texts_as_a_mail_that_was_sent(anna: FlaskClient) -> None:
    queue_mail("mail.test", BRAM, {"moment": "nu"})
    sent = queue_mail("personal.thanks", BRAM, THANKED)
    chosen = f"mail-{sent.id}"
    page = anna.get(SENT_PAGE).text
    assert re.findall(r'<option value="([^"]*)"', page) == ["", chosen]
    assert "Geachte mevrouw Van Dijk," in page
    page = anna.get(f"{SENT_PAGE}?als={chosen}").text
    assert "Beste Bram," in page
    assert "Verzonnen blijven" not in page
    texts = default_of(kinds()["personal.thanks"][1])
    form = vars(texts) | {"subject": "Dag {position}", "csrf_token": re.search(r'csrf_token" value="([^"]+)', page)[1]}
    looked = anna.post(f"{SENT_PAGE}voorbeeld/?als={chosen}", data=form)
    assert "Beste Bram," in looked.text
    waiting = anna.post(SENT_PAGE, data=form | {"als": chosen, "tonen": "1"})
    assert waiting.status_code == 200
    assert form["subject"] in waiting.text, "what was not saved is still there"
    assert "Hieronder staan de bewaarde teksten" in waiting.text
    saved = anna.post(SENT_PAGE, data=form | {"als": chosen})
    assert saved.headers["Location"].endswith(f"?als={chosen}")
    assert {entry.object_id for entry in AuditEntry.select().where(AuditEntry.action == "mail.read")} == {str(sent.id)}
    OutboxMail.update(personal='{"salutation": "Dag Bram,", "weg": "x"}').where(OutboxMail.id == sent.id).execute()
    page = anna.get(f"{SENT_PAGE}?als={chosen}").text
    assert "Dag Bram," in page
    assert "Verzonnen blijven: naam van de functie; naam van de organisatie; laatste dag in de functie." in page
    assert "is er niet meer" in anna.get(f"{PAGE}mail.test/?als={chosen}").text, "a mail of another kind"
    OutboxMail.update(personal='{"position": "a\\nb"}').where(OutboxMail.id == sent.id).execute()
    assert "regeleinde" in anna.get(f"{SENT_PAGE}?als={chosen}").text, "a subject that does not fit is told"


def test_list_says_when_a_mail_was_last_written_and_how_often_this_year(anna: FlaskClient) -> None:
    new_year = datetime(2025, 12, 31, 23, tzinfo=UTC)  # in Amsterdam
    for queued_at in (new_year - timedelta(seconds=1), new_year, new_year + timedelta(days=40)):
        with frozen(queued_at):
            queue_mail("mail.test", BRAM, {"moment": "nu"})
    with frozen(new_year + timedelta(days=60)):
        found = {one.kind.name: (one.last, one.this_year) for one in listed()}
        assert found["mail.test"] == (new_year + timedelta(days=40), 2)
        assert found["personal.thanks"] == (None, 0)
        assert "geen bewaard" in anna.get(PAGE).text


def test_editor_looks_at_a_mail_as_for_somebody_in_contacts(anna: FlaskClient) -> None:
    jan = Person.create(given_name="Jan", name_prefix="van", family_name="Dalen", form_of_address="formal_mr")
    council = Organisation.create(name="Dorpsbelang Beerze", kind="village_council")
    Position.create(person=jan, organisation=council, function="secretary")
    chosen = f"contacts_person-{jan.id}"
    page = anna.get(f"{SENT_PAGE}?zoek=dalen").text
    assert "Jan van Dalen (secretaris, Dorpsbelang Beerze)" in page
    assert "Geachte mevrouw Van Dijk," in page, "nobody was chosen"
    page = anna.get(f"{SENT_PAGE}?zoek=dalen&als={chosen}").text
    for words in ("Geachte heer Van Dalen,", "Dorpsbelang Beerze", "Verzonnen blijven: laatste dag in de functie."):
        assert words in page
    assert f"voorbeeld/?als={chosen}&amp;zoek=dalen" in page
    assert AuditEntry.select().where(AuditEntry.action == "read", AuditEntry.object_id == str(jan.id)).count() == 1
    assert "niemand gevonden" in anna.get(f"{SENT_PAGE}?zoek=dalen%00+%25").text


def test_real_particulars_ask_for_the_right_to_read_them(client: FlaskClient) -> None:
    jan = Person.create(given_name="Jan", family_name="Dalen")
    sent = queue_mail("personal.thanks", BRAM, THANKED)
    change_permission("lezer", "mail.texts", True)
    change_permission("lezer", "contacts.read", False)
    log_in(client, make_user("lezer", name="Chris"))
    for key in (f"mail-{sent.id}", f"contacts_person-{jan.id}"):
        page = client.get(f"{SENT_PAGE}?zoek=dalen&als={key}").text
        assert "Geachte mevrouw Van Dijk," in page
        assert re.findall(r'<option value="([^"]*)"', page) == [""]
        assert "Van Dijk" in client.get(f"{SENT_PAGE}voorbeeld/?zoek=dalen&als={key}").text
    assert AuditEntry.select().where(AuditEntry.action.in_(["read", "mail.read"])).count() == 0


def test_who_may_not_change_texts_sees_none_of_it(client: FlaskClient) -> None:
    log_in(client, make_user("lezer", name="Chris"))
    for path in ("", "mail.test/", "mail.test/voorbeeld/"):
        assert client.get(PAGE + path).status_code == 403
