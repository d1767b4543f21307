"""The list of a large mailing is made by the worker, once, whatever is clicked, changed or dies meanwhile (MAIL-14)."""

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from toy_plugin.models import Toy

from ovkk_core.audiences import Audience, Snapshot, SnapshotMember, freezing
from ovkk_core.audiences.models import PATIENCE, SnapshotState
from ovkk_core.clock import frozen
from ovkk_core.consents import MEMBERSHIP
from ovkk_core.contacts import Person
from ovkk_core.database import connected
from ovkk_core.errors import BadInputError
from ovkk_core.jobs import Job, JobState, run_due
from ovkk_core.mailings import Mailing
from ovkk_core.mailings.deciding import choose_audience, send
from ovkk_core.mailings.following_up import follow_up
from ovkk_core.mailings.listing import fix_list, list_of
from ovkk_core.mailings.models import Toward
from ovkk_core.registry import switch
from tests.core.audiences.conftest import NOW, group, leaf
from tests.core.mailings.conftest import Make, send_all
from tests.people import log_in, make_user

SCREEN = "/beheer/mailings/1/versturen/"


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let five be many."""
    monkeypatch.setattr(freezing, "LARGE", 4)


def test_mail_14_large_list_is_made_by_the_worker_once_with_progress(client: FlaskClient, make: Make) -> None:
    mailing = make()
    log_in(client, make_user("redacteur"))
    for _click in range(2):
        assert client.post("/beheer/mailings/1/lijst/").status_code == 303
    begun = Snapshot.get()
    with pytest.raises(BadInputError, match="wordt nog gemaakt"):
        send(mailing, begun.id)
    page = client.get(SCREEN).text
    assert '<progress id="voortgang" value="0" max="5">' in page
    assert '<meta http-equiv="refresh" content="5">' in page
    assert "http-equiv" not in client.get(f"{SCREEN}?ververs=nee").text
    run_due()
    freezing.work(begun.id)
    kept = Snapshot.get()
    assert (kept.id, kept.ready, kept.count, kept.members.count()) == (begun.id, True, 5, 5)
    assert "krijgen een mail" in client.get(SCREEN).text
    assert send(mailing, kept.id)
    with pytest.raises(BadInputError, match="ingepland"):
        fix_list(mailing)


def at_once(app: Flask, do: Callable[[], object]) -> list[object]:
    """Do it three times at the same moment; give what came of it."""
    start, found = threading.Barrier(3), []

    def run() -> None:
        with app.app_context(), connected():
            start.wait()
            found.append(do())

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_mail_14_list_that_is_asked_for_and_made_three_times_at_once_is_there_once(app: Flask, make: Make) -> None:
    mailing = make()
    begun = at_once(app, lambda: fix_list(mailing).id)
    assert (len(begun), len(set(begun)), Snapshot.select().count()) == (3, 1, 1)
    assert Job.select().where(Job.name == freezing.FREEZE).count() == 1
    assert len(at_once(app, lambda: freezing.work(Snapshot.get().id))) == 3
    assert (Snapshot.get().ready, SnapshotMember.select().count()) == (True, 5)


def test_mail_14_worker_that_dies_halfway_leaves_a_list_that_another_makes(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, real = fix_list(make()), freezing.judged_rows

    def dies(rows: Iterable[Any], purpose: str) -> Iterator[Any]:
        yield next(iter(real(rows, purpose)))
        raise SystemExit

    monkeypatch.setattr(freezing, "judged_rows", dies)
    with pytest.raises(SystemExit):
        run_due()
    assert Snapshot.get().busy
    assert not SnapshotMember.select().exists()
    monkeypatch.setattr(freezing, "judged_rows", real)
    Job.update(lease_until=NOW - timedelta(seconds=1)).where(Job.state == JobState.CLAIMED).execute()
    run_due()
    assert (Snapshot.get().ready, Snapshot.get_by_id(kept.id).members.count()) == (True, 5)


def test_mail_14_list_that_is_no_longer_wanted_is_not_made(make: Make, boards: Audience) -> None:
    mailing = make()
    fix_list(mailing)
    choose_audience(mailing, boards, MEMBERSHIP)
    assert Snapshot.get().state is SnapshotState.DROPPED
    with pytest.raises(BadInputError, match="intussen veranderd"):
        fix_list(mailing)
    fix_list(Mailing.get_by_id(mailing.id))
    Mailing.get_by_id(mailing.id).delete_instance()
    run_due()
    assert [(one.state, one.members.count()) for one in Snapshot.select()] == [(SnapshotState.DROPPED, 0)] * 2
    assert {job.state for job in Job.select().where(Job.name == freezing.FREEZE)} == {JobState.DONE}


def test_mail_14_list_that_cannot_be_made_says_why_and_is_begun_anew(
    client: FlaskClient, make: Make, boards: Audience
) -> None:
    mailing = make()
    fix_list(mailing)
    rule = boards.rule
    Audience.update(rule=group("all", leaf("kind", "village_council"), leaf("away.thing", "1"))).execute()
    run_due()
    log_in(client, make_user("redacteur"))
    page = client.get(SCREEN).text
    assert "De lijst kon niet worden gemaakt.</strong>" in page
    assert "http-equiv" not in page
    Audience.update(rule=rule).execute()
    fix_list(mailing)
    with frozen(NOW + PATIENCE):
        assert "duurt veel langer" in client.get(SCREEN).text
        last = fix_list(mailing)
        run_due()
    dropped = SnapshotState.DROPPED
    assert [one.state for one in Snapshot.select().order_by(Snapshot.id)] == [dropped, dropped, SnapshotState.READY]
    assert list_of(mailing) == last


def test_large_follow_up_is_fixed_by_the_worker_and_says_why_it_cannot_be(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch("toy", True)
    monkeypatch.setattr(freezing, "LARGE", 5)
    mailing = make()
    Mailing.update(about="toy.fair").execute()
    mailing = send_all(Mailing.get_by_id(mailing.id))
    monkeypatch.setattr(freezing, "LARGE", 4)
    Toy.create(title=str(Person.get(family_name="Vilsteren").id), kind="antwoord")
    silent = follow_up(mailing, Toward.SILENT)
    begun = fix_list(silent)
    switch("toy", False)
    run_due()
    assert "onderdeel staat uit" in Snapshot.get_by_id(begun.id).problem
    switch("toy", True)
    made = fix_list(silent)
    run_due()
    assert (Snapshot.get_by_id(made.id).ready, Snapshot.get_by_id(made.id).count) == (True, 4)
