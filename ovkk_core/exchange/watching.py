"""Tells whether contacts changed since the rows of a file were compared with them; and keeps work undisturbed."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import peewee

from ovkk_core.contacts import Organisation, OrganisationVillage, Person, Position, Village
from ovkk_core.history import Revision, RevisionRange

TABLES = (Person, Organisation, Position, OrganisationVillage)  # held while rows are stored


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep Python's search for rubbish from walking through the whole program while many rows come and go."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def state_of_contacts() -> str:
    """Give a text that is another after every change of a contact or village."""
    names = [model._meta.table_name for model in (*TABLES, Village)]
    alone = Revision.select(peewee.fn.MAX(Revision.id)).where(Revision.table_name.in_(names)).scalar()
    together = RevisionRange.select(peewee.fn.MAX(RevisionRange.id)).scalar()
    counts = "-".join(str(model.select().count()) for model in TABLES)
    return f"{alone or 0}-{together or 0}-{counts}"
