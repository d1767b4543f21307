"""Where a message to a position goes now, by which step of the ladder, and why (function, person, deputy, …)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from flask_babel import format_date
from flask_babel import gettext as _

from ovkk_core.clock import today
from ovkk_core.contacts import names
from ovkk_core.contacts.kinds import OrganisationKind, PositionFunction
from ovkk_core.contacts.models import Organisation, Person, Position
from ovkk_core.contacts.positions import current_positions
from ovkk_core.errors import BadInputError
from ovkk_core.mail import Recipient

BOARDS = frozenset({OrganisationKind.VILLAGE_COUNCIL, OrganisationKind.COMMUNITY_CENTRE})
SUCCEEDED = frozenset(  # one holder at a time, so the present one is the successor
    {
        PositionFunction.CHAIR,
        PositionFunction.SECRETARY,
        PositionFunction.TREASURER,
        PositionFunction.LIAISON_OFFICER,
        PositionFunction.ALDERMAN,
        PositionFunction.COUNCIL_OFFICE,
        PositionFunction.CONTACT,
    }
)
Usable = Callable[[str], bool]
_judge: list[Usable] = []


class Step(Enum):
    """How far down the ladder a message had to go."""

    FUNCTION = "function"
    PERSON = "person"
    DEPUTY = "deputy"
    GENERAL = "general"
    LETTER = "letter"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class Destination:
    """Where it goes: ``recipient`` for a mail, ``postal`` lines for a letter, neither when it goes nowhere.

    ``salutation`` has its comma; ``reason`` says in the language of the reader why it goes there, and ``skipped``
    only what kept it from going by an earlier step, "" for the first.
    """

    step: Step
    recipient: Recipient | None
    postal: tuple[str, ...] | None
    salutation: str
    reason: str
    skipped: str = ""


@dataclass(frozen=True)
class _Rung:
    """An address to try: whose it is, how to greet there, what to say when it is taken, and when it cannot be."""

    step: Step
    address: str
    name: str
    salutation: str
    taken: str
    refused: str


def resolve(position: Position, on: date | None = None, *, usable: Usable | None = None) -> Destination:
    """Say where a message to the position goes on the day (default: today in Amsterdam).

    Tried in this order: the address of the function, of the holder, of the deputy, the general address of the
    organisation, a letter to the organisation or else to the holder. A position that is over or has not begun
    gives way to the one present holder of that function, and otherwise goes to the organisation: never to somebody
    who has left. ``usable`` says of an address whether mail may go and arrives there (default: who was named with
    :func:`judge_addresses_by`).
    """
    on, usable = on or today(), usable or (_judge[0] if _judge else _any)
    notes: list[str] = []
    if not _holds(position, on):
        notes.append(_outside(position, on))
        if successor := _successor(position, on):
            notes.append(_("Now it is for %(who)s.", who=str(successor.person)))
            position = successor
        else:
            position = Position(organisation=position.organisation, function=position.function)
    elif not position.person_id:
        notes.append(_("Nobody holds this position now."))
    for rung in _rungs(position):
        recipient, refusal = _attempt(rung, usable)
        if recipient:
            return _destination(rung.step, recipient, None, rung.salutation, rung.taken, notes)
        notes += [refusal] if refusal else []
    return _by_letter(position, notes)


def successor_of(position: Position, on: date | None = None) -> Position | None:
    """Give the one present holder of a position that is over on the day (default: today), None when there is none."""
    on = on or today()
    return None if _holds(position, on) else _successor(position, on)


def only_of_holder(position: Position, address: str) -> bool:
    """Say whether mail to ``address`` reaches who holds the position, and not who comes after them."""
    own = position.person.email if position.person_id else ""
    shared = {position.email.casefold(), position.organisation.email.casefold()}
    return bool(own) and address.casefold() == own.casefold() and address.casefold() not in shared


def judge_addresses_by(usable: Usable) -> None:
    """Have ``usable`` say which addresses may be used; the room that knows is above this one."""
    _judge[:] = [usable]


def mail_address(position: Position) -> Recipient | None:
    """Give where mail for the position goes now, or None when no address is known."""
    return resolve(position).recipient


def salutation_for(position: Position) -> str:
    """Give the first line of a message to the position, as its destination now wants it."""
    return resolve(position).salutation


def greeting_at(position: Position, address: str) -> tuple[str, str]:
    """Give the name and the salutation for a message to the position at ``address``, one of its ladder."""
    organisation, person, deputy = position.organisation, position.person, position.deputy
    if address != position.email:
        for one in (person, deputy):
            if one and one.email == address:
                return str(one.full_name), str(one.salutation)
    return _named(organisation, person), _greeting(organisation, person)


def salutation_together(positions: Sequence[Position]) -> str:
    """Give the first line of one message to all of ``positions``; for several ``Geachte dames en heren,``."""
    return salutation_for(positions[0]) if len(positions) == 1 else names.SEVERAL


def _any(_address: str) -> bool:
    return True


def _holds(position: Position, on: date) -> bool:
    begun = position.starts_on is None or position.starts_on <= on
    return begun and (position.ends_on is None or position.ends_on >= on)


def _outside(position: Position, on: date) -> str:
    if position.ends_on is not None and position.ends_on < on:
        return _("This position ended on %(day)s.", day=format_date(position.ends_on, "d MMMM y"))
    return _("This position begins on %(day)s.", day=format_date(position.starts_on, "d MMMM y"))


def _successor(position: Position, on: date) -> Position | None:
    """Give the one holder of the same function on the day; None when there are more, or the function has many."""
    if position.function not in SUCCEEDED:
        return None
    same = (Position.organisation == position.organisation_id) & (Position.function == position.function)
    found = list(current_positions(on).where(same, Position.person.is_null(False)).limit(2))
    return found[0] if len(found) == 1 else None


def _rungs(position: Position) -> Iterator[_Rung]:
    """Give the addresses to try, the best first; a deputy is looked up only when it comes to that."""
    organisation, person = position.organisation, position.person
    name, greeting = _named(organisation, person), _greeting(organisation, person)
    yield _Rung(
        *(Step.FUNCTION, position.email, name, greeting),
        _("It goes to the position's own address."),
        _("The position's own address does not work."),
    )
    if person:
        yield _of_person(Step.PERSON, person, _("It goes to %(who)s's own address.", who=str(person)))
    if position.deputy_id:
        deputy = position.deputy
        yield _of_person(Step.DEPUTY, deputy, _("It goes to the deputy, %(who)s.", who=str(deputy)))
    yield _Rung(
        *(Step.GENERAL, organisation.email, name, greeting),
        _("It goes to the general address of the organisation."),
        _("The general address of the organisation does not work.")
        if organisation.email
        else _("The organisation has no general e-mail address."),
    )


def _of_person(step: Step, person: Person, taken: str) -> _Rung:
    why = _("The e-mail address of %(who)s does not work.") if person.email else _("%(who)s has no e-mail address.")
    return _Rung(step, person.email, person.full_name, person.salutation, taken, why % {"who": person})


def _attempt(rung: _Rung, usable: Usable) -> tuple[Recipient | None, str]:
    """Give the recipient, or None and what to say about it: nothing of a function that never had an address."""
    if not rung.address:
        return None, "" if rung.step is Step.FUNCTION else rung.refused
    if not usable(rung.address):
        return None, rung.refused
    try:
        return Recipient(rung.address, rung.name), ""
    except BadInputError as error:
        return None, str(error)


def _by_letter(position: Position, notes: list[str]) -> Destination:
    """Give a letter to the organisation, or to the home of the holder or the deputy; else nowhere."""
    organisation, person = position.organisation, position.person
    greeting = _greeting(organisation, person)
    if organisation.postal_lines:
        attention = _attention(organisation, person)
        lines = (str(organisation.name), *attention, *organisation.postal_lines)
        return _destination(Step.LETTER, None, lines, greeting, _("It goes by letter to the organisation."), notes)
    for one in (person, position.deputy if position.deputy_id else None):
        if one and one.postal_lines:
            said, lines = _("It goes by letter to %(who)s.", who=str(one)), (one.full_name, *one.postal_lines)
            return _destination(Step.LETTER, None, lines, one.salutation, said, notes)
    said = _("There is no complete postal address either: it cannot be sent.")
    return _destination(Step.NOWHERE, None, None, greeting, said, notes)


def _destination(
    step: Step,
    recipient: Recipient | None,
    postal: tuple[str, ...] | None,
    salutation: str,
    taken: str,
    notes: Sequence[str],
) -> Destination:
    return Destination(step, recipient, postal, salutation, " ".join([*notes, taken]), " ".join(notes))


def _named(organisation: Organisation, person: Person | None) -> str:
    return str(person.full_name if person else organisation.name)


def _greeting(organisation: Organisation, person: Person | None) -> str:
    """Greet the holder; without one a board as a body, and elsewhere whoever opens it."""
    if person:
        return str(person.salutation)
    return names.BOARD if organisation.kind in BOARDS else names.UNKNOWN


def _attention(organisation: Organisation, person: Person | None) -> tuple[str, ...]:
    if person:
        return (f"t.a.v. {person.full_name}",)
    return ("t.a.v. het bestuur",) if organisation.kind in BOARDS else ()
