"""Keeps the last outcome of the checks of delivery, and tells of them without running them again."""

from collections.abc import Sequence

from ovkk_core.clock import now
from ovkk_core.database import transaction
from ovkk_core.hookspecs import Health
from ovkk_core.inbox.delivering import Outcome, outcomes
from ovkk_core.inbox.lookups import Lookup
from ovkk_core.inbox.models import Check


def check_delivery(look: Lookup | None = None) -> list[Outcome]:
    """Run the checks of delivery now and keep how they went; takes some seconds, and contacts only what was set up."""
    found = outcomes(look)
    with transaction():
        Check.delete().where(Check.name.not_in([one.name for one in found])).execute()
        for one in found:
            keep_outcome(one)
    return found


def keep_outcome(one: Outcome) -> None:
    """Keep the outcome of one check in the place of the last."""
    values = {Check.title: one.title, Check.ok: one.ok, Check.message: one.message, Check.at: now()}
    Check.insert({Check.name: one.name, **values}).on_conflict(conflict_target=[Check.name], update=values).execute()


def mend(name: str, message: str) -> None:
    """Note that what went wrong goes well again; nothing when it did not go wrong."""
    Check.update({Check.ok: True, Check.message: message, Check.at: now()}).where(
        Check.name == name, ~Check.ok
    ).execute()


def kept() -> list[Check]:
    """Give the last outcomes, in the order in which they were first made."""
    return list(Check.select().order_by(Check.id))


def health() -> Sequence[Health]:
    """Tell the last outcomes."""
    return [Health(f"Bezorgbaarheid, {one.title}", bool(one.ok), str(one.message)) for one in kept()]
