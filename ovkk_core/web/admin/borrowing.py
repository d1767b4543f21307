"""What a page of one's own may borrow of the screen of a table: its words for a row, its history, and the way back."""

from collections.abc import Sequence
from typing import Any

from ovkk_core.errors import NotFoundError
from ovkk_core.history import Revision
from ovkk_core.web.admin import restoring
from ovkk_core.web.admin.menu import screens
from ovkk_core.web.admin.restoring import Moment
from ovkk_core.web.admin.showing import EMPTY
from ovkk_core.web.admin.view import AdminView


def screen(endpoint: str) -> AdminView:
    """Give the screen with this name; raises ``NotFoundError`` for none."""
    found = next((one for one in screens() if one.endpoint == endpoint), None)
    if not isinstance(found, AdminView):
        raise NotFoundError("Deze pagina bestaat niet.")
    return found


def facts_of(endpoint: str, record: Any) -> list[tuple[Any, Any]]:
    """Give what the screen tells of ``record`` as (label, words), without what is empty."""
    view = screen(endpoint)
    told = [(view.get_column_name(name), view.words(record, name)) for name in restoring.details_of(view)]
    return [(label, words) for label, words in told if words != EMPTY]


def history_of(endpoint: str, revisions: Sequence[Revision]) -> list[Moment]:
    """Give ``revisions`` of the screen's table in words, and whether the present user may take each back."""
    return restoring.history(screen(endpoint), revisions)


def restored(endpoint: str, number: int) -> Any:
    """Take back the change with this number, and give the row; raises ``NotFoundError`` or ``BadInputError``."""
    return restoring.restored(screen(endpoint), number)
