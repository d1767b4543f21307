"""The screens: write in blocks, address, look over, approve, send, follow; and a follow-up to the silent."""

import pytest
from flask.testing import FlaskClient
from toy_plugin.models import Toy

from ovkk_core.accounts import User
from ovkk_core.audiences import SnapshotMember
from ovkk_core.consents import INVITATIONS, ConsentWay, withdraw
from ovkk_core.contacts import Person
from ovkk_core.database import db
from ovkk_core.errors import BadInputError, DeniedError
from ovkk_core.history import acting
from ovkk_core.jobs import run_due
from ovkk_core.mail import MailState, OutboxMail
from ovkk_core.mailings import Block, BlockKind, Mailing, MailingState, deciding, following
from ovkk_core.mailings.following_up import follow_up
from ovkk_core.mailings.listing import fix_list
from ovkk_core.mailings.models import Toward
from ovkk_core.mailings.paper import letters
from ovkk_core.registry import change_setting, switch
from tests.core.audiences.conftest import World
from tests.core.mailings.conftest import Make, queue_all, send_all
from tests.people import log_in, make_user

URL = "/beheer/mailings/"


@pytest.fixture
def anna(client: FlaskClient) -> User:
    """Log an editor in."""
    user = make_user("redacteur")
    log_in(client, user)
    return user


def words(client: FlaskClient, path: str) -> str:
    answer = client.get(URL + path)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.get_data(as_text=True).split())


def fields(*blocks: tuple[str, str, str], **more: str) -> dict[str, str]:
    found = {"title": "Schouw", "subject": "Kom ook", "about": "", **more}
    for place, (kind, text, address) in enumerate(blocks):
        found |= {f"blok-{place}-kind": kind, f"blok-{place}-text": text, f"blok-{place}-address": address}
    return found


def test_text_is_made_of_blocks_that_are_added_moved_and_taken_out(anna: User, client: FlaskClient) -> None:
    two = (("text", "{aanhef}", ""), ("heading", "Kop", ""))
    added = client.post(URL + "nieuw/", data=fields(*two, do="add:button")).get_data(as_text=True)
    assert 'name="blok-2-kind" value="button"' in added
    moved = client.post(URL + "nieuw/", data=fields(*two, do="up:1")).get_data(as_text=True)
    assert 'name="blok-0-kind" value="heading"' in moved
    gone = client.post(URL + "nieuw/", data=fields(*two, do="remove:0")).get_data(as_text=True)
    assert "blok-1-kind" not in gone
    assert Mailing.select().count() == 0
    saved = client.post(URL + "nieuw/", data=fields(*two, ("button", "Aan", "javascript:x"), do="save"))
    assert saved.status_code == 303
    assert "Onderdeel 3 van de tekst is nog niet goed." in words(client, "1/")


def test_mail_17_what_is_typed_stays_text_and_only_known_placeholders_are_filled(
    make: Make, client: FlaskClient
) -> None:
    log_in(client, make_user("redacteur"))
    mailing = make()
    text = "<script>alert(1)</script> {naam} [x](javascript:alert(1)) {{ config }}"
    saved = deciding.save_draft(deciding.Draft("T", "O", (Block(BlockKind.TEXT, text),)), mailing)
    with pytest.raises(BadInputError, match="accolade"):
        deciding.ask_approval(saved)
    deciding.save_draft(deciding.Draft("T", "O", (Block(BlockKind.TEXT, text[:-13]),)), mailing)
    page = client.get(f"{URL}{mailing.id}/voorbeeld/opmaak/")
    html = page.get_data(as_text=True)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; " in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "Dorpsraad Hoonhorst" not in html
    assert page.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_audience_screen_says_how_many_who_and_who_gets_none_and_why(
    anna: User, client: FlaskClient, make: Make, world: World
) -> None:
    mailing = make()
    withdraw(Person.get(family_name="Hoonhorst"), INVITATIONS, ConsentWay.LINK)
    page = words(client, f"{mailing.id}/doelgroep/")
    assert '<strong class="mailings-count">5</strong>' in page
    assert "<strong>Sanne Hoonhorst</strong>, secretaris, Dorpsraad Hoonhorst: Afgemeld op 2 februari 2026." in page
    chosen = client.post(f"{URL}{mailing.id}/doelgroep/", data={"audience": "besturen", "purpose": "leden"})
    assert chosen.status_code == 303
    assert Mailing.get_by_id(mailing.id).purpose == "leden"


