"""The test mail of ``ovkk mail test``."""

import pytest

from ovkk_core.errors import BadInputError
from ovkk_core.mail import OutboxMail, send_test
from ovkk_core.mail.mail import queue_test


def test_test_mail_is_sent_at_once_alone_and_tells_what_the_server_answered(to_sink) -> None:
    queue_test("chris@dorp.test")
    story = send_test("Bram@DORP.test")
    assert story == "De testmail aan Bram@dorp.test is verstuurd. De mailserver antwoordde: 250 2.0.0 in bewaring"
    assert [to for to, _ in to_sink.kept] == [["Bram@dorp.test"]]


def test_test_mail_tells_of_a_refusal_and_of_a_server_that_is_away(to_sink, posting) -> None:
    to_sink.refuse_recipient = "550 5.1.1 bestaat niet"
    assert "geweigerd. De mailserver antwoordde: 550 5.1.1 bestaat niet" in send_test("bram@dorp.test")
    posting("smtp://127.0.0.1:9")
    assert "later opnieuw geprobeerd. De mailserver is niet te bereiken" in send_test("bram@dorp.test")


def test_test_mail_to_what_is_no_address_is_refused(posting) -> None:
    with pytest.raises(BadInputError, match="geen mailadres"):
        send_test("bram")
    assert OutboxMail.select().count() == 0
