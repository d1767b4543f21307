"""Which functions an organisation of a kind ought to have; a default that the association may change."""

from collections.abc import Iterable, Mapping

from ovkk_core.contacts.kinds import OrganisationKind, PositionFunction
from ovkk_core.contacts.models import ExpectedPosition
from ovkk_core.database import lock, transaction

Pair = tuple[OrganisationKind, PositionFunction]
BOARD = (PositionFunction.CHAIR, PositionFunction.SECRETARY, PositionFunction.TREASURER)
DEFAULTS: Mapping[OrganisationKind, tuple[PositionFunction, ...]] = {
    OrganisationKind.VILLAGE_COUNCIL: BOARD,
    OrganisationKind.COMMUNITY_CENTRE: BOARD,
    OrganisationKind.MUNICIPALITY: (
        PositionFunction.LIAISON_OFFICER,
        PositionFunction.ALDERMAN,
        PositionFunction.COUNCIL_OFFICE,
    ),
    OrganisationKind.PROVINCE: (PositionFunction.COUNCIL_OFFICE,),
}
THINKABLE: Mapping[OrganisationKind, tuple[PositionFunction, ...]] = {  # what the screen offers
    OrganisationKind.VILLAGE_COUNCIL: (*BOARD, PositionFunction.BOARD_MEMBER, PositionFunction.CONTACT),
    OrganisationKind.COMMUNITY_CENTRE: (*BOARD, PositionFunction.BOARD_MEMBER, PositionFunction.CONTACT),
    OrganisationKind.INITIATIVE_GROUP: (PositionFunction.INITIATOR, PositionFunction.CONTACT),
    OrganisationKind.MUNICIPALITY: (
        *DEFAULTS[OrganisationKind.MUNICIPALITY],
        PositionFunction.COUNCILLOR,
        PositionFunction.POLICY_OFFICER,
        PositionFunction.CONTACT,
    ),
    OrganisationKind.PROVINCE: (
        PositionFunction.COUNCIL_OFFICE,
        PositionFunction.PROVINCIAL_EXECUTIVE,
        PositionFunction.STATES_MEMBER,
        PositionFunction.POLICY_OFFICER,
        PositionFunction.CONTACT,
    ),
    OrganisationKind.PARTNER: (PositionFunction.CHAIR, PositionFunction.SECRETARY, PositionFunction.CONTACT),
    OrganisationKind.OTHER: (PositionFunction.CONTACT,),
}
OFFERED: frozenset[Pair] = frozenset((kind, one) for kind, functions in THINKABLE.items() for one in functions)


def expected_functions() -> dict[OrganisationKind, tuple[PositionFunction, ...]]:
    """Give the functions that an organisation of each kind ought to have, in the order of lists."""
    wanted = {(kind, one) for kind, functions in DEFAULTS.items() for one in functions}
    for row in ExpectedPosition.select():
        (wanted.add if row.expected else wanted.discard)((row.kind, row.function))
    return {kind: tuple(one for one in PositionFunction if (kind, one) in wanted) for kind in OrganisationKind}


def expect(pairs: Iterable[Pair]) -> None:
    """Expect exactly ``pairs`` of what the screen offers; only what differs from the default is stored."""
    wanted = frozenset(pairs)
    with transaction():
        lock("contacts.expected")
        rows = {(row.kind, row.function): row for row in ExpectedPosition.select()}
        for kind, function in OFFERED:
            _decide(rows.get((kind, function)), kind, function, (kind, function) in wanted)


def _decide(row: ExpectedPosition | None, kind: OrganisationKind, function: PositionFunction, expected: bool) -> None:
    default = function in DEFAULTS.get(kind, ())
    if expected == default:
        if row:
            row.delete_instance()
    elif row is None:
        ExpectedPosition.create(kind=kind, function=function, expected=expected)
    elif row.expected != expected:
        row.expected = expected
        row.save()
