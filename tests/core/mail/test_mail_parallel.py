"""Several connections and several workers: limits per domain, and what is taken back while it goes on (MAIL-12)."""

import threading
from collections import Counter
from datetime import timedelta

import pytest

from ovkk_core.clock import frozen, now
from ovkk_core.database import connected
from ovkk_core.mail import (
    BulkRecipient,
    MailState,
    OutboxMail,
    Recipient,
    campaign_state,
    drop,
    drop_queued,
    pause_campaign,
    queue_many,
    resume_campaign,
    stop_campaign,
    store_body,
)
from ovkk_core.mail.claiming import Keeping, claim
from ovkk_core.mail.delivery import deliver
from ovkk_core.mail.kinds import kinds
from ovkk_core.mail.mail import queue_test
from ovkk_core.registry import change_setting, registry
from tests.core.mail.news import NEWS


@pytest.fixture(autouse=True)
def _news(posting: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds(), NEWS.name, ("mail", NEWS))


def settle_on(**settings: str) -> None:
    """Change settings of the post office."""
    for name, value in settings.items():
        change_setting(f"mail.{name}", value)
    registry.refresh()


def newsletter(count: int, domain: str = "dorp.test") -> None:
    """Queue a newsletter to so many."""
    body = store_body(
        "mail.news", subject="Nieuws", text="{name} {unsubscribe}", html="<p>{unsubscribe}</p>", marketing=True
    )
    link = "https://vereniging.example/afmelden/a"
    each = (BulkRecipient(Recipient(f"lid{n}@{domain}"), {"name": f"Lid {n}"}, n, link) for n in range(count))
    queue_many(body, each, campaign="nieuws")


def states() -> Counter[MailState]:
    return Counter(mail.state for mail in OutboxMail.select())


def test_many_mails_go_over_several_connections_each_once(to_sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ovkk_core.mail.delivery.LOOK_AGAIN", 0.0)
    settle_on(connections="4")
    newsletter(120)
    assert deliver() == 120
    assert to_sink.connections == 4
    assert len({str(m["Message-ID"]) for m in to_sink.messages()}) == len(to_sink.kept) == 120


def test_two_deliveries_at_once_send_no_mail_twice(to_sink) -> None:
    newsletter(60)
    sent: list[int] = []

    def work() -> None:
        with connected():
            sent.append(deliver())

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sent) == len(to_sink.kept) == 60


def test_mail_12_one_domain_gets_no_more_at_a_time_than_it_may(to_sink) -> None:
    settle_on(connections="4", domain_connections="1")
    newsletter(20, "ene.test")
    for number in range(20):
        queue_test(f"lid{number}@andere.test")
    busy: Counter[str] = Counter()
    most: Counter[str] = Counter()

    def watch(content: bytes) -> str:
        domain = "ene" if b"@ene.test" in content else "andere"
        busy[domain] += 1
        most[domain] = max(most[domain], busy[domain])
        busy[domain] -= 1
        return "250 ok"

    to_sink.answer = watch
    assert deliver() == 40
    assert set(most.values()) == {1}


def test_mail_12_hourly_limit_of_a_domain_leaves_other_domains_alone(to_sink) -> None:
    settle_on(domain_hourly_limit="3")
    newsletter(5, "ene.test")
    queue_test("anna@andere.test")
    assert deliver() == 4
    assert deliver() == 0
    with frozen(now() + timedelta(minutes=61)):
        assert deliver() == 2


@pytest.mark.parametrize("way", ["pause", "stop"])
def test_mail_12_campaign_ends_at_once_with_what_is_claimed_already(to_sink, app, way: str) -> None:
    newsletter(40)
    settle_on(connections="1")

    def act() -> None:
        with app.app_context(), connected():
            pause_campaign("nieuws") if way == "pause" else stop_campaign("nieuws")

    def at_the_third(_: bytes) -> str:
        if len(to_sink.kept) == 2:
            thread = threading.Thread(target=act)
            thread.start()
            thread.join()
        return "250 ok"

    to_sink.answer = at_the_third
    assert deliver() in {3, 4}, "one more may be in hands"
    state = campaign_state("nieuws")
    assert state.claimed == 0
    if way == "stop":
        assert state.dropped == 40 - state.sent
        return
    assert state.queued == 40 - state.sent
    resume_campaign("nieuws")
    to_sink.answer = lambda _: "250 ok"
    assert deliver() == 40 - state.sent


def test_mail_5_unsubscribing_takes_a_copy_back_that_a_worker_has_claimed(to_sink) -> None:
    newsletter(3)
    keeping, mails = Keeping("een"), claim("een")
    assert keeping.begin(mails[0])
    assert drop_queued(person_id=mails[0].person) == 0, "on its way"
    assert drop_queued(person_id=mails[1].person) == 1
    assert not keeping.begin(mails[1])
    assert drop([mails[2]]) == 1
    keeping.let_go()
    assert deliver() == 0


def test_mail_13_newsletter_in_the_hands_of_a_dead_worker_is_in_doubt_and_the_rest_goes(to_sink) -> None:
    newsletter(3)
    test = queue_test("anna@dorp.test")
    keeping = Keeping("dood")
    for mail in claim("dood"):
        if mail.person == 0 or mail.id == test.id:
            keeping.begin(mail)
    with frozen(now() + timedelta(minutes=2)):
        assert deliver() == 3
    assert states() == {MailState.SENT: 3, MailState.DOUBT: 1}
    assert OutboxMail.get(state=MailState.DOUBT).person == 0


def test_all_post_waits_while_it_is_paused(to_sink) -> None:
    newsletter(2)
    settle_on(paused="1")
    assert deliver() == 0
    assert states() == {MailState.QUEUED: 2}


def test_server_that_refuses_a_second_connection_still_gets_the_post_over_the_first(to_sink) -> None:
    to_sink.most_connections = 1
    newsletter(30)
    assert deliver() == 30
