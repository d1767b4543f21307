"""Finds an edition good, by another person than who last changed it where the association wants that."""

from ovkk_core.clock import now
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import actor, audit
from ovkk_core.registry import setting
from plugins.kernpunt.checking import findings
from plugins.kernpunt.models import Edition, EditionState


def second_person_needed() -> bool:
    """Say whether somebody else than the writer has to approve."""
    return setting("kernpunt.second_person") == "1"


def may_approve(edition: Edition) -> bool:
    """Say whether the present user may approve, as far as who wrote it is concerned."""
    return not (second_person_needed() and edition.writer == actor())


def approve(edition: Edition) -> None:
    """Approve the edition as it is now; a later change takes that away. Twice changes nothing.

    Raises ``BadInputError`` when something blocks it, and for the writer where a second person is needed.
    """
    with transaction():
        lock(f"kernpunt.edition.{edition.id}")
        edition = Edition.get_by_id(edition.id)
        if edition.state is not EditionState.DRAFT:
            return
        if not may_approve(edition):
            raise BadInputError("U heeft dit nummer als laatste gewijzigd. Vraag een ander om het goed te keuren.")
        blocking = [finding.message for finding in findings(edition) if finding.blocking]
        if blocking:
            raise BadInputError(f"Dit nummer kan nog niet worden goedgekeurd. {' '.join(blocking)}")
        edition.state, edition.approved_by, edition.approved_at = EditionState.APPROVED, actor(), now()
        edition.save()
        audit("kernpunt.approve", "edition", edition.id)
