"""What a visitor chose to see of the agenda; it stands whole in the address, so that a link keeps it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from flask import url_for

from ovkk_core.audiences import Audience
from ovkk_core.calendars import meant, selecting
from ovkk_core.clock import today
from ovkk_core.contacts import Municipality
from ovkk_core.errors import NotFoundError

MONTH = re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])")
FIRST_YEAR, LAST_YEAR = 1970, 2100
PAST = "voorbij"
MOST_PAGES = 10_000


class View(Enum):
    """How the agenda is shown; the value is its word in the address."""

    LIST = "lijst"
    MONTH = "maand"
    MAP = "kaart"


@dataclass(frozen=True)
class Choice:
    """A view of the agenda, a month (its first day) or everything, and the filters."""

    view: View = View.LIST
    month: date | None = None
    municipality: Municipality | None = None
    audience: Audience | None = None
    owner: str = ""
    theme: str = ""
    past: bool = False
    page: int = 1

    @property
    def filtered(self) -> bool:
        """Whether something is left out."""
        return bool(self.municipality or self.audience or self.owner or self.theme)

    @property
    def query(self) -> dict[str, str]:
        """Give the arguments of its address, without what speaks for itself."""
        values = {
            "toon": "" if self.view is View.LIST else self.view.value,
            "maand": f"{self.month:%Y-%m}" if self.month else "",
            "periode": PAST if self.past else "",
            "gemeente": str(self.municipality.slug) if self.municipality else "",
            "doelgroep": str(self.audience.slug) if self.audience else "",
            "activiteit": self.owner,
            "thema": self.theme,
            "pagina": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in values.items() if value}

    def address(self, **changes: Any) -> str:
        """Give the address of this choice with ``changes``; on the first page unless they say otherwise."""
        query: dict[str, Any] = replace(self, **{"page": 1} | changes).query
        return url_for("calendars.agenda", **query)

    def seen_as(self, view: View) -> str:
        """Give the address of the same choice in another view; what is over is shown as a list only."""
        return self.address(view=view, past=self.past and view is View.LIST)


def chosen(arguments: Mapping[str, str]) -> Choice:
    """Read a choice from the arguments of an address. Raises :class:`NotFoundError` for one that cannot be."""
    slug, page = arguments.get("gemeente", ""), arguments.get("pagina", "")
    whose = arguments.get("doelgroep", "")
    month = _month(arguments.get("maand", ""))
    return Choice(
        view=next((view for view in View if view.value == arguments.get("toon")), View.LIST),
        month=month,
        municipality=selecting.municipality(slug) if slug else None,
        audience=meant.public_audience(whose) if whose else None,
        owner=arguments.get("activiteit", ""),
        theme=arguments.get("thema", ""),
        past=arguments.get("periode") == PAST and month is None,
        page=min(max(int(page), 1), MOST_PAGES) if page.isdecimal() else 1,
    )


def this_month() -> date:
    """Give the first day of the present month."""
    return today().replace(day=1)


def month_after(month: date, count: int = 1) -> date:
    """Give the first day of the month ``count`` months later, or earlier when it is below zero."""
    years, number = divmod(month.month - 1 + count, 12)
    return date(month.year + years, number + 1, 1)


def in_range(month: date) -> date | None:
    """Give ``month`` when the agenda goes that far, else None."""
    return month if FIRST_YEAR <= month.year <= LAST_YEAR else None


def _month(text: str) -> date | None:
    if not text:
        return None
    found = MONTH.fullmatch(text)
    month = in_range(date(int(found[1]), int(found[2]), 1)) if found else None
    if month is None:
        raise NotFoundError("Deze maand bestaat niet in de agenda. Kies een maand zoals 2026-12.")
    return month
