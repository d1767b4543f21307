"""What people see of how the post goes."""

from datetime import timedelta

import pytest

from ovkk_core.clock import frozen, now
from ovkk_core.errors import BadInputError
from ovkk_core.history import AuditEntry
from ovkk_core.hookspecs import Impact
from ovkk_core.mail import MailState, OutboxMail
from ovkk_core.mail.delivery import deliver
from ovkk_core.mail.following import health, send_again, todos, waiting_of
from ovkk_core.registry import change_setting, registry
from tests.people import make_user


def test_failed_mail_gets_another_chance_with_the_same_message_id(to_sink, queued) -> None:
    to_sink.answer = lambda _: "550 nee"
    deliver()
    send_again(queued)
    to_sink.answer = lambda _: "250 ja"
    assert deliver() == 1
    assert [m["Message-ID"] for m in to_sink.messages()] == [queued.message_id]
    assert AuditEntry.get(action="mail.again").object_id == str(queued.id)


def test_sent_mail_cannot_be_sent_again(posting, queued) -> None:
    deliver()
    with pytest.raises(BadInputError):
        send_again(queued)


def test_failed_mail_is_a_to_do_for_who_may_send(to_sink, queued) -> None:
    anna, bram = make_user("redacteur"), make_user("lezer", name="Bram")
    assert todos(anna) == []
    to_sink.answer = lambda _: "550 nee"
    deliver()
    assert [t.title for t in todos(anna)] == ["1 mail is niet aangekomen"]
    assert [t.address for t in todos(anna)] == ["/beheer/post/?f_state=failed"]
    assert todos(bram) == []


def test_mail_of_a_room_that_is_off_waits_until_it_is_on_and_is_counted_before(posting, queued) -> None:
    OutboxMail.update(room="uit").execute()
    assert deliver() == 0
    assert waiting_of("uit") == [Impact(1, "mails die nog niet verstuurd zijn; zij wachten")]
    assert waiting_of("mail") == []
    OutboxMail.update(room="mail").execute()
    assert deliver() == 1


def test_health_tells_of_post_that_waits_too_long_and_of_failures(to_sink, queued) -> None:
    assert [check.ok for check in health()] == [True, True, True]
    with frozen(now() + timedelta(minutes=31)):
        assert [check.ok for check in health()] == [True, False, True]
    to_sink.answer = lambda _: "550 nee"
    deliver()
    assert OutboxMail.get().state is MailState.FAILED
    assert [check.ok for check in health()] == [True, True, False]
    with frozen(now() + timedelta(days=2)):
        assert [check.ok for check in health()] == [True, True, True]


def test_rel_3_paused_post_waits_and_health_says_so(to_sink, queued) -> None:
    change_setting("mail.paused", "1")
    registry.refresh()
    assert deliver() == 0
    assert [check.ok for check in health()] == [False, True, True]
    change_setting("mail.paused", "0")
    registry.refresh()
    assert deliver() == 1