def test_preview_shows_it_as_any_recipient_gets_it(anna: User, client: FlaskClient, make: Make) -> None:
    mailing = make()
    page = words(client, f"{mailing.id}/voorbeeld/?naam=cora")
    assert "Cora Lemele" in page
    assert "Sanne Vilsteren, secretaris" not in page
    cora = f"f{Person.get(given_name='Cora').positions.get().id}"
    seen = words(client, f"{mailing.id}/voorbeeld/?wie={cora}")
    assert "Kom ook, Cora Lemele" in seen
    assert "Wij komen graag naar Lemele." in seen
    assert "Dorpenschouw in Ommen" in client.get(f"{URL}{mailing.id}/voorbeeld/opmaak/?wie={cora}").get_data(
        as_text=True
    )


def test_mail_14_test_mail_goes_to_oneself_only(anna: User, client: FlaskClient, make: Make) -> None:
    mailing = make()
    assert client.post(f"{URL}{mailing.id}/testmail/").status_code == 303
    mail = OutboxMail.get()
    assert (OutboxMail.select().count(), mail.address) == (1, anna.email)
    assert mail.subject.startswith("[Test] Kom ook")
    assert Mailing.get_by_id(mailing.id).tested_at is not None


def test_mail_14_second_person_must_approve_and_never_the_writer(make: Make) -> None:
    change_setting("mailings.four_eyes", "1")
    mailing = make()
    kept = fix_list(mailing)
    with pytest.raises(BadInputError, match="nog niet goedgekeurd"):
        deciding.send(mailing, kept.id)
    with acting("user:1"):
        deciding.ask_approval(mailing)
        with pytest.raises(DeniedError):
            deciding.approve(Mailing.get_by_id(mailing.id))
    with acting("user:2"):
        deciding.return_to_writer(mailing, "De datum klopt niet.")
    with acting("user:1"):
        deciding.ask_approval(mailing)
    with acting("user:2"):
        deciding.approve(Mailing.get_by_id(mailing.id))
    approved = Mailing.get_by_id(mailing.id)
    assert (approved.state, approved.approved_by, approved.remark) == (MailingState.APPROVED, "user:2", "")
    deciding.take_back(approved)
    assert Mailing.get_by_id(mailing.id).approved_by == ""


def test_todos_name_who_must_do_something(make: Make, database: None) -> None:
    anna, bram = make_user("redacteur"), make_user("redacteur", name="Bram")
    mailing = make()
    Mailing.update(writer=f"user:{anna.id}").execute()
    with acting(f"user:{anna.id}"):
        deciding.ask_approval(Mailing.get_by_id(mailing.id))
    assert following.todos(anna) == []
    assert [todo.title for todo in following.todos(bram)] == ["“Schouw” wacht op uw goedkeuring"]


def test_mail_14_confirmation_shows_the_list_and_a_double_click_sends_once(
    anna: User, client: FlaskClient, make: Make, world: World
) -> None:
    mailing = make()
    hoonhorst = Person.get(family_name="Hoonhorst")
    withdraw(hoonhorst, INVITATIONS, ConsentWay.LINK)
    assert "Eerst wordt de lijst vastgelegd" in words(client, f"{mailing.id}/versturen/")
    assert client.post(f"{URL}{mailing.id}/lijst/").status_code == 303
    page = words(client, f"{mailing.id}/versturen/")
    assert "<strong>1</strong>: Afgemeld op 2 februari 2026." in page
    snapshot = {"snapshot": str(fix_list(mailing).id), "on": "", "at": ""}
    for _click in range(2):
        assert client.post(f"{URL}{mailing.id}/versturen/", data=snapshot).status_code == 303
    run_due()
    assert OutboxMail.select().where(OutboxMail.campaign == mailing.campaign).count() == 4
    shown = words(client, f"{mailing.id}/")
    assert "100%" in shown
    assert "Sanne Hoonhorst" in words(client, f"{mailing.id}/resultaat/?deel=niemand")


