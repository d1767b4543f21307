"""A mailing goes to whom it should, each once, whatever is clicked and whatever dies (MAIL-12 to MAIL-14)."""

import threading
from datetime import timedelta

import pytest

from ovkk_core.audiences import SnapshotMember
from ovkk_core.clock import frozen
from ovkk_core.consents import (
    INVITATIONS,
    MEMBERSHIP,
    NEWSLETTER,
    ConsentWay,
    SuppressionReason,
    suppress,
    unsubscribe,
    unsubscribe_url,
    withdraw,
)
from ovkk_core.contacts import Person, Position, PositionFunction
from ovkk_core.database import connected
from ovkk_core.errors import BadInputError
from ovkk_core.jobs import Job, JobState, run_due
from ovkk_core.mail import MailState, OutboxMail
from ovkk_core.mailings import Mailing, MailingState, MailingVariant, Variant, deciding, prepare_mailing, sending
from ovkk_core.mailings.deciding import send
from ovkk_core.mailings.listing import count_of, fix_list
from ovkk_core.mailings.models import MailingSkip
from ovkk_core.mailings.post import post_of
from tests.core.audiences.conftest import NOW, World, hold
from tests.core.mailings.conftest import Make, queue_all, send_all


def addresses(mailing: Mailing) -> list[str]:
    rows = OutboxMail.select(OutboxMail.address).where(OutboxMail.campaign == mailing.campaign)
    return sorted(address for (address,) in rows.tuples())


def test_mail_14_everybody_on_the_list_gets_one_mail_and_the_text_is_kept(make: Make) -> None:
    mailing = send_all(make())
    assert addresses(mailing) == [
        "cora.lemele@persoon.test",
        "info@vilsteren.test",
        "sanne.hoonhorst@persoon.test",
        "sanne.lemele@persoon.test",
        "sanne.vilsteren@persoon.test",
    ]
    assert mailing.state is MailingState.SENDING
    assert mailing.queued_at == NOW
    body = MailingVariant.get(mailing=mailing).body
    assert "Wij komen graag naar {dorp}." in body.text
    assert "{unsubscribe}" in body.html
    with pytest.raises(BadInputError, match="verandert nu niet"):
        deciding.save_draft(deciding.Draft("Anders", "Anders", ()), mailing)


def test_mail_14_two_positions_and_a_shared_address_get_one_mail_and_it_says_so(world: World, make: Make) -> None:
    sanne = Person.get(family_name="Lemele", given_name="Sanne")
    Position.create(
        organisation=world.councils["hoonhorst"],
        function=PositionFunction.CHAIR,
        person=sanne,
        email="vz@hoonhorst.test",
    )
    hold(world.councils["hoonhorst"], PositionFunction.TREASURER, "Tim Hoonhorst", email="sanne.hoonhorst@persoon.test")
    mailing = make()
    fix_list(mailing)
    count = count_of(mailing)
    assert (count.members, count.mails, count.doubles, count.excluded) == (7, 5, 2, 0)
    mailing = send_all(mailing)
    assert len(addresses(mailing)) == 5
    assert MailingSkip.select().where(MailingSkip.mailing == mailing).count() == 2


