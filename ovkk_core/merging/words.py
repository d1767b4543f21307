"""Tables in words: "3 functies, 2 toestemmingen"."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from ovkk_core.contacts import Position
from ovkk_core.merging.rows import Row, tables
from ovkk_core.registry import registry

COUNTS: Mapping[str, Callable[[int], str]] = {
    "contacts_position": lambda n: ngettext("%(num)s position", "%(num)s positions", n),
    "contacts_organisation_channel": lambda n: ngettext("%(num)s channel", "%(num)s channels", n),
    "contacts_organisation_village": lambda n: ngettext("%(num)s village", "%(num)s villages", n),
    "consents_consent": lambda n: ngettext("%(num)s consent", "%(num)s consents", n),
    "consents_preference": lambda n: ngettext("%(num)s list of wishes", "%(num)s lists of wishes", n),
    "consents_suppression": lambda n: ngettext("%(num)s address not to mail", "%(num)s addresses not to mail", n),
    "consents_unsubscribe_link": lambda n: ngettext("%(num)s link to unsubscribe", "%(num)s links to unsubscribe", n),
    "audiences_snapshot_member": lambda n: ngettext("%(num)s mailing", "%(num)s mailings", n),
    "planning_poll_guest": lambda n: ngettext("%(num)s date poll", "%(num)s date polls", n),
    "subscriptions_subscription": lambda n: ngettext("%(num)s calendar of others", "%(num)s calendars of others", n),
}


def in_a_sentence(counts: Mapping[str, int]) -> str:
    """Give the counts per table as people say it; "" for none. A plugin's rows are named after the plugin."""
    known = [COUNTS[table](counts[table]) for table in COUNTS if counts.get(table)]
    others: dict[str, int] = {}
    for table, count in counts.items():
        if table not in COUNTS and count:
            others[_owner(table)] = others.get(_owner(table), 0) + count
    known += [
        ngettext("%(num)s row of “%(room)s”", "%(num)s rows of “%(room)s”", count, room=room)
        for room, count in sorted(others.items())
    ]
    return ", ".join(map(str, known))


def row_in_words(table: str, row: Row, key: Any) -> str:
    """Say which row it is: "functie secretaris", or the table in words with its number."""
    if table == Position._meta.table_name and (found := Position.get_or_none(Position.id == key)):
        return f"{found.function.label}, {found.organisation}"
    words = COUNTS[table](1).partition(" ")[2] if table in COUNTS else _owner(table)
    name = str(row.get("name") or row.get("title") or "")
    return f"{words} “{name}”" if name else _("%(what)s number %(number)s", what=words, number=key)


def _owner(table: str) -> str:
    """Give the title of the room or plugin that the table is of."""
    model = tables().get(table)
    if model is None:
        return table
    package = model.__module__.rpartition(".")[0]
    return next((p.title for p in registry.plugins.values() if p.package == package), table)
