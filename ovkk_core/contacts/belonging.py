"""Which villages an organisation is of."""

from collections.abc import Iterable

from ovkk_core.contacts.models import Organisation, OrganisationVillage
from ovkk_core.database import transaction


def set_villages(organisation: Organisation, villages: Iterable[int]) -> None:
    """Make ``organisation`` be of exactly the villages with these keys; what stays so leaves no revision."""
    wanted = set(villages)
    with transaction():
        for link in OrganisationVillage.select().where(OrganisationVillage.organisation == organisation):
            if link.village_id not in wanted:
                link.delete_instance()
            wanted.discard(link.village_id)
        for village in sorted(wanted):
            OrganisationVillage.create(organisation=organisation, village=village)
