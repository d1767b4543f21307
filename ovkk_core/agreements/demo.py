"""An agreement for the demonstration, whose address still has to be given out."""

from ovkk_core.agreements.choices import Cancelling, Places
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.contacts import Person, current_positions


def load() -> None:
    """Agree with the first contact of the demonstration on a calendar of their own villages."""
    contact = current_positions().where(Person.id.is_null(False)).first()
    if contact:
        FeedAgreement.create(
            name=f"Agenda voor {contact.organisation}",
            contact=contact,
            purpose="Voor op de website van het dorp.",
            places=Places.ORGANISATION,
            cancelling=Cancelling.TITLE_FIRST,
        )