def test_mail_14_sent_twice_at_the_same_moment_goes_once(make: Make) -> None:
    mailing = make()
    kept = fix_list(mailing)
    decided: list[bool] = []
    start = threading.Barrier(3)

    def click() -> None:
        with connected():
            start.wait()
            decided.append(send(mailing, kept.id))

    from flask import current_app

    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def in_context() -> None:
        with app.app_context():
            click()

    threads = [threading.Thread(target=in_context) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(decided) == [False, False, True]
    run_due()
    assert send(mailing, kept.id) is False
    run_due()
    assert len(addresses(mailing)) == 5


def test_mail_14_a_list_that_changed_since_it_was_shown_is_not_sent_to(make: Make) -> None:
    mailing = make()
    shown = fix_list(mailing)
    fix_list(mailing)
    with pytest.raises(BadInputError, match="intussen een andere"):
        send(mailing, shown.id)
    assert Mailing.get_by_id(mailing.id).state is MailingState.DRAFT


def test_mail_13_a_worker_that_died_halfway_is_followed_by_one_that_doubles_nobody(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BATCH", 2)
    mailing, calls = make(), []
    real = sending.queue_many

    def dies(*args: object, **kwargs: object) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        return real(*args, **kwargs)  # type: ignore[arg-type]

    send(mailing, fix_list(mailing).id)
    monkeypatch.setattr(sending, "queue_many", dies)
    with pytest.raises(SystemExit):
        sending.send_due(mailing.id, 1)
    assert len(addresses(mailing)) == 2
    sending.send_due(mailing.id, 1)
    sending.send_due(mailing.id, 1)
    assert len(addresses(mailing)) == 5
    assert Mailing.get_by_id(mailing.id).queued_at == NOW


def test_mail_5_who_unsubscribed_after_the_list_was_fixed_gets_nothing(make: Make) -> None:
    mailing = make()
    kept = fix_list(mailing)
    withdraw(Person.get(family_name="Hoonhorst"), INVITATIONS, ConsentWay.LINK)
    suppress("info@vilsteren.test", SuppressionReason.COMPLAINT)
    send(mailing, kept.id)
    run_due()
    assert addresses(mailing) == [
        "cora.lemele@persoon.test", "sanne.lemele@persoon.test", "sanne.vilsteren@persoon.test",
    ]  # fmt: skip
    assert sorted(skip.reason for skip in MailingSkip.select()) == [
        "Afgemeld op 2 februari 2026.",
        "Naar dit adres mag geen post meer.",
    ]


def test_mail_5_who_unsubscribes_while_it_waits_gets_nothing_any_more(make: Make) -> None:
    mailing = queue_all(make())
    withdraw(Person.get(family_name="Hoonhorst"), INVITATIONS, ConsentWay.LINK)
    gone = OutboxMail.get(address="sanne.hoonhorst@persoon.test")
    assert gone.state is MailState.DROPPED
    assert post_of(mailing).under_way == 4


def test_mail_5_address_of_a_vacancy_that_unsubscribes_takes_the_copy_out_of_the_queue(make: Make) -> None:
    queue_all(make())
    mail = OutboxMail.get(address="info@vilsteren.test")
    unsubscribe(unsubscribe_url(None, INVITATIONS, mail.address).rpartition("/")[2])
    assert OutboxMail.get_by_id(mail.id).state is MailState.DROPPED


def test_mail_12_mailing_whose_job_failed_too_often_goes_on_by_itself(make: Make) -> None:
    mailing = make()
    send(mailing, fix_list(mailing).id)
    Mailing.update(state=MailingState.SENDING).execute()
    Job.update(state=JobState.DEAD).execute()
    sending.settle()
    run_due()
    assert len(addresses(mailing)) == 5


def test_priv_3_marketing_goes_to_who_agreed_only_and_membership_mail_has_no_opt_out(make: Make) -> None:
    newsletter = make(purpose=NEWSLETTER)
    fix_list(newsletter)
    count = count_of(newsletter)
    assert (count.mails, count.excluded) == (0, 5)
    with pytest.raises(BadInputError, match="niemand"):
        send(newsletter, MailingVariant.get(mailing=newsletter).snapshot_id)
    statutory = send_all(make(purpose=MEMBERSHIP))
    body = MailingVariant.get(mailing=statutory).body
    assert (body.list_id, body.marketing) == ("", False)
    assert "{unsubscribe}" not in body.text + body.html


def test_mail_12_scheduled_waits_for_its_moment_and_can_be_taken_back(make: Make) -> None:
    mailing = make()
    kept = fix_list(mailing)
    later = NOW + timedelta(days=1)
    send(mailing, kept.id, later)
    run_due()
    assert addresses(mailing) == []
    deciding.unschedule(mailing)
    assert Mailing.get_by_id(mailing.id).state is MailingState.DRAFT
    send(mailing, kept.id, later + timedelta(hours=1))
    with frozen(later):
        run_due()
    assert addresses(mailing) == []
    with frozen(later + timedelta(hours=1)):
        run_due()
    assert len(addresses(mailing)) == 5


def test_mail_12_pause_resume_and_stop(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "BATCH", 2)
    mailing = queue_all(make())
    deciding.pause(mailing)
    assert post_of(mailing).paused
    with pytest.raises(BadInputError, match="was u voor"):
        deciding.pause(mailing)
    deciding.resume(mailing)
    assert Mailing.get_by_id(mailing.id).state is MailingState.SENDING
    deciding.stop(mailing)
    stopped = Mailing.get_by_id(mailing.id)
    assert (stopped.state, stopped.ended_at) == (MailingState.STOPPED, NOW)
    assert post_of(mailing).dropped == 5


def test_mail_12_paused_before_it_was_all_queued_goes_on_where_it_was(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BATCH", 2)
    mailing = make()
    send(mailing, fix_list(mailing).id)
    real = sending.queue_many

    def pausing(*args: object, **kwargs: object) -> int:
        queued = real(*args, **kwargs)  # type: ignore[arg-type]
        monkeypatch.setattr(sending, "queue_many", real)
        Mailing.update(state=MailingState.PAUSED).where(Mailing.id == mailing.id).execute()
        return queued

    monkeypatch.setattr(sending, "queue_many", pausing)
    run_due()
    assert len(addresses(mailing)) == 2
    deciding.resume(Mailing.get_by_id(mailing.id))
    run_due()
    assert len(addresses(mailing)) == 5


def test_mailing_is_closed_when_nothing_waits_any_more(make: Make) -> None:
    mailing = queue_all(make())
    sending.settle()
    assert Mailing.get_by_id(mailing.id).state is MailingState.SENDING
    OutboxMail.update(state=MailState.SENT, due_at=None).execute()
    sending.settle()
    assert Mailing.get_by_id(mailing.id).state is MailingState.SENT


def test_mail_14_another_room_hands_over_its_variants_once(make: Make) -> None:
    written = make()
    kept, whole = fix_list(written), make()
    body = deciding.keep_body(written)
    other = fix_list(whole)
    variants = [Variant(kept, body, "besturen"), Variant(other, body, "nog eens dezelfde")]
    first = prepare_mailing("Nummer 1", INVITATIONS, variants, owner="mailings", key="1")
    again = prepare_mailing("Nummer 1", INVITATIONS, variants, owner="mailings", key="1")
    assert first == again
    run_due()
    assert len(addresses(first)) == 5
    assert MailingSkip.select().where(MailingSkip.mailing == first).count() == 5
    assert SnapshotMember.select().where(SnapshotMember.snapshot == kept).count() == 5
