"""This room's hook implementations."""

from collections.abc import Iterable

from ovkk_core.history import privacy
from ovkk_core.hookspecs import PersonalData, Processing, RetentionRule, hookimpl


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare the revisions and the audit trail."""
    return privacy.PROCESSING


@hookimpl
def personal_data(person_id: int) -> Iterable[PersonalData]:
    """Give what was done with a person's record, and by the person."""
    return privacy.held(person_id)


@hookimpl
def on_person_erased(person_id: int) -> None:
    """Throw away the history of a person's record."""
    privacy.erase(person_id)


@hookimpl
def retention_rules() -> Iterable[RetentionRule]:
    """Let old changes go."""
    return privacy.RULES
