"""Local time in Europe/Amsterdam, the same in site, feed and mail (CAL-9)."""

from datetime import UTC, date, datetime, time, timedelta

from ovkk_core.clock import AMSTERDAM
from ovkk_core.errors import BadInputError

DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1970, 2100


def local(moment: datetime) -> datetime:
    """Give an aware ``moment`` as it reads on a clock in Europe/Amsterdam."""
    return moment.astimezone(AMSTERDAM)


def from_local(naive: datetime) -> datetime:
    """Give the moment (UTC) at which the clocks in Europe/Amsterdam read ``naive``; in autumn the first of two.

    Raises :class:`BadInputError` in the hour that does not exist, when the clock goes forward (RFC 5545 3.3.5).
    """
    moment = naive.replace(tzinfo=AMSTERDAM, fold=0).astimezone(UTC)
    if local(moment).replace(tzinfo=None, fold=0) != naive.replace(fold=0):
        raise BadInputError(
            f"Op {naive:%d-%m-%Y} bestaat {naive:%H.%M} uur niet: de klok gaat dan een uur vooruit. "
            "Kies een tijd vóór 02.00 uur of vanaf 03.00 uur."
        )
    return moment


def whole_days(first: date, last: date) -> tuple[datetime, datetime]:
    """Give the moments at which the whole days ``first`` to ``last`` (included) start and are over."""
    return _midnight(first), _midnight(last + DAY)


def can_be_written(moment: datetime) -> bool:
    """Say whether a local time tells this moment: not so in the second of the two equal hours in autumn."""
    return from_local(local(moment).replace(tzinfo=None)) == moment


def _midnight(day: date) -> datetime:
    return from_local(datetime.combine(day, time()))
