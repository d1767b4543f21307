"""Delivery to a real mail server on loopback: what is kept, tried again, given up and doubted (MAIL-12, MAIL-13)."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from ovkk_core.clock import frozen, now
from ovkk_core.database import connected
from ovkk_core.mail import MailState, OutboxMail
from ovkk_core.mail.claiming import claim, wait_after
from ovkk_core.mail.delivery import deliver
from ovkk_core.mail.mail import queue_test
from ovkk_core.mail.sheets import Sheets
from ovkk_core.registry import change_setting, registry


def later(minutes: float) -> object:
    """Hold the clock at so many minutes from now."""
    return frozen(now() + timedelta(minutes=minutes))


def again(mail: OutboxMail) -> OutboxMail:
    """Give the row as it is now."""
    return OutboxMail.get_by_id(mail.id)


def test_delivered_mail_keeps_the_reply_of_the_server(to_sink, queued) -> None:
    assert deliver() == 1
    assert [to for to, _ in to_sink.kept] == [["bram@dorpsraad.test"]]
    assert to_sink.kept[0][1] == bytes(queued.content)
    sent = again(queued)
    assert (sent.state, sent.reply, sent.due_at) == (MailState.SENT, "250 2.0.0 in bewaring", None)


def test_a_batch_goes_over_one_connection(to_sink, posting) -> None:
    for number in range(5):
        queue_test(f"lid{number}@dorp.test")
    assert deliver() == 5
    assert to_sink.connections == 1


def test_captured_mail_is_sent_and_stays_readable(posting, queued) -> None:
    deliver()
    captured = again(queued)
    assert (captured.state, captured.reply) == (MailState.SENT, "captured")
    assert bytes(captured.content) == bytes(queued.content)


def test_mail_12_server_away_defers_one_mail_and_leaves_the_rest(posting, sink, queued) -> None:
    posting("smtp://127.0.0.1:9")
    other = queue_test("chris@dorp.test")
    assert deliver() == 0
    first = again(queued)
    assert (first.state, first.attempts) == (MailState.DEFERRED, 1)
    assert timedelta(minutes=4) < first.due_at - now() < timedelta(minutes=7)
    assert "niet te bereiken" in first.reply
    assert again(other).state is MailState.QUEUED
    posting(f"smtp://127.0.0.1:{sink.port}")
    with later(10):
        assert deliver() == 2


def test_mail_12_answer_4xx_defers_and_the_same_bytes_are_tried_again(to_sink, queued) -> None:
    to_sink.answer = lambda _: "451 4.7.1 probeer later"
    deliver()
    assert (again(queued).state, again(queued).reply) == (MailState.DEFERRED, "451 4.7.1 probeer later")
    to_sink.answer = lambda _: "250 ok"
    assert deliver() == 0, "not before its time"
    with later(7):
        assert deliver() == 1
    assert to_sink.kept[0][1] == bytes(queued.content)


@pytest.mark.parametrize("where", ["recipient", "message"])
def test_mail_12_answer_5xx_is_final_at_once(to_sink, queued, where: str) -> None:
    if where == "recipient":
        to_sink.refuse_recipient = "550 5.1.1 bestaat niet"
    else:
        to_sink.answer = lambda _: "550 5.1.1 bestaat niet"
    deliver()
    failed = again(queued)
    assert (failed.state, failed.reply, failed.due_at) == (MailState.FAILED, "550 5.1.1 bestaat niet", None)


def test_one_refused_mail_does_not_hold_up_the_next(to_sink, posting) -> None:
    queue_test("weg@dorp.test")
    queue_test("anna@dorp.test")
    to_sink.answer = lambda content: "550 nee" if b"weg@" in content else "250 ja"
    assert deliver() == 1


def test_mail_13_line_dropped_after_the_message_is_doubt_and_goes_again_with_the_same_id(to_sink, queued) -> None:
    to_sink.answer = lambda _: None
    deliver()
    assert again(queued).state is MailState.DOUBT
    to_sink.answer = lambda _: "250 ok"
    with later(7):
        assert deliver() == 1
    assert [m["Message-ID"] for m in to_sink.messages()] == [queued.message_id] * 2


def test_mail_13_error_of_ours_halfway_keeps_what_was_handed_over_and_lets_go_of_the_rest(
    to_sink, posting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        queue_test(f"lid{number}@dorp.test")
    whole = Sheets.content

    def breaks_at_the_fifth(sheets: Sheets, mail: OutboxMail) -> bytes:
        if mail.address == "lid4@dorp.test":
            raise RuntimeError("kapot")
        return whole(sheets, mail)

    monkeypatch.setattr(Sheets, "content", breaks_at_the_fifth)
    with pytest.raises(RuntimeError, match="kapot"):
        deliver()
    states = Counter(mail.state for mail in OutboxMail.select())
    assert states == {MailState.SENT: len(to_sink.kept), MailState.QUEUED: 8 - len(to_sink.kept)}
    assert len(to_sink.kept) in range(1, 5)


def test_mail_12_waits_grow_from_five_minutes_to_four_hours() -> None:
    shortest = [timedelta(minutes=m) for m in (5, 30, 60, 120, 240, 240)]
    for attempt, least in enumerate(shortest, start=1):
        assert least <= wait_after(attempt) <= least * 1.2


def test_mail_12_gives_up_after_five_days(to_sink, queued) -> None:
    to_sink.answer = lambda _: "451 later"
    start = now()
    tries = 0
    while again(queued).state is not MailState.FAILED:
        with frozen(again(queued).due_at):
            deliver()
        tries += 1
    assert 25 <= tries <= 40
    assert again(queued).tried_at - start < timedelta(minutes=1)


def test_mail_of_a_dead_worker_is_due_again_after_its_lease(to_sink, queued) -> None:
    assert [mail.id for mail in claim("een")] == [queued.id]
    assert deliver() == 0
    with later(1.1):
        assert deliver() == 1


def test_two_workers_claim_no_mail_twice(posting: Callable[[str], None]) -> None:
    for number in range(40):
        queue_test(f"lid{number}@dorp.test")
    claimed: list[int] = []

    def work(name: str) -> None:
        with connected():
            while mails := claim(name, most=3):
                claimed.extend(mail.id for mail in mails)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("een", "twee")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == [m.id for m in OutboxMail.select().order_by(OutboxMail.id)]


def test_hourly_limit_holds_the_rest_until_the_hour_has_room(posting: Callable[[str], None]) -> None:
    change_setting("mail.hourly_limit", "2")
    registry.refresh()
    for number in range(5):
        queue_test(f"lid{number}@dorp.test")
    assert deliver() == 2
    with later(61):
        assert deliver() == 2


def test_mail_15_address_with_other_letters_fails_readably_where_the_server_does_not_take_it(to_sink, posting) -> None:
    to_sink.withholds = "SMTPUTF8"
    strange, plain = queue_test("\u00fcn\u00ef@dorp.test"), queue_test("anna@dorp.test")
    assert deliver() == 1
    assert again(strange).state is MailState.FAILED
    assert "bijzondere letters" in again(strange).reply
    assert again(plain).state is MailState.SENT


def test_mail_15_address_with_other_letters_arrives_where_the_server_takes_it(to_sink, posting) -> None:
    queue_test("\u00fcn\u00ef@dorp.test")
    assert deliver() == 1
    assert to_sink.kept[0][0] == ["\u00fcn\u00ef@dorp.test"]


def test_commands_go_together_where_the_server_allows_that(to_sink, posting) -> None:
    to_sink.offers = ["250-PIPELINING"]
    to_sink.refuse_recipient = "550 5.1.1 bestaat niet"
    first = queue_test("weg@dorp.test")
    assert deliver() == 0
    assert again(first).reply == "550 5.1.1 bestaat niet"
    to_sink.refuse_recipient = ""
    queue_test("anna@dorp.test")
    queue_test("bram@dorp.test")
    assert deliver() == 2
    assert again(first).state is MailState.FAILED
