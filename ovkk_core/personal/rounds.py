"""The yearly round "Klopt dit nog?": whom it asks, asking them, and reminding the silent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ovkk_core.clock import now, today
from ovkk_core.consents import usable
from ovkk_core.contacts import Organisation, OrganisationKind, Person, Position, current_positions, resolve
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import actor, audit
from ovkk_core.jobs import enqueue
from ovkk_core.mail import Recipient
from ovkk_core.personal import mail
from ovkk_core.personal.kinds import CheckState, LinkScope
from ovkk_core.personal.leaving import DESK, SEND_JOB
from ovkk_core.personal.links import personal_link
from ovkk_core.personal.models import CheckItem, CheckRound

REMIND_JOB = "personal.send_reminders"
AFTER = timedelta(days=30)  # a link of a round works this long after its last day
REMINDERS = 2


@dataclass(frozen=True)
class Count:
    """How many persons and organisations a round would ask, and how many of them have no address for mail."""

    persons: int
    organisations: int
    unreachable: int


@dataclass
class Letter:
    """One mail: to whom, how to greet, about which items; without a person it is for the general address."""

    to: Recipient
    salutation: str
    person: Person | None
    organisation: Organisation | None
    items: list[CheckItem] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def count(kinds: Iterable[OrganisationKind]) -> Count:
    """Say whom a round about organisations of ``kinds`` would ask."""
    chosen = list(kinds)
    organisations, persons = _organisations(chosen), _persons(chosen)
    board = _boards(organisations)
    silent = sum(not (one.email and usable(one.email)) for one in persons)
    silent += sum(_answering(one, board.get(one.id, []))[0] is None for one in organisations)
    return Count(len(persons), len(organisations), silent)


def start(plan: CheckRound) -> CheckRound:
    """Store the round and have the worker ask everybody. Raises ``BadInputError`` for days that cannot be."""
    if not today() < plan.first_reminder_on < plan.second_reminder_on < plan.closes_on:
        raise BadInputError("De herinneringen komen na vandaag, na elkaar, en vóór de laatste dag. Pas de dagen aan.")
    with transaction():
        lock("personal.round")
        if CheckRound.select().where(CheckRound.closes_on >= today()).exists():
            raise BadInputError("Er loopt al een ronde. Wacht tot die is afgelopen, of vervroeg haar laatste dag.")
        plan.started_by = actor()
        plan.save()
        _ask_about(plan)
        audit("personal.round", "personal_check_round", plan.id)
        enqueue(SEND_JOB, round_id=plan.id)
    return plan


def send_round(round_id: int) -> None:
    """Mail everybody of the round who was not mailed yet; who cannot be mailed is left for the telephone."""
    found = CheckRound.get_or_none(id=round_id)
    if found is None or not found.open:
        return
    waiting = CheckItem.mailed_at.is_null() & (CheckItem.state == CheckState.OPEN)
    for letter in _letters(found, waiting):
        _send(found, letter, reminding=False)
    CheckRound.update(sent_at=now()).where(CheckRound.id == found.id).execute()


def plan_reminders() -> None:
    """Have the silent reminded when the day for it has come; each reminder once, whoever runs this twice."""
    for found in CheckRound.select().where(CheckRound.closes_on >= today(), CheckRound.sent_at.is_null(False)):
        days = (found.first_reminder_on, found.second_reminder_on)
        due = sum(day <= today() for day in days)
        if found.reminders < due:
            with transaction():
                CheckRound.update(reminders=due).where(CheckRound.id == found.id).execute()
                enqueue(REMIND_JOB, key=f"{REMIND_JOB}:{found.id}:{due}", round_id=found.id, number=due)


def send_reminders(round_id: int, number: int) -> None:
    """Ask once more who was mailed and said nothing."""
    found = CheckRound.get_or_none(id=round_id)
    if found is None or not found.open:
        return
    silent = CheckItem.mailed_at.is_null(False) & (CheckItem.state == CheckState.OPEN)
    for letter in _letters(found, silent):
        _send(found, letter, reminding=True, number=number)


def close_rounds() -> None:
    """Note who stayed silent in rounds that are over."""
    over = CheckRound.select(CheckRound.id).where(CheckRound.closes_on < today())
    CheckItem.update(state=CheckState.SILENT).where(
        CheckItem.round.in_(over), CheckItem.state == CheckState.OPEN
    ).execute()


def answering(organisation: Organisation) -> tuple[Recipient | None, str, Person | None]:
    """Give who answers for an organisation by mail: address, first line, and the person, if one holds the position."""
    return _answering(organisation, _boards([organisation]).get(organisation.id, []))


def _ask_about(plan: CheckRound) -> None:
    kinds = [OrganisationKind(kind) for kind in plan.kinds]
    shared = {"round": plan.id, "state": CheckState.OPEN, "answered_by": ""}
    rows: list[dict[str, Any]] = [shared | {"person": one.id, "organisation": None} for one in _persons(kinds)]
    rows += [shared | {"person": None, "organisation": one.id} for one in _organisations(kinds)]
    if not rows:
        raise BadInputError("Er zijn geen organisaties van deze soort. Kies een andere soort.")
    CheckItem.insert_many(rows).execute()


def _letters(found: CheckRound, where: Any) -> Iterator[Letter]:
    """Give the mails for the items, of one person together: what the own page shows anyway needs no second mail."""
    items = CheckItem.select(CheckItem, Person, Organisation).left_outer_join(Person).switch(CheckItem)
    items = items.left_outer_join(Organisation).where(CheckItem.round == found, where).order_by(CheckItem.id)
    letters: dict[int, Letter] = {}
    others: list[CheckItem] = []
    for item in items:
        if item.person_id is None:
            others.append(item)
        elif item.person.email and usable(item.person.email):
            letters[item.person_id] = _own(item.person)
            letters[item.person_id].items.append(item)
    board = _boards([item.organisation for item in others])
    for item in others:
        to, salutation, person = _answering(item.organisation, board.get(item.organisation_id, []))
        if to and person and person.id in letters and to.address.casefold() == str(person.email).casefold():
            letters[person.id].items.append(item)
            letters[person.id].names.append(str(item.organisation))
        elif to:
            yield Letter(to, salutation, person, item.organisation, [item], [str(item.organisation)])
    yield from letters.values()


def _own(person: Person) -> Letter:
    return Letter(Recipient(person.email, person.full_name), person.salutation, person, None)


def _send(found: CheckRound, letter: Letter, *, reminding: bool, number: int = 0) -> None:
    ids = [item.id for item in letter.items]
    with transaction():
        link = personal_link(
            letter.person,
            LinkScope.ORGANISATION if letter.organisation else LinkScope.OWN,
            organisation=letter.organisation,
            lasts=timedelta(days=(found.closes_on - today()).days) + AFTER,
        )
        about = [] if letter.organisation else ["uw eigen gegevens"]
        about += [f"de gegevens van {name}" for name in letter.names]
        key = f"personal.check:{found.id}:{ids[0]}:{number}"
        queued = mail.queue_check(letter.to, letter.salutation, about, found.closes_on, link, key, reminding=reminding)
        if not reminding:
            CheckItem.update(mailed_at=now(), mail=queued).where(CheckItem.id.in_(ids)).execute()


def _organisations(kinds: Iterable[OrganisationKind]) -> list[Organisation]:
    query = Organisation.select().where(Organisation.kind.in_(list(kinds)))
    return list(query.order_by(Organisation.sort_key, Organisation.id))


def _persons(kinds: Iterable[OrganisationKind]) -> list[Person]:
    there = Organisation.kind.in_(list(kinds))
    ids = current_positions().where(there, Position.person.is_null(False)).order_by().select(Position.person)
    return list(Person.select().where(Person.id.in_(ids)).order_by(Person.sort_key, Person.id))


def _boards(organisations: Iterable[Organisation]) -> dict[int, list[Position]]:
    """Give the present positions of each organisation, in two questions for all of them."""
    found: dict[int, list[Position]] = {}
    wanted = {one.id for one in organisations}
    for position in current_positions():
        if position.organisation_id in wanted:
            found.setdefault(position.organisation_id, []).append(position)
    return found


def _answering(organisation: Organisation, board: list[Position]) -> tuple[Recipient | None, str, Person | None]:
    held = [position for position in board if position.person_id]
    order = [*(one for function in DESK for one in held if one.function is function), *held]
    for position in order:
        there = resolve(position)
        if there.recipient:
            general = there.recipient.address.casefold() == str(organisation.email).casefold()
            return there.recipient, there.salutation, None if general else position.person
    there = resolve(Position(organisation=organisation, function=DESK[0]))
    return there.recipient, there.salutation, None
