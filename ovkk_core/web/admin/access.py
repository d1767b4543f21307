"""Denies by default: every route of an admin screen has a rule, and a screen without one is refused at start."""

from collections.abc import Iterable
from typing import Any, ClassVar

from flask import render_template
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import OWN_GUARD, PUBLIC, access_of, deny, permitted
from ovkk_core.errors import NotFoundError, OvkkError
from ovkk_core.registry import is_on
from ovkk_core.web.admin import reading

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Routes = Iterable[tuple[str, str, Iterable[str]]]  # address, method, verbs


class Guarded:
    """What ``AdminView`` and ``AdminPage`` share: the room, the rules and the gate.

    ``read`` is the permission to look and ``write`` to change; a method marked ``@requires(...)`` has its own. Every
    look is written down in the audit trail, unless ``nobody`` says what else than people the screen shows.
    """

    read: ClassVar[str | None] = None
    write: ClassVar[str | None] = None
    nobody: ClassVar[str] = ""
    endpoint: str
    table: str = ""  # of which a screen shows the rows
    room: str = ""  # set by core when it registers the screen
    in_menu: ClassVar[bool] = True
    menu_order: ClassVar[int] = 50  # in its group; what is used most has the lowest
    _rules: dict[str, str]

    def find_rules(self, routes: Routes) -> dict[str, str]:
        """Give the rule of every method of ``routes``; raise ``TypeError`` when one has none."""
        kind = type(self).__name__
        if not _named(self.read):
            raise TypeError(f"{kind} names no permission to read: set `read`")
        found = {}
        for _, name, verbs in routes:
            rule = self.rule_of(name, SAFE.issuperset(verbs))
            if not _named(rule):
                raise TypeError(f"{kind}.{name} changes something and names no permission: set `write` or @requires")
            found[name] = str(rule)
        return found

    def rule_of(self, name: str, safe: bool) -> str | None:
        """Give the rule of one exposed method; ``safe`` when it answers nothing but GET."""
        marked = access_of(getattr(type(self), name))
        if marked:
            return marked.rule
        return self.read if safe else self.write

    def may_call(self, name: str) -> bool:
        """Say whether the present user may call the method ``name``."""
        return name in self._rules and permitted(self._rules[name])

    def is_accessible(self) -> bool:
        """Say whether the present user may see this screen now: its room is on and they have ``read``."""
        return is_on(self.room) and permitted(str(self.read))

    def is_visible(self) -> bool:
        """Say whether the screen stands in the menu."""
        return self.in_menu

    def render(self, template: str, *, shows: int | None = None, **values: Any) -> str:
        """Give the page made of ``template``, in which this screen is ``view`` and shows so many people."""
        reading.note_count(shows, values)
        return render_template(template, view=self, **values)

    def _handle_view(self, name: str, /, **_: Any) -> ResponseReturnValue | None:
        """Refuse before any exposed method runs."""
        if not is_on(self.room):
            raise NotFoundError("Deze pagina bestaat niet.")
        return None if self.may_call(name) else deny()

    def _run_view(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        """Run an exposed method and write down the look; what it refuses is explained inside the admin."""
        try:
            answer = fn(self, *args, **kwargs)
            reading.note_look(self, fn.__name__, kwargs, answer)
            return answer
        except OvkkError as error:
            return self.render("web/admin/refused.html", error=error), error.status


def _named(rule: str | None) -> bool:
    return bool(rule) and rule not in {PUBLIC, OWN_GUARD}
