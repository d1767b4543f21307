"""A series in words, in Dutch: ``elke tweede dinsdag van de maand, tot en met 3 juni 2027``."""

from datetime import date

from babel.dates import format_date

from ovkk_core.calendars.recurrence import LAST, Frequency, Recurrence

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
NTH = {1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", LAST: "laatste"}


def sentence(rule: Recurrence, first: date) -> str:
    """Say in Dutch how a series that starts on ``first`` repeats, without a capital and a full stop."""
    return f"{_rhythm(rule, first)}, {_end(rule)}"


def _rhythm(rule: Recurrence, first: date) -> str:
    if rule.frequency is Frequency.DAILY:
        return "elke dag"
    if rule.frequency is Frequency.YEARLY:
        return f"elk jaar op {format_date(first, 'd MMMM', 'nl')}"
    if rule.frequency is Frequency.MONTHLY:
        return f"elke {_day_of_month(rule)} van de maand"
    days = _listed([DAYS[day] for day in rule.weekdays])
    return f"elke {days}" if rule.interval == 1 else f"elke {rule.interval} weken op {days}"


def _day_of_month(rule: Recurrence) -> str:
    if rule.weekdays:
        return f"{NTH[rule.nth]} {DAYS[rule.weekdays[0]]}"
    return "laatste dag" if rule.monthday == LAST else f"{rule.monthday}e dag"


def _end(rule: Recurrence) -> str:
    if rule.until:
        return f"tot en met {format_date(rule.until, 'd MMMM y', 'nl')}"
    return f"{rule.count} keer"


def _listed(words: list[str]) -> str:
    return " en ".join(filter(None, (", ".join(words[:-1]), words[-1])))
