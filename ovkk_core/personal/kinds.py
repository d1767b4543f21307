"""The closed sets of personal pages, with the words for each member in ``label``."""

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l


class Labelled(Enum):
    """An enum whose members have a translated ``label``."""

    @property
    def label(self) -> Any:
        """The words for people, in the language of the request."""
        return LABELS[self]


class LinkScope(Labelled):
    """What a personal link opens: everything about one person, or the details of one organisation."""

    OWN = "own"
    ORGANISATION = "organisation"


class CheckState(Labelled):
    """What came of the question whether details are right."""

    OPEN = "open"
    OK = "ok"
    CHANGED = "changed"
    SILENT = "silent"


class ErasureState(Labelled):
    """What came of a request to erase."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


LABELS: dict[Labelled, Any] = {
    LinkScope.OWN: _l("own page"),
    LinkScope.ORGANISATION: _l("page of an organisation"),
    CheckState.OPEN: _l("no answer yet"),
    CheckState.OK: _l("everything is right"),
    CheckState.CHANGED: _l("changed"),
    CheckState.SILENT: _l("stayed silent"),
    ErasureState.OPEN: _l("waits for a decision"),
    ErasureState.DONE: _l("carried out"),
    ErasureState.REFUSED: _l("refused"),
    ErasureState.WITHDRAWN: _l("taken back"),
}
