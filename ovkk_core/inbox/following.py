"""What the inbox asks attention for: functions whose mail came back, post to read, addresses that keep failing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from ovkk_core.accounts import User, may
from ovkk_core.clock import AMSTERDAM, now
from ovkk_core.consents import Suppression, SuppressionReason, suppressed_among, suppressed_digest
from ovkk_core.contacts import Position, current_positions
from ovkk_core.database import transaction
from ovkk_core.errors import NotFoundError
from ovkk_core.history import audit
from ovkk_core.hookspecs import TodoItem
from ovkk_core.inbox.declarations import ACT
from ovkk_core.inbox.kinds import BounceKind
from ovkk_core.inbox.models import Bounce, Message
from ovkk_core.registry import setting

SCREEN, RETURNED = "/beheer/binnengekomen/?lijst=wacht", "/beheer/binnengekomen/teruggekomen/"
COUNTED = timedelta(days=30)
MOST_TODOS = 20


@dataclass(frozen=True)
class Failing:
    """An address where mail kept not arriving: on how many days lately, what was said last, and by whom it was read."""

    address: str
    days: int
    last: Bounce


@dataclass(frozen=True)
class Lost:
    """A position whose mail came back from an address that does not exist, and why we know."""

    position: Position
    address: str
    reason: str
    since: datetime


def todos(user: User) -> Sequence[TodoItem]:
    """Ask who may act on the post to find out who holds a function now, to read what waits and to judge addresses."""
    if not may(ACT, user):
        return []
    return [*_functions(), *_waiting(), *_failing()]


def lost_functions() -> list[Lost]:
    """Give the positions of now whose own address, or without one their holder's, does not exist any more."""
    listed = Suppression.select().where(Suppression.reason == SuppressionReason.BOUNCED, Suppression.purpose == "")
    bounced = {row.digest: row for row in listed}
    if not bounced:
        return []
    found = []
    for position in current_positions():
        address = position.email or (position.person.email if position.person_id else "")
        row = bounced.get(suppressed_digest(address)) if address else None
        if row is not None:
            found.append(Lost(position, address, str(row.note), row.at))
    return found


def failing() -> list[Failing]:
    """Give the addresses where mail did not arrive on several days of the last month, without a wrong address."""
    enough = setting("inbox.soft_days")
    days = int(enough) if enough.isdecimal() and int(enough) > 0 else 3
    rows = Bounce.select().where(
        Bounce.kind != BounceKind.HARD, Bounce.dismissed_at.is_null(), Bounce.at > now() - COUNTED
    )
    seen: dict[str, dict[date, Bounce]] = {}
    for row in rows.order_by(Bounce.id):
        seen.setdefault(str(row.address), {})[row.at.astimezone(AMSTERDAM).date()] = row
    often = {address: on for address, on in seen.items() if len(on) >= days}
    stopped = suppressed_among(often)
    return [Failing(address, len(on), on[max(on)]) for address, on in often.items() if address not in stopped]


def dismiss(address: str) -> None:
    """Forget how often mail to ``address`` did not arrive: somebody judged that it may go on."""
    with transaction():
        if not Bounce.update(dismissed_at=now()).where(Bounce.address == address).execute():
            raise NotFoundError("Van dit adres is niets teruggekomen.")
        audit("inbox.dismiss", Bounce._meta.table_name, "")


def waiting() -> int:
    """Give how many messages wait for a person."""
    return int(Message.select().where(Message.handled_at.is_null()).count())


def _functions() -> Iterator[TodoItem]:
    for one in lost_functions()[:MOST_TODOS]:
        position = one.position
        title = _(
            "Who is now %(function)s of %(organisation)s? Mail to %(address)s came back.",
            function=position.own_title or position.function.label,
            organisation=position.organisation,
            address=one.address,
        )
        yield TodoItem(title, f"/beheer/functies/{position.id}/bewerken/", _("Change the position"))


def _waiting() -> Iterator[TodoItem]:
    count = waiting()
    if count:
        title = "1 bericht wacht op u" if count == 1 else f"{count} berichten wachten op u"
        yield TodoItem(title, SCREEN, "Lees de post")


def _failing() -> Iterator[TodoItem]:
    found = failing()
    if found:
        one = f"Mail aan {found[0].address} komt al {found[0].days} dagen niet aan"
        title = one if len(found) == 1 else f"Mail aan {len(found)} adressen komt al dagen niet aan"
        yield TodoItem(title, RETURNED, "Bekijk de adressen")
