"""The admin screen of the toy plugin."""

from ovkk_core.hookspecs import Permission
from ovkk_core.web.admin import AdminView
from toy_plugin.models import Toy

PERMISSIONS = [
    Permission("toy.read", "Speelgoed bekijken", frozenset({"redacteur", "lezer"})),
    Permission("toy.write", "Speelgoed wijzigen", frozenset({"redacteur"})),
    Permission("toy.export", "Speelgoed exporteren", frozenset({"redacteur"})),
]


class ToyView(AdminView):
    """The list of toys."""

    name_plural = "Speelgoed"
    name_one = "Stuk speelgoed"
    read = "toy.read"
    write = "toy.write"
    export = "toy.export"
    column_list = ("title", "kind")
    column_searchable_list = ("title",)
    form_columns = ("title", "kind")


def views() -> list[ToyView]:
    """Give the screens."""
    return [ToyView(Toy, endpoint="toy_toys", url="/beheer/toys/")]
