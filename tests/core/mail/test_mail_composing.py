"""The bytes of a mail, against the standard library's parser and what people may type (MAIL-1, 2, 3, 8; F5)."""

import email.utils
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovkk_core.errors import BadInputError
from ovkk_core.mail import Attachment, Recipient
from ovkk_core.mail.composing import Heading, Letter, compose
from ovkk_core.mail.parts import one_line

SENDER = Recipient("post@vereniging.example", "Vereniging Kleine Dorpen")
BRAM = Recipient("bram@dorpsraad.test", "Bram de Vries")
LETTER = Letter("Uitnodiging", "Beste Bram,\n\nU komt toch?\n", "<p>Beste Bram, U komt toch?</p>")
ONCE = ["Date", "From", "Auto-Submitted", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type"]
BREAKS = ["\r\nBcc: chris@dorp.test", "\nBcc: chris@dorp.test", "\rX: y", "a\x00b", "a\x85b", "a\u2028b", "a\x0bb"]
ICS = Attachment("schouw.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar", {"method": "REQUEST"})

lines = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=120)


def parsed(content: bytes) -> EmailMessage:
    """Parse strictly: any defect anywhere fails the test."""
    message = BytesParser(policy=SMTP.clone(raise_on_defect=True)).parsebytes(content)
    for part in message.walk():
        assert part.defects == []
        assert [value.defects for value in part.values() if value.defects] == []
    return message


def shown_name(content: bytes) -> str:
    """Give the name in To by RFC 2047; the new parser keeps the spaces between encoded words of a name (6.2)."""
    name, _ = email.utils.parseaddr(str(email.message_from_bytes(content)["To"]))
    return str(make_header(decode_header(name)))


def letter_to(to: Recipient, letter: Letter = LETTER, *attachments: Attachment, reply_to: Recipient | None = None):
    return compose(letter, Heading(SENDER, to, "<abc@vereniging.example>", reply_to), attachments)


def test_mail_1_every_header_stands_once_and_lines_are_short_and_end_in_crlf() -> None:
    content = letter_to(Recipient("bram@dorpsraad.test", "Bram " + "van der Zuiderzéé " * 10), LETTER, ICS)
    message = parsed(content)
    assert [len(message.get_all(name)) for name in ONCE] == [1] * len(ONCE)
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert email.utils.parsedate_to_datetime(message["Date"]).tzinfo is not None


def test_mail_2_plain_text_comes_first_and_html_second_in_quoted_printable() -> None:
    message = parsed(letter_to(BRAM, Letter("Één", "Één é\n" + "woord " * 400 + "\n", "<p>é " + "x" * 2000 + "</p>")))
    assert message.get_content_type() == "multipart/alternative"
    assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]
    assert {p["Content-Transfer-Encoding"] for p in message.iter_parts()} == {"quoted-printable"}
    assert message.get_body(("plain",)).get_content().startswith("Één é\r\n")


def test_mail_2_calendar_file_keeps_its_method_and_bytes() -> None:
    message = parsed(letter_to(BRAM, LETTER, ICS))
    enclosed = next(message.iter_attachments())
    assert (enclosed.get_content_type(), enclosed.get_param("method")) == ("text/calendar", "REQUEST")
    assert enclosed.get_filename() == "schouw.ics"
    assert enclosed.get_payload(decode=True) == ICS.content


def test_mail_8_system_mail_says_that_it_is_generated() -> None:
    assert parsed(letter_to(BRAM))["Auto-Submitted"] == "auto-generated"


def test_reply_to_is_its_own_header_and_from_stays_ours() -> None:
    message = parsed(letter_to(BRAM, reply_to=Recipient("chris@dorp.test", "Chris")))
    assert str(message["Reply-To"]) == "Chris <chris@dorp.test>"
    assert message["From"].addresses == (Address(SENDER.name, addr_spec=SENDER.address),)


@pytest.mark.parametrize("bad", BREAKS)
def test_mail_3_control_characters_are_refused_in_every_field(bad: str) -> None:
    for make in (
        lambda: Recipient("bram@dorp.test", f"Bram{bad}"),
        lambda: Recipient(f"bram@dorp.test{bad}"),
        lambda: Recipient(f"br{bad}am@dorp.test"),
        lambda: Attachment(f"a{bad}.pdf", b"", "application/pdf"),
        lambda: Attachment("a.pdf", b"", f"application/pdf{bad}"),
        lambda: Attachment("a.ics", b"", "text/calendar", {"method": f"REQUEST{bad}"}),
        lambda: Attachment("a.ics", b"", "text/calendar", {f"method{bad}": "REQUEST"}),
    ):
        with pytest.raises(BadInputError):
            make()


@pytest.mark.parametrize(
    "address",
    ["", "bram", "a@b@c.test", "a@b.test, c@d.test", "Bram <a@b.test>", "a b@c.test", "@", "a@.test"],
)
def test_mail_3_what_is_not_one_plain_address_is_refused(address: str) -> None:
    with pytest.raises(BadInputError):
        Recipient(address)


def test_mail_15_letters_before_the_at_stay_and_the_bytes_are_utf_8() -> None:
    content = letter_to(Recipient("u\u0308n\u00ef@D\u00f6rp.test", "Bram"))
    assert 'To: "Bram" <\u00fcn\u00ef@xn--drp-sna.test>'.encode() in content


def test_mail_15_domain_goes_as_a_label_in_lower_case() -> None:
    assert Recipient("Bram@Dörp.TEST").address == "Bram@xn--drp-sna.test"


@pytest.mark.parametrize("kind", ["multipart/mixed", "message/rfc822", "text", "text/plain; charset=x", "Text/Plain"])
def test_mail_3_attachment_cannot_bring_parts_of_its_own(kind: str) -> None:
    with pytest.raises(BadInputError):
        Attachment("a", b"", kind)


@settings(deadline=None)
@given(name=lines, subject=lines, text=lines, filename=lines)
def test_mail_3_nothing_typed_adds_a_header_a_recipient_or_a_part(
    name: str, subject: str, text: str, filename: str
) -> None:
    to = Recipient("bram@dorpsraad.test", name)
    attached = Attachment("x" + filename.replace("/", "").replace("\\", ""), text.encode(), "application/pdf")
    subject = one_line(subject, "het onderwerp")
    content = letter_to(to, Letter(subject, text, text), attached)
    message = parsed(content)
    assert list(message) == ONCE
    assert [a.addr_spec for a in message["To"].addresses] == ["bram@dorpsraad.test"]
    assert shown_name(content) == to.name
    assert str(message["Subject"]) == subject
    assert [p.get_content_type() for p in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    assert next(message.iter_attachments()).get_filename() == attached.filename


def test_mail_1_long_ascii_subject_stays_readable_in_the_source() -> None:
    subject = "Uitnodiging: Dorpenschouw Hof van Twente (voorbeeld) op vrijdag 18 december 2026"
    content = letter_to(BRAM, Letter(subject, LETTER.text, LETTER.html))
    assert b"\r\nSubject: Uitnodiging: Dorpenschouw Hof van Twente" in content
    assert parsed(content)["Subject"] == subject
