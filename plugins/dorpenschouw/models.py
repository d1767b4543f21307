"""The tables of the village tour: what a core event does not know about a tour, its stops and its guests."""

from __future__ import annotations

from enum import Enum

import peewee

from ovkk_core.calendars import Event
from ovkk_core.clock import now
from ovkk_core.contacts import Organisation, Position, Village
from ovkk_core.database import LineField, ProseField, StateField, UtcDateTimeField
from ovkk_core.history import TrackedModel
from ovkk_core.mail import OutboxMail


class Leg(Enum):
    """How the company gets to a stop."""

    COACH = "coach"
    FOOT = "foot"


class Known(Enum):
    """An answer to a question about a place that nobody may have asked yet."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class VillageTour(TrackedModel):
    """A guided visit to villages. Title, introduction, times, place and status are its event's."""

    event = peewee.ForeignKeyField(Event, unique=True, on_delete="RESTRICT")
    theme = LineField(default="", verbose_name="Thema")
    boarding_point = LineField(default="", verbose_name="Opstapplaats")
    meeting_place = LineField(default="", verbose_name="Verzamelpunt")
    contact = LineField(default="", verbose_name="Contact op de dag")
    practical = ProseField(default="", verbose_name="Praktische informatie")
    max_participants = peewee.IntegerField(null=True)
    cancel_reason = ProseField(default="", verbose_name="Reden van afgelasting")


class Stop(TrackedModel):
    """A village on the tour. Title, story and times are its event's; the order is the order of arrival."""

    event = peewee.ForeignKeyField(Event, unique=True, on_delete="RESTRICT")
    tour = peewee.ForeignKeyField(VillageTour, backref="stops", on_delete="RESTRICT")
    village = peewee.ForeignKeyField(Village, on_delete="RESTRICT")
    host = peewee.ForeignKeyField(Organisation, null=True, on_delete="SET NULL")
    host_position = peewee.ForeignKeyField(Position, null=True, on_delete="SET NULL")
    leg = StateField(Leg, default=Leg.COACH)
    question = ProseField(default="", verbose_name="Vraag aan de bezoekers")
    address = LineField(default="", verbose_name="Adres")
    step_free = StateField(Known, default=Known.UNKNOWN)
    toilet = StateField(Known, default=Known.UNKNOWN)
    rain_alternative = LineField(default="", verbose_name="Bij regen")


class Invitation(TrackedModel):
    """The mail that invited the holder of a position; at most one per tour and position."""

    tour = peewee.ForeignKeyField(VillageTour, backref="invitations", on_delete="RESTRICT")
    position = peewee.ForeignKeyField(Position, on_delete="RESTRICT")
    mail = peewee.ForeignKeyField(OutboxMail, null=True, on_delete="SET NULL")
    invited_at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("tour", "position"), True),)
