"""How long things are kept: every rule with the period that the association chose, what is overdue, and the run."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from ovkk_core.clock import now
from ovkk_core.errors import NotFoundError
from ovkk_core.history import audit
from ovkk_core.hookspecs import RetentionRule
from ovkk_core.privacy.declarations import declared_rules, key_of
from ovkk_core.privacy.models import RetentionRun
from ovkk_core.registry import registry, setting, within_connected

SAMPLES = 5
SECONDS = 600.0  # a plugin's rule that takes longer is left behind


@dataclass(frozen=True)
class Rule:
    """A rule with its period: what is from before ``before`` is to go."""

    declared: RetentionRule
    keep: int
    before: datetime

    @property
    def name(self) -> str:
        """Its name, ``<room>.<what>``."""
        return self.declared.name

    @property
    def period(self) -> str:
        """The period in words: ``12 maanden na verzending``."""
        one, more = ("maand", "maanden") if self.declared.unit == "months" else ("dag", "dagen")
        return f"{self.keep} {one if self.keep == 1 else more} {self.declared.after}"


@dataclass(frozen=True)
class Overdue:
    """What of a rule would go now: how many, some in words; or why nobody knows."""

    rule: Rule
    count: int
    samples: tuple[str, ...]
    problem: str = ""


def rules() -> list[Rule]:
    """Give the rules of all rooms and plugins, in their order; a period that makes no sense is the default."""
    return [_with_period(declared) for declared in declared_rules()]


def rule_named(name: str) -> Rule:
    """Give a rule; raise ``NotFoundError`` when nobody declares it."""
    found = next((rule for rule in rules() if rule.name == name), None)
    if found is None:
        raise NotFoundError("Deze bewaartermijn bestaat niet (meer). Ga terug naar het overzicht.")
    return found


def overdue(rule: Rule) -> Overdue:
    """Say what would go now; a plugin that fails says why."""

    def look() -> tuple[int, tuple[str, ...]]:
        rows: Any = rule.declared.find(rule.before)
        return rows.count(), tuple(str(rule.declared.show(row)) for row in rows.limit(SAMPLES))

    outcome = within_connected(SECONDS, look)
    return Overdue(rule, 0, (), outcome.reason) if outcome.reason else Overdue(rule, *outcome.value)


def run_rule(rule: Rule) -> RetentionRun:
    """Let go what is overdue, and write down how many; a plugin that fails gives its reason."""
    outcome = within_connected(SECONDS, rule.declared.run, rule.before)
    if outcome.reason:
        registry.fault(registry.get(rule.name.partition(".")[0]), "retention_rules", outcome.reason)
    count = 0 if outcome.reason else int(outcome.value or 0)
    if count:
        audit("privacy.retention", rule.name, count)
    made: RetentionRun = RetentionRun.create(
        rule=rule.name, before=rule.before, count=count, problem=outcome.reason[:500]
    )
    return made


def run_all() -> None:
    """Run every rule: the work of every night; then forget the reports of runs of long ago."""
    for rule in rules():
        run_rule(rule)
    RetentionRun.delete().where(RetentionRun.at < now() - timedelta(days=731)).execute()


def last_runs() -> dict[str, RetentionRun]:
    """Give the newest run of each rule."""
    newest: dict[str, RetentionRun] = {}
    for run in RetentionRun.select().where(RetentionRun.at > now() - timedelta(days=31)).order_by(RetentionRun.id):
        newest[run.rule] = run
    return newest


def _with_period(declared: RetentionRule) -> Rule:
    try:
        keep = int(setting(key_of(declared)))
    except (KeyError, ValueError):
        keep = declared.keep
    keep = keep if 0 < keep < 1200 else declared.keep
    months, days = (keep, 0) if declared.unit == "months" else (0, keep)
    return Rule(declared, keep, now() - relativedelta(months=months, days=days))
