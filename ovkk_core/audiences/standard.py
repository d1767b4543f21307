"""The six audiences of the newsletter, which every installation begins with."""

from ovkk_core.audiences import rules
from ovkk_core.audiences.models import STAMP, Audience
from ovkk_core.audiences.rules import Group, Leaf
from ovkk_core.contacts import OrganisationKind, PositionFunction
from ovkk_core.database import lock, transaction
from ovkk_core.registry import bump, stamp

SEEDED = f"{STAMP}.standard"
PURPOSE = "nieuwsbrief"
KIND, FUNCTION = "audiences.kind", "audiences.function"
STANDARD = (
    ("Plaatselijke belangen en dorpsraden", (KIND, OrganisationKind.VILLAGE_COUNCIL)),
    ("Dorpshuizen", (KIND, OrganisationKind.COMMUNITY_CENTRE)),
    ("Statenleden", (FUNCTION, PositionFunction.STATES_MEMBER)),
    ("Colleges van burgemeester en wethouders", (FUNCTION, PositionFunction.ALDERMAN)),
    (
        "Beleidsmedewerkers",
        (FUNCTION, PositionFunction.POLICY_OFFICER, PositionFunction.CIVIL_SERVANT, PositionFunction.LIAISON_OFFICER),
    ),
    ("Partners", (KIND, OrganisationKind.PARTNER)),
)


def seed() -> None:
    """Add them, once in the life of an installation; what was done with them since stays."""
    with transaction():
        lock(SEEDED)
        if stamp(SEEDED):
            return
        bump(SEEDED)
        for name, (condition, *values) in STANDARD:
            rule = Group(parts=(Leaf(condition, tuple(value.value for value in values)),))
            Audience.create(name=name, purpose=PURPOSE, rule=rules.stored(rule), public_feed=True, standard=True)
