"""What the times of a tour and its stops must obey; every refusal says what to change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from ovkk_core.calendars import local
from ovkk_core.errors import BadInputError


@dataclass(frozen=True)
class Visit:
    """The time spent at a stop, as aware datetimes."""

    title: str
    arrives_at: datetime
    departs_at: datetime

    def __str__(self) -> str:
        return f"'{self.title}' ({_clock(self.arrives_at)} tot {_clock(self.departs_at)} uur)"


def check_tour(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse a tour that ends before or when it starts."""
    if ends_at <= starts_at:
        raise BadInputError(
            f"De dorpenschouw eindigt om {_clock(ends_at)} uur, maar begint pas om {_clock(starts_at)} uur. "
            "Kies een eindtijd na de begintijd."
        )


def check_visits(starts_at: datetime, ends_at: datetime, visits: Iterable[Visit]) -> None:
    """Refuse stops that end before they start, fall outside the tour, or overlap."""
    in_order = sorted(visits, key=lambda visit: (visit.arrives_at, visit.departs_at))
    for visit in in_order:
        _check_visit(starts_at, ends_at, visit)
    for earlier, later in pairwise(in_order):
        if later.arrives_at < earlier.departs_at:
            raise BadInputError(
                f"De haltes {earlier} en {later} vallen over elkaar. "
                "Laat de ene halte vertrekken voordat u bij de andere aankomt."
            )


def _check_visit(starts_at: datetime, ends_at: datetime, visit: Visit) -> None:
    if visit.departs_at <= visit.arrives_at:
        raise BadInputError(f"Bij de halte {visit} ligt het vertrek niet na de aankomst. Kies een later vertrek.")
    if visit.arrives_at < starts_at or visit.departs_at > ends_at:
        raise BadInputError(
            f"De halte {visit} valt buiten de dorpenschouw, die duurt van {_moment(starts_at)} tot "
            f"{_moment(ends_at)} uur. Pas de tijden van de halte of van de dorpenschouw aan, of schuif de haltes mee."
        )


def _clock(moment: datetime) -> str:
    return f"{local(moment):%H.%M}"


def _moment(moment: datetime) -> str:
    return f"{local(moment):%d-%m-%Y %H.%M}"
