"""One body to many: the headers of lists, small rows, once per address, and the same bytes as the standard library."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail import (
    BulkRecipient,
    CampaignStanding,
    MailBody,
    MailState,
    OutboxMail,
    Recipient,
    campaign_state,
    content_of,
    drop_queued,
    envelope_token,
    pause_campaign,
    queue_mail,
    queue_many,
    read_envelope_token,
    resume_campaign,
    stop_campaign,
    store_body,
)
from ovkk_core.mail.delivery import deliver
from ovkk_core.mail.envelope import envelope_sender
from ovkk_core.mail.kinds import kinds
from ovkk_core.mail.reading import read
from ovkk_core.mail.sheets import Sheet
from ovkk_core.registry import change_setting, registry
from tests.core.mail.test_mail_composing import parsed

LETTER = MailKind(
    name="mail.letter",
    title="Brief aan velen",
    template="",
    placeholders={"salutation": "aanhef", "village": "dorp"},
    sample={"salutation": "Beste lezer,", "village": "Vilsteren"},
    resend_in_doubt=False,
    automatic=False,
)
TEXT = "{salutation}\n\nHet nieuws uit {village} en het één en ander.\n\nAfmelden: {unsubscribe}"
HTML = '<html><body><p>{salutation}</p><p>Nieuws uit {village}</p><a href="{unsubscribe}">Afmelden</a></body></html>'
LINK = "https://vereniging.example/afmelden/abc"
lines = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200)


@pytest.fixture(autouse=True)
def _letter(posting: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds(), LETTER.name, ("mail", LETTER))


def body(**changes: object) -> MailBody:
    """Keep a newsletter with ``changes``."""
    texts = {"subject": "Nieuws voor {village}", "text": TEXT, "html": HTML, "list_id": "kernpunt"}
    return store_body("mail.letter", **(texts | {"list_name": "Ons blad", "marketing": True} | changes))


def to(number: int, **changes: object) -> BulkRecipient:
    """Give one recipient with ``changes``."""
    values = {"salutation": f"Beste lid {number},", "village": "Lettele"}
    given = {"values": values, "person_id": number, "unsubscribe_url": LINK} | changes
    return BulkRecipient(Recipient(f"lid{number}@dorp.test", f"Lid {number}"), **given)


def queued_row() -> OutboxMail:
    """Queue one copy and give its row."""
    queue_many(body(), [to(7)], campaign="een")
    return OutboxMail.get()


def test_mail_4_newsletter_says_which_list_it_is_and_how_to_leave_it() -> None:
    mail = queued_row()
    message = parsed(content_of(mail))
    assert message["List-Id"] == '"Ons blad" <kernpunt.localhost>'
    by_mail = f"mailto:post+{envelope_token(mail)}@vereniging.example?subject=afmelden"
    assert message["List-Unsubscribe"] == f"<{LINK}>, <{by_mail}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Owner"] == "<mailto:post@vereniging.example>"
    assert message["List-Help"] == "<http://localhost/>"
    assert message["Auto-Submitted"] is None, "a person wrote it (MAIL-8)"
    assert str(message["Subject"]) == "Nieuws voor Lettele"
    assert "Beste lid 7," in message.get_body(("plain",)).get_content()


def test_mail_1_message_id_is_the_same_for_a_campaign_and_a_recipient() -> None:
    first = queued_row().message_id
    OutboxMail.delete().execute()
    assert queued_row().message_id == first
    assert queue_many(body(), [to(7)], campaign="twee") == 1
    assert OutboxMail.get(campaign="twee").message_id != first


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=lines, salutation=lines, village=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_mail_3_copy_is_byte_for_byte_what_the_standard_library_gives(name: str, salutation: str, village: str) -> None:
    OutboxMail.delete().execute()
    try:
        recipient = Recipient("bram@dorp.test", name)
        one = BulkRecipient(recipient, {"salutation": salutation, "village": village}, unsubscribe_url=LINK)
        queue_many(body(), [one], campaign="een")
    except BadInputError:
        return  # a control character, or a name that is too long: refused at the door
    mail = OutboxMail.get()
    content = content_of(mail)
    assert content == Sheet(mail.body).whole(mail)
    assert list(parsed(content)).count("To") == 1


def test_mail_14_address_gets_one_mail_of_a_campaign_however_often_it_is_asked() -> None:
    letter = body()
    assert queue_many(letter, [to(1), to(2), to(1)], campaign="een") == 2
    assert queue_many(letter, [to(2), to(3)], campaign="een") == 1
    shouted = BulkRecipient(Recipient("LID1@dorp.test"), to(1).values, unsubscribe_url=LINK)
    assert queue_many(letter, [shouted], campaign="een") == 0
    assert campaign_state("een").queued == campaign_state("een").total == 3


def test_rows_of_many_hold_no_text_of_their_own_and_are_delivered(to_sink) -> None:
    queue_many(body(), [to(1), to(2)], campaign="een")
    assert {bytes(mail.content) for mail in OutboxMail.select()} == {b""}
    assert deliver() == 2
    assert [message["To"].addresses[0].display_name for message in to_sink.messages()] == ["Lid 1", "Lid 2"]
    assert campaign_state("een").sent == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"text": "{salutation} {onbekend} {unsubscribe}"}, "onbekend"),
        ({"text": "Zonder link"}, "af te melden"),
        ({"html": "<p>{salutation.__class__} {unsubscribe}</p>", "text": "{x.y}"}, "accolade"),
        ({"html": "<p class={village}>{unsubscribe}</p>"}, "opmaak"),
        ({"html": f"<p>{'x' * 100_000}{{unsubscribe}}</p>"}, "100 kB"),
        ({"subject": "een\r\nBcc: x@y.test"}, "onderwerp"),
        ({"list_id": "Ons blad>"}, "mailinglijst"),
        ({"text": "a\x00b"}, "stuurteken"),
    ],
)
def test_mail_17_body_that_cannot_be_used_is_refused(changes: dict[str, str], reason: str) -> None:
    with pytest.raises(BadInputError, match=reason):
        body(**changes)


def test_mail_18_confidential_mail_is_never_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = MailKind(**(vars(LETTER) | {"confidential": True}))
    monkeypatch.setitem(kinds(), LETTER.name, ("mail", secret))
    with pytest.raises(BadInputError, match="mailinglijst"):
        body()


@pytest.mark.parametrize(
    "changes",
    [
        {"values": {"salutation": "x"}},
        {"unsubscribe_url": ""},
        {"unsubscribe_url": "https://x.test/>, <https://y.test"},
        {"values": {"salutation": "x", "village": "a\r\nBcc: x@y.test"}},
        {"values": {"salutation": "a\x00b", "village": "x"}},
    ],
)
def test_mail_3_recipient_with_wrong_values_queues_nothing(changes: dict[str, object]) -> None:
    with pytest.raises(BadInputError):
        queue_many(body(), [to(1), to(2, **changes)], campaign="een")
    assert OutboxMail.select().count() == 0


def test_mail_9_envelope_sender_tells_which_mail_and_cannot_be_made_up() -> None:
    mail, other = queued_row(), queue_mail("mail.test", Recipient("a@dorp.test"), {"moment": "nu"})
    address = envelope_sender(mail)
    assert read_envelope_token(address) == mail
    assert read_envelope_token(address.upper()) == mail
    number, _, digest = envelope_token(other).partition("-")
    for forged in (f"post+{mail.id:x}-{digest}@x.test", f"post+{number}-{'a' * 20}@x.test", "post@x.test", "", "+@"):
        assert read_envelope_token(forged) is None
    change_setting("mail.bounce_address", "terug@post.example")
    registry.refresh()
    assert envelope_sender(mail) == f"terug+{envelope_token(mail)}@post.example"


def test_mail_9_message_goes_out_with_its_token_as_envelope_sender(to_sink) -> None:
    mail = queued_row()
    deliver()
    assert to_sink.senders == [f"post+{envelope_token(mail)}@vereniging.example"]


def test_mail_8_answer_of_a_machine_has_a_null_sender(to_sink) -> None:
    queue_mail("mail.test", Recipient("a@dorp.test"), {"moment": "nu"}, answers="<1@dorp.test>")
    assert deliver() == 1
    message = to_sink.messages()[0]
    assert to_sink.senders == ["<>"]
    assert (message["Auto-Submitted"], message["In-Reply-To"]) == ("auto-replied", "<1@dorp.test>")
    with pytest.raises(BadInputError):
        queue_mail("mail.test", Recipient("a@dorp.test"), {"moment": "nu"}, answers="<1@x>\r\nBcc: a")


def test_mail_12_paused_campaign_waits_and_a_stopped_one_never_goes(to_sink) -> None:
    queue_many(body(), [to(1), to(2)], campaign="een")
    pause_campaign("een")
    queue_many(body(), [to(3)], campaign="een")
    assert deliver() == 0
    assert campaign_state("een").paused
    resume_campaign("een")
    assert deliver() == 3
    queue_many(body(), [to(4)], campaign="een")
    assert stop_campaign("een") == 1
    assert deliver() == 0
    state = campaign_state("een")
    assert (state.standing, state.sent, state.dropped) == (CampaignStanding.STOPPED, 3, 1)
    with pytest.raises(BadInputError, match="gestopt"):
        resume_campaign("een")
    with pytest.raises(BadInputError, match="gestopt"):
        queue_many(body(), [to(5)], campaign="een")
    with pytest.raises(NotFoundError):
        campaign_state("twee")


def test_mail_5_who_unsubscribes_gets_no_copy_that_still_waited() -> None:
    queue_many(body(purpose="newsletter"), [to(1), to(2)], campaign="een")
    queue_many(body(purpose="invitations"), [to(1)], campaign="twee")
    queue_mail("mail.test", Recipient("lid1@dorp.test"), {"moment": "nu"})
    assert drop_queued(person_id=1, purpose="newsletter") == 1
    assert drop_queued(address="lid1@dorp.test") == 1
    assert drop_queued() == 0
    left = OutboxMail.select().where(OutboxMail.state == MailState.QUEUED)
    assert sorted(mail.kind for mail in left) == ["mail.letter", "mail.test"]


def test_mail_13_newsletter_in_doubt_is_not_sent_again(to_sink) -> None:
    mail = queued_row()
    to_sink.answer = lambda _: None
    deliver()
    state = OutboxMail.get_by_id(mail.id)
    assert (state.state, state.due_at) == (MailState.DOUBT, None)
    assert campaign_state("een").doubt == 1


def test_copy_is_read_on_the_screen_as_it_is_sent(to_sink) -> None:
    mail = queued_row()
    deliver()
    assert read(content_of(mail)).source == to_sink.kept[0][1].decode()
