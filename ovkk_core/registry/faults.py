"""What went wrong in plugins, kept for the plugin page and for other processes."""

import unicodedata
from datetime import timedelta

from ovkk_core.clock import now
from ovkk_core.database import connected, transaction
from ovkk_core.registry.models import Fault
from ovkk_core.registry.stamps import bump

QUIET = timedelta(minutes=1)  # the same fault again within this time is logged, not stored


def keep(plugin: str, hook: str, reason: str, hung: bool) -> None:
    """Store the fault; one that hung pauses the hook in every process."""
    reason = printable(reason)
    with connected(), transaction():
        old = Fault.get_or_none(plugin=plugin, hook=hook)
        if old and old.reason == reason and old.paused == hung and now() - old.at < QUIET:
            return
        row = {"plugin": plugin, "hook": hook, "reason": reason, "paused": hung, "at": now()}
        Fault.insert(**row).on_conflict(conflict_target=[Fault.plugin, Fault.hook], update=row).execute()
        if hung:
            bump("plugins")


def printable(text: str) -> str:
    """Give ``text`` with everything that cannot be stored or shown replaced, cut to 2,000 characters."""
    shown = "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text[:2000])
    return unicodedata.normalize("NFC", shown).strip()


def paused() -> frozenset[tuple[str, str]]:
    """Give the (plugin, hook) pairs that may not be called."""
    return frozenset(Fault.select(Fault.plugin, Fault.hook).where(Fault.paused).tuples())


def clear(plugin: str) -> None:
    """Forget the faults of ``plugin``: it gets a new chance."""
    Fault.delete().where(Fault.plugin == plugin).execute()
