"""What village tours keep of people: who was invited, who receives the company."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ovkk_core.calendars import Event
from ovkk_core.contacts import Position
from ovkk_core.history import forget_history, row_in_words
from ovkk_core.hookspecs import PersonalData, Processing, RetentionRule
from plugins.dorpenschouw.models import Invitation, Stop, VillageTour

PROCESSING = [
    Processing(
        name="dorpenschouw.tours",
        title="Dorpenschouwen",
        purpose="Mensen uitnodigen voor een dorpenschouw, en weten wie het gezelschap ontvangt",
        basis="legitimate_interest",
        people="Genodigden, en wie het gezelschap ontvangt",
        data="Wie wanneer voor welke schouw is uitgenodigd; wie op een halte ontvangt; een contact op de dag",
        recipients="Genodigden zien het contact op de dag en wie ontvangt",
        term="Uitnodigingen 12 maanden na de dag",
        source="De contactgegevens, en de organisatie die ontvangt",
        tables=frozenset({"dorpenschouw_invitation", "dorpenschouw_stop", "dorpenschouw_village_tour"}),
    )
]
INVITED: dict[str, Any] = {"Schouw": lambda row: row.tour.event.title, "Uitgenodigd": "invited_at"}
HOST: dict[str, Any] = {"Schouw": lambda stop: stop.tour.event.title, "Halte": lambda stop: stop.event.title}


def held(person_id: int) -> Iterator[PersonalData]:
    """Give the tours to which the person was invited and the stops where they receive."""
    positions = _positions(person_id)
    invited = Invitation.select().where(Invitation.position.in_(positions)).order_by(Invitation.id)
    yield PersonalData("Uitnodigingen voor een dorpenschouw", tuple(row_in_words(one, INVITED) for one in invited))
    hosted = Stop.select().where(Stop.host_position.in_(positions)).order_by(Stop.id)
    yield PersonalData("Haltes waar u ontvangt", tuple(row_in_words(stop, HOST) for stop in hosted))


def erase(person_id: int) -> None:
    """Take the person off the stops, and forget the invitations; the organisation stays."""
    positions = _positions(person_id)
    stops = [stop.id for stop in Stop.select(Stop.id).where(Stop.host_position.in_(positions))]
    Stop.update(host_position=None).where(Stop.id.in_(stops)).execute()
    forget_history(Stop, stops)
    invited = [row.id for row in Invitation.select(Invitation.id).where(Invitation.position.in_(positions))]
    _delete(invited)


def old(before: datetime) -> Any:
    """Give the invitations to tours that ended before ``before``."""
    rows = Invitation.select(Invitation, VillageTour, Event).join(VillageTour).join(Event)
    return rows.where(Event.over_at < before).order_by(Invitation.id)


def delete_old(before: datetime) -> int:
    """Delete them with their history; give how many."""
    return _delete([row.id for row in old(before)])


def shown(invitation: Invitation) -> str:
    """Give an invitation in words for who looks at what will go."""
    return f"{invitation.position.person or invitation.position.organisation}, {invitation.tour.event.title}"


def _delete(keys: list[int]) -> int:
    count: int = Invitation.delete().where(Invitation.id.in_(keys)).execute()
    forget_history(Invitation, keys)
    return count


def _positions(person_id: int) -> Any:
    return Position.select(Position.id).where(Position.person == person_id)


RULES = [
    RetentionRule(
        name="dorpenschouw.invitations",
        title="Wie voor een dorpenschouw is uitgenodigd",
        keep=12,
        after="na de dag van de schouw",
        basis="Een jaar later kan de provincie nog vragen wie is uitgenodigd.",
        find=old,
        run=delete_old,
        show=shown,
    )
]
