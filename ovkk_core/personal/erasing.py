"""Requests to be erased: made and taken back on the personal page, decided by somebody of the association."""

from typing import Any

from ovkk_core.clock import now
from ovkk_core.contacts import Person
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import actor, audit
from ovkk_core.personal.kinds import ErasureState
from ovkk_core.personal.models import ErasureRequest

LONGEST_NOTE = 2000
DECIDED = (ErasureState.DONE, ErasureState.REFUSED)


def open_request_of(person: Person) -> ErasureRequest | None:
    """Give the request of ``person`` that waits for a decision."""
    mine = (ErasureRequest.person == person) & (ErasureRequest.state == ErasureState.OPEN)
    found: ErasureRequest | None = ErasureRequest.get_or_none(mine)
    return found


def ask_erasure(person: Person, note: str) -> ErasureRequest:
    """Note that ``person`` asks to be erased; who asked already has asked once."""
    if len(note) > LONGEST_NOTE:
        raise BadInputError(f"De toelichting is te lang: hoogstens {LONGEST_NOTE} tekens.")
    with transaction():
        lock("personal.erasure")
        earlier = open_request_of(person)
        if earlier:
            return earlier
        made: ErasureRequest = ErasureRequest.create(person=person, note=note)
        audit("personal.erasure_asked", "contacts_person", person.id)
    return made


def withdraw_erasure(person: Person) -> None:
    """Take the open request of ``person`` back; harmless when there is none."""
    waiting = open_request_of(person)
    if waiting:
        _close(waiting, ErasureState.WITHDRAWN, "")


def open_erasure_requests() -> list[ErasureRequest]:
    """Give the requests that wait for a decision with their persons, the oldest first."""
    query: Any = ErasureRequest.select(ErasureRequest, Person).join(Person)
    return list(query.where(ErasureRequest.state == ErasureState.OPEN).order_by(ErasureRequest.id))


def settle_erasure(request: ErasureRequest, state: ErasureState, answer: str = "") -> None:
    """Note what was decided: ``DONE`` once everything is gone, or ``REFUSED`` with the reason in ``answer``.

    Raises ``BadInputError`` for a request that was decided already, and for a refusal without a reason.
    """
    if state not in DECIDED:
        raise BadInputError("Kies of het verzoek is uitgevoerd of geweigerd.")
    if state is ErasureState.REFUSED and not answer:
        raise BadInputError("Schrijf waarom het verzoek wordt geweigerd: de betrokkene heeft recht op een reden.")
    fresh = ErasureRequest.get_by_id(request.id)
    if fresh.state is not ErasureState.OPEN:
        raise BadInputError("Over dit verzoek is al beslist. Ververs de pagina.")
    _close(fresh, state, answer)


def _close(request: ErasureRequest, state: ErasureState, answer: str) -> None:
    with transaction():
        request.state, request.answer = state, answer
        request.decided_at, request.decided_by = now(), actor()
        request.save()
        audit(f"personal.erasure_{state.value}", "personal_erasure_request", request.id)
