"""A screen to test with: halls, a small tracked table that is made for the test."""

from enum import Enum
from typing import Any

import peewee
from flask_admin.actions import action
from flask_admin.base import expose

from ovkk_core.accounts import requires
from ovkk_core.database import BaseModel, LineField, ProseField, StateField, UtcDateTimeField, transaction
from ovkk_core.history import TrackedModel
from ovkk_core.hookspecs import Permission
from ovkk_core.web import AdminPage, AdminView


class Mood(Enum):
    """How a hall is."""

    OPEN = "open"
    SHUT = "shut"


class Area(BaseModel):
    """Where halls are."""

    name = LineField()

    def __str__(self) -> str:
        return str(self.name)


class Hall(TrackedModel):
    """Something to keep in a list."""

    name = LineField(unique=True)
    area = peewee.ForeignKeyField(Area, null=True, backref="halls")
    notes = ProseField(default="")
    seats = peewee.IntegerField(default=0)
    mood = StateField(Mood, default=Mood.OPEN)
    built_on = peewee.DateField(null=True)
    opens_at = UtcDateTimeField(null=True)
    warm = peewee.BooleanField(default=False)
    secret = LineField(default="geheim")

    def __str__(self) -> str:
        return str(self.name)


class HallView(AdminView):
    """The screen under test."""

    name_plural = "Zalen"
    name_one = "zaal"
    read, write, remove, export = "hall.read", "hall.write", "hall.remove", "hall.export"
    column_list = ("name", "area.name", "seats", "mood", "opens_at", "warm")
    column_labels = {"name": "Naam", "area": "Gebied", "area.name": "Gebied", "seats": "Stoelen", "notes": "Notitie"}
    column_choices = {"mood": [(Mood.OPEN, "open voor iedereen"), (Mood.SHUT, "dicht")]}
    column_sortable_list = ("name", "seats", ("area.name", "area.name"))
    column_default_sort = "name"
    column_searchable_list = ("name", "notes", "area.name")
    column_filters = ("area", "mood", "warm", "built_on", "opens_at", "seats", "name")
    column_editable_list = ("seats",)
    form_columns = ("name", "area", "notes", "seats", "mood", "built_on", "opens_at", "warm")
    page_size = 10

    @action("shut", "Sluiten", "Deze zalen sluiten?")
    def action_shut(self, ids: list[Any]) -> None:
        """Shut what was ticked."""
        with transaction():
            for hall in Hall.select().where(Hall.id.in_(ids)):
                hall.mood = Mood.SHUT
                hall.save()

    @action("shout", "Roepen", "Roepen?")
    @requires("hall.shout")
    def action_shout(self, ids: list[Any]) -> str:
        """Do what needs a right of its own."""
        return "geroepen"


class AreaView(AdminView):
    """Areas, to which halls refer."""

    read = write = "hall.write"
    column_list = form_columns = ("name",)


class HallPage(AdminPage):
    """A page of our own with a right of its own for one of its methods."""

    read = "hall.read"

    @expose("/")
    def index(self) -> str:
        """Show something."""
        return "zaalpagina"

    @expose("/roep/", methods=("POST",))
    @requires("hall.shout")
    def shout(self) -> str:
        """Do something."""
        return "geroepen"


PERMISSIONS = [
    Permission("hall.read", "Zalen bekijken", frozenset({"lezer", "redacteur", "coordinator"})),
    Permission("hall.write", "Zalen wijzigen", frozenset({"redacteur", "coordinator"})),
    Permission("hall.remove", "Zalen verwijderen", frozenset({"redacteur"})),
    Permission("hall.export", "Zalen downloaden", frozenset({"redacteur"})),
    Permission("hall.shout", "Roepen"),
]
