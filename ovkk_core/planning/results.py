"""Reckons what was said in a date poll: who can come when, and which date suits best."""

from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import ngettext

from ovkk_core.planning.clashing import Clash, Radar
from ovkk_core.planning.models import Choice, DatePoll, PollAnswer, PollGuest, PollOption, options_of
from ovkk_core.planning.tentative import audiences_of


@dataclass(frozen=True)
class Row:
    """One guest with what they said, in the order of the options; None is silence."""

    guest: PollGuest
    choices: tuple[Choice | None, ...]


@dataclass(frozen=True)
class Tally:
    """How one option does; ``reason`` says in a sentence why it is the best, "" for the others."""

    option: PollOption
    yes: int
    if_need_be: int
    no: int
    clashes: tuple[Clash, ...]
    best: bool = False
    reason: str = ""

    @property
    def can(self) -> int:
        """How many can come at all."""
        return self.yes + self.if_need_be


@dataclass(frozen=True)
class Results:
    """Everything that was said."""

    rows: tuple[Row, ...]
    tallies: tuple[Tally, ...]
    asked: int
    answered: int


def results(poll: DatePoll) -> Results:
    """Give the answers by name and how each option does, the best marked. Constant number of queries."""
    options = list(options_of(poll))
    guests = list(PollGuest.select().where(PollGuest.poll == poll).order_by(PollGuest.name, PollGuest.id))
    said: dict[tuple[int, int], Choice] = {}
    for given in PollAnswer.select().join(PollGuest).where(PollGuest.poll == poll):
        said[given.guest_id, given.option_id] = given.choice
    rows = tuple(Row(guest, tuple(said.get((guest.id, option.id)) for option in options)) for guest in guests)
    tallies = [_tally(option, [row.choices[n] for row in rows], ()) for n, option in enumerate(options)]
    if options:
        tallies = _with_clashes(poll, tallies)
    answered = sum(row.guest.answered_at is not None for row in rows)
    return Results(rows, tuple(_with_best(tallies, answered)), len(rows), answered)


def _tally(option: PollOption, said: list[Choice | None], clashes: tuple[Clash, ...]) -> Tally:
    return Tally(option, said.count(Choice.YES), said.count(Choice.IF_NEED_BE), said.count(Choice.NO), clashes)


def _with_clashes(poll: DatePoll, tallies: list[Tally]) -> list[Tally]:
    since = min(tally.option.starts_at for tally in tallies)
    until = max(tally.option.ends_at for tally in tallies)
    without = {poll.event_id} if poll.event_id else set()
    radar = Radar(since, until, audiences_of([poll.id])[poll.id], without, without_polls={poll.id})
    return [
        replace(tally, clashes=tuple(radar.clashes(tally.option.starts_at, tally.option.ends_at))) for tally in tallies
    ]


def _with_best(tallies: list[Tally], answered: int) -> list[Tally]:
    """Mark the option on which most people can, then most gladly, then with the least against it, then the first."""
    if not answered or not tallies:
        return tallies
    best = max(tallies, key=_rank)
    marked = replace(best, best=True, reason=_reason(best, answered))
    return [marked if tally is best else tally for tally in tallies]


def _rank(tally: Tally) -> tuple[int, int, int, float]:
    against = sum(clash.weight for clash in tally.clashes)
    return tally.can, tally.yes, -against, -tally.option.starts_at.timestamp()


def _reason(tally: Tally, answered: int) -> str:
    words = [
        ngettext(
            "%(can)s of the %(num)s person who answered can come",
            "%(can)s of the %(num)s people who answered can come",
            answered,
            can=tally.can,
        )
    ]
    if tally.if_need_be:
        words.append(ngettext("%(num)s of them if need be", "%(num)s of them if need be", tally.if_need_be))
    words.append(_("nothing else takes place then") if not tally.clashes else _("but look at what takes place then"))
    return ", ".join(words) + "."
