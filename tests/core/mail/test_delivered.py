"""Whatever is typed, a mail has the headers, the recipient and the parts that it should have (MAIL-3)."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovkk_core.errors import BadInputError
from ovkk_core.mail import BulkRecipient, OutboxMail, Recipient, content_of, queue_mail, queue_many, store_body
from ovkk_core.mail.kinds import kinds
from tests.core.mail.news import NEWS
from tests.core.mail.test_mail_composing import parsed

LINK = "https://vereniging.example/afmelden/abc"
PARTS = ["multipart/alternative", "text/plain", "text/html"]
ATTACK = st.builds(
    "{}{}{}: {}".format,
    st.text(max_size=5),
    st.sampled_from(["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\r\n\r\n", "?=\r\n", "%0d%0a", "\\r\\n"]),
    st.sampled_from(["Bcc", "To", "Content-Type", "List-Unsubscribe", "\r\n--==="]),
    st.sampled_from(["chris@dorp.test", "multipart/mixed", "<https://dorp.test>, x"]),
)
anything = st.text(max_size=60) | ATTACK
one_line = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60)
typed = anything | one_line


@pytest.fixture(autouse=True)
def _news(posting: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds(), NEWS.name, ("mail", NEWS))


def shape(queue: Callable[[], object]) -> tuple[list[str], list[str], list[str]] | None:
    """Give the headers, recipients and parts of what is queued; None when it is refused at the door."""
    OutboxMail.delete().execute()
    try:
        queue()
    except BadInputError:
        assert not OutboxMail.select().exists()
        return None
    message = parsed(content_of(OutboxMail.get()))
    recipients = [address.addr_spec for address in message["To"].addresses]
    return list(message), recipients, [part.get_content_type() for part in message.walk()]


def queue_one(name: str = "Bram", value: str = "nu", reply_name: str = "Post") -> object:
    to, reply_to = Recipient("bram@dorp.test", name), Recipient("post@dorp.test", reply_name)
    return queue_mail("mail.test", to, {"moment": value}, reply_to=reply_to)


def queue_copy(name: str = "Bram", value: str = "Bram", subject: str = "", list_name: str = "Nieuws") -> object:
    texts = {"subject": f"{{name}} {subject}", "text": f"{{name}} {LINK}", "html": "<p>{name} {unsubscribe}</p>"}
    body = store_body(NEWS.name, **texts, list_id="nieuws", list_name=list_name)
    recipient = BulkRecipient(Recipient("bram@dorp.test", name), {"name": value}, unsubscribe_url=LINK)
    return queue_many(body, [recipient], campaign="een")


def test_mail_3_nothing_in_one_mail_adds_a_header_a_recipient_or_a_part() -> None:
    plain = shape(queue_one)
    assert plain is not None
    assert plain[1:] == (["bram@dorp.test"], PARTS)

    @given(name=typed, value=typed, reply_name=typed)
    def nothing(name: str, value: str, reply_name: str) -> None:
        assert shape(lambda: queue_one(name, value, reply_name)) in (None, plain)

    nothing()


def test_mail_3_nothing_in_a_mail_to_many_adds_a_header_a_recipient_or_a_part() -> None:
    plain = shape(queue_copy)
    assert plain is not None
    assert plain[1:] == (["bram@dorp.test"], PARTS)

    @given(name=typed, value=typed, subject=typed, list_name=typed)
    def nothing(name: str, value: str, subject: str, list_name: str) -> None:
        assert shape(lambda: queue_copy(name, value, subject, list_name)) in (None, plain)

    nothing()
