"""What merging keeps of people: that two were one, and for thirty days how they were before."""

from collections.abc import Iterator

import peewee

from ovkk_core.contacts import ContactKind, Person
from ovkk_core.database import transaction
from ovkk_core.history import Change, Revision, forget_history, row_in_words
from ovkk_core.hookspecs import PersonalData, Processing
from ovkk_core.merging.finding import went_into
from ovkk_core.merging.forgetting import forget_undo
from ovkk_core.merging.models import Merge

PROCESSING = [
    Processing(
        name="merging.merges",
        title="Samengevoegde contacten",
        purpose="Dubbele gegevens vinden en samenvoegen, en een vergissing daarbij kunnen herstellen",
        basis="legitimate_interest",
        people="Contactpersonen die dubbel waren ingevoerd",
        data="De gegevens van vóór het samenvoegen; daarna alleen nummers",
        recipients="Niemand buiten de vereniging",
        term="30 dagen",
        source="De contactgegevens",
        tables=frozenset({"merging_merge", "merging_duplicate_pair", "merging_not_same"}),
    )
]
LABELS = {"Naam die verdween": "name", "Wanneer": "at", "Ongedaan gemaakt": "undone_at"}


def held(person_id: int) -> Iterator[PersonalData]:
    """Give what was merged into the person."""
    rows = Merge.select().where(Merge.kind == ContactKind.PERSON, Merge.kept_id == person_id).order_by(Merge.id)
    yield PersonalData("Samengevoegd met uw gegevens", tuple(row_in_words(merge, LABELS) for merge in rows))


def erase(person_id: int) -> None:
    """Forget how the person and who went into them were, with their history."""
    with transaction():
        former = went_into(ContactKind.PERSON, person_id)
        forget_undo(ContactKind.PERSON, person_id)
        reused = {number for (number,) in Person.select(Person.id).where(Person.id.in_(former)).tuples()}
        forget_history(Person, set(former) - reused)
        for number in reused:
            _forget_until_deleted(number)


def _forget_until_deleted(number: int) -> None:
    """Throw away the history of who had ``number`` before its present owner: a free number is given out again."""
    about = (Revision.table_name == Person._meta.table_name) & (Revision.object_id == str(number))
    gone = Revision.select(peewee.fn.MAX(Revision.id)).where(about, Revision.change == Change.DELETED).scalar()
    if gone is not None:
        Revision.delete().where(about, Revision.id <= gone).execute()