def test_moment_in_the_past_or_half_a_moment_is_refused(anna: User, client: FlaskClient, make: Make) -> None:
    mailing = make()
    kept = fix_list(mailing)
    for when in ({"on": "2026-02-01", "at": "10:00"}, {"on": "2026-02-03", "at": ""}):
        answer = client.post(f"{URL}{mailing.id}/versturen/", data={"snapshot": str(kept.id), **when})
        assert answer.status_code == 422
    later = client.post(
        f"{URL}{mailing.id}/versturen/", data={"snapshot": str(kept.id), "on": "2026-02-03", "at": "10:00"}
    )
    assert later.status_code == 303
    assert "dinsdag 3 februari 2026" in words(client, f"{mailing.id}/")


def test_result_says_per_recipient_what_became_of_it(anna: User, client: FlaskClient, make: Make) -> None:
    mailing = send_all(make())
    OutboxMail.update(state=MailState.FAILED, reply="550 5.1.1 onbekend").where(
        OutboxMail.address == "cora.lemele@persoon.test"
    ).execute()
    withdraw(Person.get(family_name="Hoonhorst"), INVITATIONS, ConsentWay.LINK)
    page = words(client, f"{mailing.id}/resultaat/")
    assert "550 5.1.1 onbekend" in page
    assert page.count("sindsdien afgemeld") == 1
    failed = words(client, f"{mailing.id}/resultaat/?deel=mislukt")
    assert "Cora Lemele" in failed
    assert "Sanne" not in failed


def test_page_of_results_costs_as_many_queries_for_one_as_for_all(
    anna: User, client: FlaskClient, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing = send_all(make())
    path, asked, real = f"{mailing.id}/resultaat/", [], db.obj.execute_sql
    words(client, path)
    monkeypatch.setattr(
        db.obj, "execute_sql", lambda *args, **kwargs: (asked.append(args[0]), real(*args, **kwargs))[1]
    )
    words(client, f"{path}?deel=")
    for_all = len(asked)
    SnapshotMember.delete().where(SnapshotMember.id > SnapshotMember.get().id).execute()
    asked.clear()
    words(client, path)
    assert len(asked) == for_all


def test_follow_up_goes_to_those_it_did_not_reach_or_who_did_not_answer(make: Make, world: World) -> None:
    switch("toy", True)
    mailing = make()
    Mailing.update(about="toy.fair").execute()
    mailing = send_all(Mailing.get_by_id(mailing.id))
    OutboxMail.update(state=MailState.FAILED).where(OutboxMail.address == "cora.lemele@persoon.test").execute()
    sanne = Person.get(family_name="Vilsteren")
    Toy.create(title=str(sanne.id), kind="antwoord")
    unreached = follow_up(mailing, Toward.UNREACHED)
    assert [member.name for member in fix_list(unreached).members] == ["Cora Lemele"]
    silent = queue_all(follow_up(mailing, Toward.SILENT))
    assert {mail.address for mail in OutboxMail.select().where(OutboxMail.campaign == silent.campaign)} == {
        "info@vilsteren.test", "sanne.hoonhorst@persoon.test", "sanne.lemele@persoon.test",
    }  # fmt: skip
    switch("toy", False)
    with pytest.raises(BadInputError, match="wie stil bleef"):
        follow_up(mailing, Toward.SILENT)


def test_letters_are_made_for_whom_mail_does_not_reach(make: Make, world: World) -> None:
    hoonhorst = world.councils["hoonhorst"]
    Person.update(email="").where(Person.family_name == "Hoonhorst").execute()
    hoonhorst.email, hoonhorst.street, hoonhorst.house_number = "", "Dorpsstraat", 1
    hoonhorst.postcode, hoonhorst.city = "7722 KJ", "Hoonhorst"
    hoonhorst.save()
    mailing = send_all(make())
    assert OutboxMail.select().where(OutboxMail.campaign == mailing.campaign).count() == 4
    assert letters(mailing, "Dalfsen, 2 februari 2026").startswith(b"%PDF")


def test_who_may_only_read_cannot_send_and_strangers_see_nothing(client: FlaskClient, make: Make) -> None:
    mailing = make()
    assert client.get(URL).status_code in {302, 303, 403}
    log_in(client, make_user("adviseur"))
    assert client.get(f"{URL}{mailing.id}/").status_code == 403
    assert client.post(f"{URL}{mailing.id}/versturen/").status_code == 403
