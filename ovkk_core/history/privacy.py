"""What history keeps of people: what was done with their record, and by them; ids only in the audit trail."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ovkk_core.history import cutting
from ovkk_core.history.models import AuditEntry, Revision
from ovkk_core.history.telling import plain, row_in_words
from ovkk_core.hookspecs import PersonalData, Processing, RetentionRule

BATCH = 500
PERSON_TABLES = ("person", "contacts_person")
TABLES = frozenset({"history_revision", "history_revision_range", "history_audit_entry"})
PROCESSING = [
    Processing(
        name="history.changes",
        title="Geschiedenis en logboek",
        purpose="Vergissingen herstellen, en kunnen nagaan wie wat deed (artikel 5 lid 2 en artikel 32 AVG)",
        basis="legitimate_interest",
        people="Medewerkers en vrijwilligers die inloggen; iedereen van wie gegevens zijn gewijzigd",
        data="Nummer van wie iets deed, wat en wanneer; van wijzigingen ook wat er stond en kwam te staan",
        recipients="Niemand buiten de vereniging",
        term="Wat er stond 24 maanden, bij wissen meteen weg; het logboek, met alleen nummers, 24 maanden",
        source="De handelingen zelf",
        tables=TABLES,
    )
]
LABELS = {"Wanneer": "at", "Wat": "action", "Door": lambda entry: who(entry.actor)}


def held(person_id: int) -> Iterator[PersonalData]:
    """Give the entries of the audit trail about the person, and of what the person did by a personal link."""
    mine = (AuditEntry.object_type.in_(PERSON_TABLES) & (AuditEntry.object_id == str(person_id))) | (
        AuditEntry.actor == f"persoon:{person_id}"
    )
    rows = AuditEntry.select().where(mine).order_by(AuditEntry.id)
    yield PersonalData("Logboek over u", tuple(row_in_words(entry, LABELS) for entry in rows))


def who(actor: str) -> str:
    """Give who acted without naming anybody."""
    kinds = {"persoon": "uzelf", "user": "een medewerker", "cli": "een beheerder", "job": "het systeem"}
    return kinds.get(actor.partition(":")[0], "het systeem")


def erase(person_id: int) -> None:
    """Throw away the reasons given for changes of the person's record; its values go with the record (PRIV-6).

    The audit trail holds ids only.
    """
    mine = Revision.table_name.in_(PERSON_TABLES) & (Revision.object_id == str(person_id))
    Revision.update(reason="").where(mine).execute()


def old(before: datetime) -> Any:
    """Give the changes from before ``before``."""
    return Revision.select().where(Revision.at < before).order_by(Revision.id)


def delete_old(before: datetime) -> int:
    """Delete them, some at a time; give how many. The records stay as they are, but cannot be put back as they were."""
    count = 0
    while keys := [key for (key,) in old(before).select(Revision.id).limit(BATCH).tuples()]:
        count += Revision.delete().where(Revision.id.in_(keys)).execute()
    return count


def shown(revision: Revision) -> str:
    """Give a change in words for who looks at what will go."""
    return f"{revision.table_name} {revision.object_id}, {plain(revision.at)}"


def entry_in_words(entry: AuditEntry) -> str:
    """Give an entry of the audit trail in words for who looks at what will go."""
    return f"{entry.action}, {plain(entry.at)}"


RULES = [
    RetentionRule(
        name="history.changes",
        title="Wat er stond vóór een wijziging",
        keep=24,
        after="na de wijziging",
        basis="Zo lang kan een vergissing worden hersteld.",
        find=old,
        run=delete_old,
        show=shown,
    ),
    RetentionRule(
        name="history.audit",
        title="Logboek van handelingen",
        keep=24,
        after="na de handeling",
        basis="Zo lang kan worden nagegaan wie wat zag of deed. Een zegel in het logboek zegt wat er ging.",
        find=cutting.old,
        run=cutting.cut,
        show=entry_in_words,
    ),
]
