"""The steps of making an edition, in the order an editor works, and the one that comes next."""

from dataclasses import dataclass

from flask_babel import gettext as _

from plugins.kernpunt.models import Edition, EditionState


@dataclass(frozen=True)
class Step:
    """One step: the screen, its title, and whether it is done; ``next`` marks the first that is not."""

    screen: str
    title: str
    done: bool
    next: bool = False


def steps(edition: Edition, items: int, leads: int, placings: int) -> list[Step]:
    """Give the steps of an edition with so many items, leads written and placings."""
    decided = not edition.changeable
    approved = decided or edition.state is EditionState.APPROVED
    done = [
        ("details", _("Details"), True),
        ("contents", _("Contents"), items > 0 or decided),
        ("variants", _("Variants"), leads > 0 or approved),
        ("preview", _("Preview"), approved),
        ("check", _("Check and approve"), approved),
        ("send", _("Send"), decided),
        ("placings", _("Place elsewhere"), placings > 0),
    ]
    first = next((screen for screen, _title, ready in done if not ready), None)
    return [Step(screen, title, ready, screen == first) for screen, title, ready in done]
