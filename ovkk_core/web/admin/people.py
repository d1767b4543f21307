"""Names for actors: the history keeps ids, people read names."""

from collections.abc import Iterable

from flask_babel import gettext as _

from ovkk_core.accounts import User


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Give actor → name in one query; who is gone keeps a number, and machines have words."""
    wanted = set(actors)
    ids = {a: int(a[5:]) for a in wanted if a.startswith("user:") and a[5:].isdecimal()}
    known = dict(User.select(User.id, User.name).where(User.id.in_(list(ids.values()))).tuples()) if ids else {}
    return {a: known.get(ids.get(a, 0)) or _in_words(a) for a in wanted}


def name_of(actor: str) -> str:
    """Give the name of one actor."""
    return names_of([actor])[actor]


def _in_words(actor: str) -> str:
    kind, _colon, rest = actor.partition(":")
    words = {
        "user": _("a former user (number %(id)s)", id=rest),
        "persoon": _("somebody by a personal link (person %(id)s)", id=rest),
        "organisatie": _("an organisation by its link (organisation %(id)s)", id=rest),
        "job": _("the system (task %(name)s)", name=rest),
        "cli": _("an administrator at the command line"),
        "system": _("the system"),
    }
    return words.get(kind, actor)
