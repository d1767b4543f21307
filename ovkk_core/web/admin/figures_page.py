"""The figures by which the association accounts for its work: computed for a year, open to the records behind them."""

from dataclasses import dataclass
from datetime import date

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import lazy_gettext as _l

from ovkk_core.clock import today
from ovkk_core.hookspecs import HOOK_SECONDS, Evidence, Indicator, Period
from ovkk_core.registry import registry, within_connected
from ovkk_core.web.admin.page import AdminPage
from ovkk_core.web.admin.permissions import READ_FIGURES

HOOK = "register_indicators"
YEARS_BACK = 5


@dataclass(frozen=True)
class Figure:
    """A declared figure with what it rests on; None when its plugin could not tell."""

    indicator: Indicator
    evidence: Evidence | None


class FiguresPage(AdminPage):
    """Shows the figures of one year."""

    read = READ_FIGURES
    nobody = "counts only"

    def __init__(self) -> None:
        super().__init__(_l("Figures"), endpoint="admin_figures", url="/beheer/cijfers/")

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show the figures of the year that is asked for, by activity."""
        this_year = today().year
        years = list(range(this_year, this_year - YEARS_BACK - 1, -1))
        asked = request.args.get("jaar", this_year, type=int)
        year = asked if asked in years else this_year
        return self.render("web/admin/figures.html", year=year, years=years, groups=groups(_whole(year)))


def groups(period: Period) -> list[tuple[str, list[Figure]]]:
    """Give the figures of ``period`` by the title of the plugin that declared them; of those that are on."""
    found: dict[str, list[Figure]] = {}
    for name, indicator in registry.collect(HOOK):
        if registry.is_on(name):
            found.setdefault(registry.get(name).title, []).append(_figure(name, indicator, period))
    return list(found.items())


def _figure(name: str, indicator: Indicator, period: Period) -> Figure:
    outcome = within_connected(HOOK_SECONDS, indicator.evidence, period)
    if isinstance(outcome.value, Evidence):
        return Figure(indicator, outcome.value)
    reason = outcome.reason or f"'{indicator.name}' gaf {type(outcome.value).__name__} in plaats van Evidence"
    registry.fault(registry.get(name), indicator.name, reason, hung=outcome.hung)
    return Figure(indicator, None)


def _whole(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))
