"""Who is invited, once, with which mail; and who hears of a cancellation."""

from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Barrier

import nh3
import pytest
from flask import Flask
from syrupy.assertion import SnapshotAssertion

from ovkk_core.clock import frozen, today
from ovkk_core.consents import INVITATIONS, ConsentWay, withdraw
from ovkk_core.contacts import Organisation, OrganisationKind, Position, PositionFunction
from ovkk_core.database import connected
from ovkk_core.errors import BadInputError
from ovkk_core.mail import MailState, OutboxMail
from ovkk_core.personal import Newcomer, hand_over
from ovkk_core.personal.handing import undo
from plugins.dorpenschouw.inviting import Choice, guests, invite
from plugins.dorpenschouw.models import Invitation, VillageTour
from plugins.dorpenschouw.preview import preview_of
from plugins.dorpenschouw.programme import programme_of
from plugins.dorpenschouw.publishing import cancel_tour
from tests.plugins.dorpenschouw.cast import at, make_council, make_public_tour, make_secretary, make_tour, make_village

pytestmark = pytest.mark.usefixtures("tours_on")


def host_of(tour: VillageTour) -> Organisation:
    """Give the council that receives the cast's tour in Vilsteren."""
    return Organisation.get(name="Dorpsbelang Vilsteren")


def mails() -> list[EmailMessage]:
    """Give what is in the outbox, oldest first."""
    rows = OutboxMail.select().order_by(OutboxMail.id)
    return [message_from_bytes(bytes(row.content), policy=policy.default) for row in rows]


def words_of(mail: EmailMessage) -> dict[str, str]:
    """Give what a person reads: subject, text, and HTML without the layout around it."""
    plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    shown = nh3.clean(
        html, tags={"a", "b", "br", "h1", "h2", "li", "ol", "ul"}, attributes={"a": {"href"}}, link_rel=None
    )
    lines = [line.strip() for line in shown.splitlines() if line.strip()]
    return {"subject": mail["Subject"], "plain": plain.replace("\r\n", "\n"), "html": "\n".join(lines)}


def test_guests_are_chosen_by_kind_municipality_and_route() -> None:
    tour = make_public_tour()
    near = make_secretary(host_of(tour))
    far = make_secretary(make_council(make_village("Sibculo", "Hardenberg")), email="bram@dorp.example")
    office = Organisation.create(name="Gemeente Ommen", kind=OrganisationKind.MUNICIPALITY)
    officer = Position.create(organisation=office, function=PositionFunction.LIAISON_OFFICER)

    def chosen(**values: object) -> list[Position]:
        return [guest.position for guest in guests(tour, Choice(**values))]

    assert chosen() == []
    assert chosen(kinds=frozenset({OrganisationKind.VILLAGE_COUNCIL})) == [far, near]
    assert chosen(kinds=frozenset({OrganisationKind.MUNICIPALITY})) == [officer]
    assert chosen(municipalities=frozenset({host_of(tour).municipality_id})) == [near]
    assert chosen(on_route=True) == [near]


def test_guest_without_a_usable_address_says_why() -> None:
    tour = make_public_tour()
    council = host_of(tour)
    make_secretary(council)
    make_secretary(council, given_name="Bram", email="ANNA@dorp.example")
    make_secretary(council, given_name="Chris", email="")
    make_secretary(council, given_name="Dirk", family_name="a" * 200)
    found = guests(tour, Choice(on_route=True))
    reasons = {guest.position.person.given_name: guest.obstacle for guest in found}
    assert reasons["Anna"] == ""
    assert "krijgt de mail al" in reasons["Bram"]
    assert "geen e-mailadres" in reasons["Chris"]
    assert "te lang" in reasons["Dirk"]


def test_mail_14_position_is_invited_once_however_often_it_is_asked() -> None:
    tour = make_public_tour()
    anna = make_secretary(host_of(tour))
    assert [invite(tour, [anna.id]), invite(tour, [anna.id])] == [1, 0]
    assert (Invitation.select().count(), OutboxMail.select().count()) == (1, 1)


def test_draft_and_past_tours_invite_nobody() -> None:
    tour = make_tour()
    with pytest.raises(BadInputError, match="niet gepubliceerd"):
        invite(tour, [])
    tour = make_public_tour()
    with frozen(at("17.00")), pytest.raises(BadInputError, match="is voorbij"):
        invite(tour, [])


def test_invitation_reads_well(snapshot: SnapshotAssertion) -> None:
    tour = make_public_tour()
    invite(tour, [make_secretary(host_of(tour)).id])
    (mail,) = mails()
    assert words_of(mail) == snapshot


def test_cancellation_reads_well_and_goes_to_who_was_invited_once(snapshot: SnapshotAssertion) -> None:
    tour = make_public_tour()
    invite(tour, [make_secretary(host_of(tour)).id])
    assert [cancel_tour(tour, "De wegen zijn te glad."), cancel_tour(tour, "De wegen zijn te glad.")] == [1, 0]
    _, mail = mails()
    assert (mail["To"], words_of(mail)) == ("Anna van Dijk <anna@dorp.example>", snapshot)


