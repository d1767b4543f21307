"""What contacts ask attention for."""

from collections.abc import Sequence

from ovkk_core.accounts import User, may
from ovkk_core.contacts.kinds import OrganisationKind, PositionFunction
from ovkk_core.contacts.vacancies import vacancies
from ovkk_core.hookspecs import TodoItem

SCREEN = "/beheer/vacatures/?kind=municipality&function=liaison_officer"


def todos(user: User) -> Sequence[TodoItem]:
    """Ask who keeps the contacts to find the liaison officers that are missing."""
    if not may("contacts.write", user):
        return []
    missing = vacancies(kinds={OrganisationKind.MUNICIPALITY}, functions={PositionFunction.LIAISON_OFFICER})
    if not missing:
        return []
    title = f"{missing[0].organisation} heeft geen kerncontactambtenaar"
    if len(missing) > 1:
        title = f"{len(missing)} gemeenten hebben geen kerncontactambtenaar"
    return [TodoItem(title, SCREEN, "Bekijk de vacatures")]
