"""Whom to invite to a tour: positions of chosen organisations, each with an address or the reason why none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import peewee
from flask_babel import gettext as _

from ovkk_core.calendars import Event, EventStatus
from ovkk_core.clock import now
from ovkk_core.consents import INVITATIONS, Verdict, may_write_to, verdicts
from ovkk_core.contacts import (
    Organisation,
    OrganisationKind,
    OrganisationVillage,
    Person,
    Position,
    Village,
    current_positions,
    resolve,
)
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import audit
from ovkk_core.mail import OutboxMail, Recipient, drop
from plugins.dorpenschouw.mail import queue_invitation
from plugins.dorpenschouw.models import Invitation, Stop, VillageTour
from plugins.dorpenschouw.programme import programme_of


@dataclass(frozen=True)
class Choice:
    """Which organisations: every condition that is not empty must hold."""

    kinds: frozenset[OrganisationKind] = field(default_factory=frozenset)
    municipalities: frozenset[int] = field(default_factory=frozenset)
    on_route: bool = False  # only organisations of the tour's own villages

    @property
    def empty(self) -> bool:
        """Whether nothing was chosen yet."""
        return not (self.kinds or self.municipalities or self.on_route)


@dataclass(frozen=True)
class Guest:
    """A position that may be invited; ``obstacle`` says in words why it cannot be, "" when it can."""

    position: Position
    to: Recipient | None
    obstacle: str
    invitation: Invitation | None = None


def guests(tour: VillageTour, choice: Choice) -> list[Guest]:
    """Give the present positions of the chosen organisations, in the order of lists; nothing for an empty choice."""
    if choice.empty:
        return []
    query = current_positions()
    if choice.kinds:
        query = query.where(Organisation.kind.in_(list(choice.kinds)))
    if choice.municipalities:
        query = query.where(Organisation.municipality.in_(choice.municipalities) | _of_village_in(choice))
    if choice.on_route:
        query = query.where(Organisation.id.in_(_organisations_on_route(tour)))
    return _judged(query, _invited(tour))


def invitations_of(tour: VillageTour) -> list[Invitation]:
    """Give the invitations of ``tour`` with position, person, organisation and mail, in the order of lists."""
    return list(
        Invitation.select(Invitation, Position, Organisation, Person, OutboxMail)
        .join(Position)
        .join(Organisation)
        .switch(Position)
        .join(Person, peewee.JOIN.LEFT_OUTER, on=Position.person)
        .switch(Invitation)
        .join(OutboxMail, peewee.JOIN.LEFT_OUTER)
        .where(Invitation.tour == tour)
        .order_by(Organisation.sort_key, Invitation.id)
    )


def invite(tour: VillageTour, position_ids: Iterable[int]) -> int:
    """Queue one invitation for each position that has none yet and can be reached; give how many.

    Called twice, or from two screens at once, it still queues one per position. Raises ``BadInputError`` when the
    tour is not published or is over.
    """
    with transaction():
        lock(f"dorpenschouw.tour.{tour.id}")
        _refuse_unless_open(VillageTour.get_by_id(tour.id).event)
        chosen = current_positions().where(Position.id.in_(list(position_ids)))
        able = [(g.position, g.to) for g in _judged(chosen, _invited(tour)) if g.to and not g.obstacle]
        programme = programme_of(tour)
        for position, to in able:
            Invitation.create(tour=tour, position=position, mail=queue_invitation(programme, position, to))
        if able:
            audit("dorpenschouw.invite", "tour", tour.id)
    return len(able)


def drop_unwanted(person_id: int, purpose: str) -> None:
    """Take the invitations of somebody who does not want them any more out of the queue, as far as they wait there."""
    person = Person.get_or_none(id=person_id)
    if purpose != INVITATIONS or person is None or may_write_to(person, purpose).allowed:
        return
    theirs = OutboxMail.select().join(Invitation).join(Position).where(Position.person == person)
    drop(theirs)


def _refuse_unless_open(event: Event) -> None:
    if event.status is not EventStatus.PUBLISHED:
        raise BadInputError("Deze dorpenschouw is niet gepubliceerd. Publiceer haar voordat u mensen uitnodigt.")
    if event.ends_at < now():
        raise BadInputError("Deze dorpenschouw is voorbij. Er kan niemand meer worden uitgenodigd.")


def _judged(positions: Iterable[Position], invited: Mapping[int, Invitation]) -> list[Guest]:
    """Say of each position whether it can be invited; an address gets one mail, however many positions it has."""
    taken = {invitation.mail.address.casefold() for invitation in invited.values() if invitation.mail}
    found, positions = [], list(positions)
    judged = verdicts({p.person_id: p.person for p in positions if p.person_id}.values(), INVITATIONS)
    for position in positions:
        to, obstacle = _reachable(position, judged)
        invitation = invited.get(position.id)
        found.append(Guest(position, to, _obstacle(to, invitation, taken) or obstacle, invitation))
        if to:
            taken.add(to.address.casefold())
    return found


def _reachable(position: Position, judged: Mapping[int, Verdict]) -> tuple[Recipient | None, str]:
    """Give where the mail goes, or None and the reason, such as a name too long for an envelope."""
    verdict = judged.get(position.person_id)
    if verdict and not verdict.allowed:
        return None, verdict.reason
    destination = resolve(position)
    return destination.recipient, "" if destination.recipient else destination.skipped


def _obstacle(to: Recipient | None, invitation: Invitation | None, taken: set[str]) -> str:
    if invitation:
        return _("is invited already")
    if to and to.address.casefold() in taken:
        return _("this address gets the mail already for another position")
    return ""


def _invited(tour: VillageTour) -> dict[int, Invitation]:
    return {invitation.position.id: invitation for invitation in invitations_of(tour)}


def _organisations_on_route(tour: VillageTour) -> peewee.Query:
    """Select the organisations of the tour's villages and the hosts of its stops."""
    villages = Stop.select(Stop.village).where(Stop.tour == tour)
    hosts = Stop.select(Stop.host).where(Stop.tour == tour, Stop.host.is_null(False))
    return (
        OrganisationVillage.select(OrganisationVillage.organisation).where(OrganisationVillage.village.in_(villages))
        | hosts
    )


def _of_village_in(choice: Choice) -> peewee.Expression:
    links = OrganisationVillage.select(OrganisationVillage.organisation).join(Village)
    return Organisation.id.in_(links.where(Village.municipality.in_(choice.municipalities)))