def test_mails_carry_the_calendar_with_the_uids_of_the_feed() -> None:
    tour = make_public_tour()
    invite(tour, [make_secretary(host_of(tour)).id])
    cancel_tour(tour, "De wegen zijn te glad.")
    files = [next(mail.iter_attachments()) for mail in mails()]
    texts = [file.get_payload(decode=True).decode().replace("\r\n ", "") for file in files]
    assert [file.get_filename() for file in files] == ["dorpenschouw.ics"] * 2
    assert [(t.count("BEGIN:VEVENT"), t.count("STATUS:CANCELLED"), "METHOD" in t) for t in texts] == [
        (4, 0, False),
        (4, 4, False),
    ]
    assert all(f"UID:{tour.event.uid}\r\n" in text for text in texts)


def test_invitation_holds_no_data_of_other_guests() -> None:
    tour = make_public_tour()
    council = host_of(tour)
    anna = make_secretary(council)
    bram = make_secretary(council, given_name="Bram", family_name="Bos", email="bram@dorp.example")
    invite(tour, [anna.id, bram.id])
    brams, annas = ("".join(words_of(mail).values()) + mail["To"] for mail in mails())
    assert ("Bos" in brams, "Bos" in annas, "Dijk" in annas, "Dijk" in brams) == (True, False, True, False)


@pytest.mark.parametrize("name", ["Dijk\r\nBcc: chris@dorp.example", "Dijk\nSubject: anders"])
def test_mail_3_name_with_a_line_end_is_refused_at_the_door(name: str) -> None:
    with pytest.raises(BadInputError):
        make_secretary(make_council(make_village("Vilsteren")), family_name=name)


def test_mail_3_names_that_look_like_headers_or_templates_stay_words() -> None:
    tour = make_public_tour(title="{association} Bcc: <b>chris@dorp.example</b>")
    council = host_of(tour)
    anna = make_secretary(council, family_name='"Dijk" <chris@dorp.example>, {title}')
    invite(tour, [anna.id])
    (mail,) = mails()
    assert [address.addr_spec for address in mail["To"].addresses] == ["anna@dorp.example"]
    assert (mail["Bcc"], mail["Cc"]) == (None, None)
    assert "{association} Bcc: <b>" in mail["Subject"]
    assert "<b>chris" not in words_of(mail)["html"]


def test_preview_is_the_mail_to_the_first_guest() -> None:
    tour = make_public_tour()
    make_secretary(host_of(tour))
    preview = preview_of(programme_of(tour), guests(tour, Choice(on_route=True)))
    assert preview is not None
    assert preview.subject.strip() == "Uitnodiging: Dorpenschouw Vechtdal op vrijdag 12 juni 2026"
    assert "Geachte mevrouw Van Dijk," in preview.body
    assert "{" not in preview.body


def test_cancelling_without_a_reason_is_refused() -> None:
    with pytest.raises(BadInputError, match="Vul de reden in"):
        cancel_tour(make_public_tour(), " ")


def test_mail_14_two_screens_at_once_invite_a_position_once(app: Flask) -> None:
    tour = make_public_tour()
    anna = make_secretary(host_of(tour))
    ready = Barrier(2)

    def press() -> int:
        with app.app_context(), connected():
            ready.wait()
            return invite(tour, [anna.id])

    with ThreadPoolExecutor(2) as volunteers:
        counts = [press.result() for press in [volunteers.submit(press) for _ in range(2)]]
    assert (sorted(counts), OutboxMail.select().count()) == ([0, 1], 1)


def test_mail_5_who_unsubscribes_gets_no_invitation_and_none_that_still_waits() -> None:
    tour = make_public_tour()
    anna = make_secretary(host_of(tour))
    bea = make_secretary(host_of(tour), email="bea@dorp.example")
    assert invite(tour, [anna.id]) == 1
    for position in (anna, bea):
        withdraw(position.person, INVITATIONS, ConsentWay.LINK)
    assert invite(tour, [anna.id, bea.id]) == 0
    assert [mail.state for mail in OutboxMail.select()] == [MailState.DROPPED]
    chosen = guests(tour, Choice(on_route=True))
    assert all(guest.obstacle.startswith(("Afgemeld op", "is al uitgenodigd")) for guest in chosen)


def test_successor_is_invited_instead_and_an_invitation_that_waits_is_dropped() -> None:
    tour = make_public_tour()
    secretary = make_secretary(host_of(tour))
    assert invite(tour, [secretary.id]) == 1
    change = hand_over(secretary, Newcomer("Bea", "", "Bos", "bea@dorp.example"), today(), by_link=False)
    kind = OutboxMail.kind == "dorpenschouw.invitation"
    states = {mail.address: mail.state for mail in OutboxMail.select().where(kind)}
    assert states == {"anna@dorp.example": MailState.DROPPED, "bea@dorp.example": MailState.QUEUED}
    undo(change)
    queued = OutboxMail.select().where(kind, OutboxMail.state == MailState.QUEUED)
    assert [mail.address for mail in queued] == ["anna@dorp.example"]
    OutboxMail.update(state=MailState.SENT).execute()
    hand_over(secretary, Newcomer("Cor", "", "Bos", "cor@dorp.example"), today(), by_link=False)
    assert Invitation.select().count() == 2
