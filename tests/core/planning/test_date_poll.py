"""Date polls: making one, asking, answering, the best date, the event that it becomes, and forgetting."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import nh3
import peewee
import pytest
from syrupy.assertion import SnapshotAssertion

from ovkk_core.accounts import User
from ovkk_core.calendars import Event, EventStatus
from ovkk_core.clock import frozen
from ovkk_core.contacts import Municipality, OrganisationKind, Person
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import Revision
from ovkk_core.hookspecs import ReceivedMail
from ovkk_core.mail import OutboxMail
from ovkk_core.planning import EVERYBODY, Audience, clashes
from ovkk_core.planning.answering import answer, choices_of
from ovkk_core.planning.ending import end_poll, reopen_poll, undo_choice
from ovkk_core.planning.inviting import candidates, invite, remind_silent, silent
from ovkk_core.planning.jobs import remind
from ovkk_core.planning.models import Choice, DatePoll, PollAnswer, PollGuest, PollLink
from ovkk_core.planning.overview import todos
from ovkk_core.planning.polls import choose, publish_winner, save_poll
from ovkk_core.planning.results import results
from ovkk_core.planning.tokens import guest_of
from ovkk_core.privacy.keeping import run_all
from ovkk_core.registry import registry
from tests.core.planning.cast import ask, make_plan, make_poll, make_secretary, options, spans
from tests.core.planning.conftest import NOW, MakeEvent
from tests.people import make_user

pytestmark = pytest.mark.usefixtures("database")
YES, MAYBE, NO = Choice.YES, Choice.IF_NEED_BE, Choice.NO


def mails() -> list[EmailMessage]:
    """Give what is in the outbox, oldest first."""
    rows = OutboxMail.select().order_by(OutboxMail.id)
    return [message_from_bytes(bytes(row.content), policy=policy.default) for row in rows]


def token_in(mail: EmailMessage) -> str:
    """Give the secret of the link in a mail."""
    return re.findall(r"/u/datum/([\w-]+)", mail.get_body(("plain",)).get_content())[0]


def words_of(mail: EmailMessage) -> dict[str, str]:
    """Give what a person reads, without the secret, which differs every time."""
    plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    shown = nh3.clean(html, tags={"a", "b", "br", "h1", "h2", "li", "ul"}, attributes={"a": {"href"}}, link_rel=None)
    lines = [line.strip() for line in shown.splitlines() if line.strip()]
    read = {"subject": mail["Subject"], "plain": plain.replace("\r\n", "\n"), "html": "\n".join(lines)}
    return {part: re.sub(r"/u/datum/[\w-]+", "/u/datum/TOKEN", text) for part, text in read.items()}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"options": spans("2026-03-10")}, "2 tot 8 voorstellen"),
        ({"options": spans("2026-03-10", "2026-03-10")}, "twee keer"),
        ({"options": [(b, a) for a, b in spans("2026-03-10", "2026-03-11")]}, "eindigt voordat"),
        ({"closes_on": date(2026, 2, 1)}, "al voorbij"),
        ({"closes_on": date(2026, 3, 10)}, "vóór de eerste"),
    ],
)
def test_poll_that_cannot_be_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        make_poll(**changes)
    assert DatePoll.select().count() == 0


def test_options_may_change_until_people_were_asked_and_then_only_be_added(ommen: Municipality) -> None:
    poll = make_poll()
    save_poll(make_plan(options=spans("2026-03-10", "2026-03-16")), poll)
    kept = options(poll)[0]
    assert [option.starts_at.day for option in options(poll)] == [10, 16]
    ask(poll, make_secretary("Anna", ommen))
    with pytest.raises(BadInputError, match="al verstuurd"):
        save_poll(make_plan(options=spans("2026-03-10", "2026-03-17")), poll)
    save_poll(make_plan(options=spans("2026-03-10", "2026-03-16", "2026-03-17")), poll)
    assert [option.starts_at.day for option in options(poll)] == [10, 16, 17]
    assert options(poll)[0].id == kept.id


def test_candidates_are_found_by_kind_municipality_and_name(ommen: Municipality, raalte: Municipality) -> None:
    poll = make_poll()
    anna, bram = make_secretary("Anna", ommen), make_secretary("Bram", raalte, OrganisationKind.PARTNER)
    loose = Person.create(given_name="Chris", family_name="Été", email="chris@dorp.example")
    councils = Audience(kinds=frozenset({OrganisationKind.VILLAGE_COUNCIL}))

    def keys(audience: Audience = EVERYBODY, name: str = "") -> list[str]:
        return [candidate.key for candidate in candidates(poll, audience, name)]

    assert keys() == []
    assert keys(councils) == [f"f{anna.id}"]
    assert keys(Audience(frozenset({raalte.id}))) == [f"f{bram.id}"]
    assert keys(name="ete") == [f"p{loose.id}"]
    assert keys(councils, "bram") == [f"f{anna.id}", f"f{bram.id}"]
    assert keys(name="x") == []


def test_each_is_asked_once_with_a_link_of_their_own_of_which_only_a_hash_is_kept(ommen: Municipality) -> None:
    poll = make_poll()
    anna, bram = make_secretary("Anna", ommen), make_secretary("Bram", ommen)
    for _ in range(2):
        invite(poll, [f"f{anna.id}", f"f{bram.id}", "f999999", "x1", "p", "f99999999999999999999"])
    first, second = mails()
    assert (first["To"], second["To"]) == (
        "Anna van Dijk <anna@dorp.example>",
        "Bram van Dijk <bram@dorp.example>",
    )
    tokens = [token_in(mail) for mail in (first, second)]
    assert [len(token) for token in tokens] == [43, 43]
    assert [guest_of(token).name for token in tokens] == ["Anna van Dijk", "Bram van Dijk"]
    stored = " ".join(str(row) for model in (PollLink, PollGuest, Revision) for row in model.select().tuples())
    assert not any(token in stored for token in tokens)


def test_candidate_without_address_or_with_a_taken_one_says_why(ommen: Municipality) -> None:
    poll = make_poll()
    ask(poll, make_secretary("Anna", ommen))
    bram, chris = make_secretary("Bram", ommen), make_secretary("Chris", ommen)
    Person.update(email="").where(Person.id == bram.person_id).execute()
    found = {c.name: c.obstacle for c in candidates(poll, Audience(), "van dijk")}
    assert found == {
        "Anna van Dijk": "is al gevraagd",
        "Bram van Dijk": "er is geen e-mailadres van de functie, de persoon of de organisatie",
        "Chris van Dijk": "",
    }
    assert invite(poll, [f"f{bram.id}", f"f{chris.id}"]) == 1


def test_last_answer_wins_and_its_time_is_kept(ommen: Municipality) -> None:
    poll = make_poll()
    [guest] = ask(poll, make_secretary("Anna", ommen))
    first, second, _third = options(poll)
    answer(guest, {first.id: YES, second.id: NO}, "Liever vroeg.")
    with frozen(NOW + timedelta(hours=3)):
        answer(guest, {first.id: NO, 999: YES}, "Toch niet.")
    stored = PollGuest.get_by_id(guest.id)
    assert choices_of(guest) == {first.id: NO, second.id: NO}
    assert (stored.comment, stored.answered_at) == ("Toch niet.", NOW + timedelta(hours=3))
    assert PollAnswer.get(PollAnswer.option == second).at == NOW


def test_nothing_chosen_too_long_or_too_late_is_refused(ommen: Municipality) -> None:
    poll = make_poll()
    [guest] = ask(poll, make_secretary("Anna", ommen))
    option = options(poll)[0]
    with pytest.raises(BadInputError, match="nog niets gekozen"):
        answer(guest, {})
    with pytest.raises(BadInputError, match="te lang"):
        answer(guest, {option.id: YES}, "a" * 1001)
    with frozen(datetime(2026, 2, 27, 22, 59, tzinfo=UTC)):
        answer(guest, {option.id: YES})
    with frozen(datetime(2026, 2, 27, 23, 0, tzinfo=UTC)), pytest.raises(BadInputError, match="gesloten"):
        answer(guest, {option.id: NO})
    assert choices_of(guest) == {option.id: YES}


def test_best_date_is_the_one_on_which_most_can_and_says_why(
    ommen: Municipality, raalte: Municipality, event: MakeEvent
) -> None:
    poll = make_poll()
    anna, bram, chris = ask(poll, *(make_secretary(name, ommen) for name in ("Anna", "Bram", "Chris")))
    first, second, third = options(poll)
    answer(anna, {first.id: YES, second.id: YES, third.id: NO})
    answer(bram, {first.id: NO, second.id: MAYBE, third.id: YES})
    event("Thema-avond", "2026-03-11 20:00", place=ommen)
    event("Elders", "2026-03-11 20:00", place=raalte)
    found = results(poll)
    assert [(t.yes, t.if_need_be, t.no, [c.what for c in t.clashes], t.best) for t in found.tallies] == [
        (1, 0, 1, [], False),
        (1, 1, 0, ["Thema-avond"], True),
        (1, 0, 1, [], False),
    ]
    assert found.tallies[1].reason == (
        "2 van de 2 personen die antwoordden kunnen, van wie 1 als het moet, maar kijk wat er dan nog meer is."
    )
    assert [(row.guest.name, row.choices) for row in found.rows] == [
        ("Anna van Dijk", (YES, YES, NO)),
        ("Bram van Dijk", (NO, MAYBE, YES)),
        ("Chris van Dijk", (None, None, None)),
    ]
    assert (found.asked, found.answered) == (3, 2)
    answer(chris, {first.id: YES, second.id: NO, third.id: NO})
    assert [t.best for t in results(poll).tallies] == [True, False, False]


def test_nobody_answered_means_no_best_date(ommen: Municipality) -> None:
    poll = make_poll()
    ask(poll, make_secretary("Anna", ommen))
    assert not any(tally.best for tally in results(poll).tallies)


def test_winner_becomes_a_draft_with_the_uid_of_the_poll_and_everybody_hears_of_it(ommen: Municipality) -> None:
    poll = make_poll()
    ask(poll, make_secretary("Anna", ommen), make_secretary("Bram", ommen))
    made = choose(poll, options(poll)[1].id)
    event = Event.get_by_id(made.id)
    assert (event.uid, event.owner, event.status, event.title) == (
        poll.uid,
        "planning",
        EventStatus.DRAFT,
        "Overleg over het dorpshuis",
    )
    assert (event.starts_at, event.ends_at) == spans("2026-03-11")[0]
    results_sent = mails()[2:]
    assert [mail["To"].addresses[0].addr_spec for mail in results_sent] == ["anna@dorp.example", "bram@dorp.example"]
    [file] = list(results_sent[0].iter_attachments())
    text = file.get_content()
    text = text if isinstance(text, str) else text.decode()
    assert f"UID:{poll.uid}" in text.replace("\r\n ", "")
    assert "METHOD" not in text
    assert "/agenda/" not in text  # a draft has no page to lead to
    assert not DatePoll.get_by_id(poll.id).open


def test_date_is_chosen_once(ommen: Municipality) -> None:
    poll = make_poll()
    ask(poll, make_secretary("Anna", ommen))
    other = make_poll(title="Een andere")
    first, second, _ = options(poll)
    with pytest.raises(NotFoundError):
        choose(poll, options(other)[0].id)
    choose(poll, first.id)
    with pytest.raises(BadInputError, match="al gekozen"):
        choose(poll, second.id)
    with pytest.raises(BadInputError, match="al gekozen"):
        save_poll(make_plan(title="Anders"), DatePoll.get_by_id(poll.id))
    assert Event.select().where(Event.owner == "planning").count() == 1


def test_published_winner_keeps_its_uid() -> None:
    poll = make_poll()
    with pytest.raises(BadInputError, match="nog geen datum"):
        publish_winner(poll)
    choose(poll, options(poll)[0].id)
    publish_winner(DatePoll.get_by_id(poll.id))
    assert [(event.uid, event.visible) for event in Event.select()] == [(poll.uid, True)]


def test_poll_ended_without_a_date_keeps_none_tells_everybody_once_and_opens_again(ommen: Municipality) -> None:
    poll = make_poll()
    [guest] = ask(poll, make_secretary("Anna", ommen))
    option = options(poll)[0]
    end_poll(poll)
    end_poll(poll)
    assert [mail["Subject"] for mail in mails()[1:]] == [
        "U hoeft de datum niet vrij te houden: Overleg over het dorpshuis"
    ]
    assert clashes(option.starts_at, option.ends_at, Audience(frozenset({ommen.id}))) == []
    for refused in (lambda: choose(poll, option.id), lambda: save_poll(make_plan(), poll)):
        with pytest.raises(BadInputError, match="gestopt zonder datum"):
            refused()
    with pytest.raises(BadInputError, match="gesloten"):
        answer(guest, {option.id: YES})
    with frozen(datetime(2026, 2, 26, 8, tzinfo=UTC)):
        remind()
        assert todos(make_user("redacteur")) == []
    assert len(mails()) == 2
    reopen_poll(poll)
    answer(guest, {option.id: YES})
    choose(poll, option.id)
    with pytest.raises(BadInputError, match="een datum gekozen"):
        end_poll(poll)


def test_cal_7_choice_taken_back_goes_and_another_replaces_it_under_the_same_uid(ommen: Municipality) -> None:
    poll = make_poll()
    ask(poll, make_secretary("Anna", ommen))
    first, second, _ = options(poll)
    with pytest.raises(BadInputError, match="geen datum gekozen"):
        undo_choice(poll)
    before = choose(poll, first.id)
    undo_choice(poll)
    assert Event.select().count() == 0
    assert DatePoll.get_by_id(poll.id).open
    after = choose(poll, second.id)
    assert (after.uid, after.starts_at, after.sequence) == (before.uid, second.starts_at, before.sequence + 1)
    subjects = [mail["Subject"] for mail in mails()[1:]]
    assert [subject.partition(":")[0] for subject in subjects] == [
        "De datum is gekozen",
        "U hoeft de datum niet vrij te houden",
        "De datum is gekozen",
    ]
    assert "De gekozen datum vervalt: dinsdag 10 maart 2026" in words_of(mails()[2])["plain"].replace("\n", " ")


def test_cal_13_public_choice_taken_back_is_shown_as_cancelled_until_another_is_chosen() -> None:
    poll = make_poll()
    first, second, _ = options(poll)
    choose(poll, first.id, publish=True)
    undo_choice(poll)
    cancelled = Event.get()
    assert (cancelled.status, cancelled.sequence) == (EventStatus.CANCELLED, 1)
    choose(poll, second.id)
    again = Event.get()
    assert (again.uid, again.status, again.starts_at) == (poll.uid, EventStatus.PUBLISHED, second.starts_at)
    assert again.sequence > cancelled.sequence
    with frozen(datetime(2026, 3, 20, tzinfo=UTC)), pytest.raises(BadInputError, match="al geweest"):
        undo_choice(poll)


def test_reminder_goes_to_the_silent_only_and_once_a_day(ommen: Municipality) -> None:
    poll = make_poll()
    anna, bram = ask(poll, make_secretary("Anna", ommen), make_secretary("Bram", ommen))
    answer(anna, {options(poll)[0].id: YES})
    assert [guest.name for guest in silent(poll)] == ["Bram van Dijk"]
    assert (remind_silent(poll), remind_silent(poll)) == (1, 0)
    asked, reminded = mails()[1], mails()[2]
    assert reminded["To"].addresses[0].addr_spec == "bram@dorp.example"
    assert token_in(asked) != token_in(reminded)
    assert guest_of(token_in(asked)) == guest_of(token_in(reminded)) == bram


def test_job_reminds_once_two_days_before_the_end(ommen: Municipality) -> None:
    ask(make_poll(), make_secretary("Anna", ommen))
    remind()
    assert len(mails()) == 1
    for day in (25, 25, 26):
        with frozen(datetime(2026, 2, day, 8, tzinfo=UTC)):
            remind()
    assert len(mails()) == 2


def test_priv_7_answers_and_who_was_asked_are_deleted_after_a_year(ommen: Municipality) -> None:
    poll = make_poll()
    [guest] = ask(poll, make_secretary("Anna", ommen))
    answer(guest, {options(poll)[0].id: YES}, "Ik neem taart mee.")
    with frozen(datetime(2027, 2, 27, 12, tzinfo=UTC)):
        run_all()
    assert PollGuest.select().count() == 1
    with frozen(datetime(2027, 2, 28, 12, tzinfo=UTC)):
        run_all()
    assert [model.select().count() for model in (PollGuest, PollAnswer, PollLink, DatePoll)] == [0, 0, 0, 1]
    assert "taart" not in " ".join(str(row) for row in Revision.select().tuples())


def test_open_poll_keeps_its_dates_for_the_people_asked(ommen: Municipality, raalte: Municipality) -> None:
    poll = make_poll()
    ask(poll, make_secretary("Anna", ommen))
    start, end = spans("2026-03-10")[0]

    def found(place: Municipality) -> list[str]:
        return [clash.why for clash in clashes(start, end, Audience(frozenset({place.id})))]

    assert found(ommen) == ["Dit moment staat in een datumprikker voor deels dezelfde mensen."]
    assert found(raalte) == []
    choose(poll, options(poll)[2].id)
    assert found(ommen) == []


def test_who_may_write_is_told_of_silence_and_of_a_choice_to_make(ommen: Municipality) -> None:
    poll = make_poll()
    [guest] = ask(poll, make_secretary("Anna", ommen))
    editor, reader = make_user("redacteur"), make_user("lezer")

    def told(user: User, day: int) -> list[tuple[str, date | None]]:
        with frozen(datetime(2026, 2, day, 8, tzinfo=UTC)):
            return [(item.title, item.due) for item in todos(user)]

    assert told(editor, 10) == []
    assert told(editor, 25) == [
        ("1 persoon heeft nog niet geantwoord op ‘Overleg over het dorpshuis’", date(2026, 2, 27))
    ]
    assert told(reader, 25) == []
    answer(guest, {options(poll)[0].id: YES})
    assert told(editor, 25) == []
    assert told(editor, 28) == [("Kies de datum van ‘Overleg over het dorpshuis’", date(2026, 2, 27))]


def test_mails_read_well(ommen: Municipality, snapshot: SnapshotAssertion) -> None:
    poll = make_poll()
    ask(poll, make_secretary("Anna", ommen))
    remind_silent(poll)
    choose(poll, options(poll)[0].id)
    undo_choice(poll)
    assert [words_of(mail) for mail in mails()] == snapshot


def test_guest_table_has_one_row_per_address(ommen: Municipality) -> None:
    poll = make_poll()
    [guest] = ask(poll, make_secretary("Anna", ommen))
    with pytest.raises(peewee.IntegrityError):
        PollGuest.create(poll=poll, name="Nog eens", salutation="Beste,", address=guest.address)


def test_who_wrote_back_and_whom_mail_did_not_reach_is_shown_while_the_poll_is_open(ommen: Municipality) -> None:
    poll = make_poll()
    (anna,) = ask(poll, make_secretary("Anna", ommen))
    heard = ReceivedMail(1, "answer", "a@b.test", "", "Re", "", NOW, anna.mail_id, str(anna.mail.kind), proven=False)
    registry.tell("on_mail_received", message=heard)
    registry.tell("on_mail_received", message=replace(heard, kind="automatic", received_at=NOW + timedelta(days=1)))
    registry.tell("on_bounced", address=anna.address, reason="5.1.1 User unknown")
    anna = PollGuest.get_by_id(anna.id)
    assert (anna.wrote_at, anna.returned, anna.answered_at) == (NOW, "5.1.1 User unknown", None)
    end_poll(poll)
    registry.tell("on_bounced", address=anna.address, reason="later")
    assert PollGuest.get_by_id(anna.id).returned == "5.1.1 User unknown"
