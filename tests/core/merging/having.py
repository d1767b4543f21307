"""Contacts with something in every room, and a dump of every table."""

from datetime import UTC, date, datetime
from typing import Any

from ovkk_core.audiences.models import Audience, Snapshot, SnapshotMember
from ovkk_core.consents import Consent, ConsentState, ConsentWay, Preference, Suppression, SuppressionReason
from ovkk_core.contacts import (
    Municipality,
    Organisation,
    OrganisationChannel,
    OrganisationKind,
    OrganisationVillage,
    Person,
    Position,
    PositionFunction,
    Province,
    Village,
)
from ovkk_core.contacts.kinds import ChannelKind
from ovkk_core.merging.rows import read, tables
from ovkk_core.planning.models import DatePoll, PollGuest
from ovkk_core.subscriptions.models import Subscription

APART = {"history_revision", "history_audit_entry", "registry_stamp", "jobs_job", "merging_merge"}
NEWS = "merging.test_news"


def dump() -> dict[str, list[Any]]:
    """Give every row of every table but those that say what happened."""
    return {
        name: [read(model, row._pk) for row in model.select().order_by(model._meta.primary_key)]
        for name, model in tables().items()
        if name not in APART and not name.startswith("merging_duplicate")
    }


def make_village(name: str = "Vilsteren") -> Village:
    """Store a village."""
    province, _ = Province.get_or_create(name="Overijssel")
    place, _ = Municipality.get_or_create(name="Ommen", province=province)
    village, _ = Village.get_or_create(name=name, municipality=place)
    return village


def make_body(name: str, *villages: Village, **values: Any) -> Organisation:
    """Store a village council of these villages."""
    body = Organisation.create(name=name, kind=OrganisationKind.VILLAGE_COUNCIL, **values)
    for village in villages:
        OrganisationVillage.create(organisation=body, village=village)
    return body


def make_person(given_name: str = "Jan", family_name: str = "Bakker", **values: Any) -> Person:
    """Store a person."""
    return Person.create(given_name=given_name, family_name=family_name, **values)


def consent(person: Person, state: ConsentState, purpose: str = NEWS) -> Consent:
    """Store what somebody decided."""
    return Consent.create(
        person=person,
        purpose=purpose,
        state=state,
        how=ConsentWay.SPOKEN,
        given_at=datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC),
        entered_by="test",
    )


def hang_on(person: Person, body: Organisation, number: int) -> None:
    """Store something in every room that refers to a person and to an organisation."""
    position = Position.create(
        person=person, organisation=body, function=PositionFunction.SECRETARY, starts_on=date(2024, 1, 1)
    )
    Position.create(organisation=body, function=PositionFunction.CHAIR, deputy=person, own_title=f"nr {number}")
    OrganisationChannel.create(organisation=body, kind=ChannelKind.OTHER, address="prikbord")
    OrganisationChannel.create(organisation=body, kind=ChannelKind.OTHER, address=f"kanaal {number}")
    consent(person, ConsentState.GIVEN, f"test.{number}")
    Preference.create(person=person, themes=[f"thema {number}", "zorg"])
    Suppression.create(digest=f"{number:064d}", reason=SuppressionReason.BOUNCED, person=person)
    Subscription.create(title=f"Agenda {number}", organisation=body)
    poll = DatePoll.create(title=f"Prikker {number}", closes_on=date(2026, 3, 1))
    PollGuest.create(
        poll=poll, person=person, position=position, name="J", salutation="Dag", address=f"{number}@b.example"
    )
    audience, _ = Audience.get_or_create(name="Iedereen", defaults={"slug": "iedereen"})
    snapshot = Snapshot.create(audience=audience, name="Iedereen", sentence="iedereen", actor="test")
    SnapshotMember.create(snapshot=snapshot, person=person, organisation=body, position=position, name="Jan")
