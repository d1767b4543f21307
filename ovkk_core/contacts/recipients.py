"""Persons as whom editors look at the texts of a mail."""

from ovkk_core.accounts import User, may
from ovkk_core.contacts.models import Person, Position
from ovkk_core.contacts.positions import current_positions
from ovkk_core.database import fold
from ovkk_core.hookspecs import MailRecipient

MOST = 10


def found(user: User, words: str) -> list[MailRecipient]:
    """Give the first persons with every word in their name or address; none for who may not see contacts."""
    wanted = fold("".join(c for c in words if c.isprintable())).split()
    if not wanted or not may("contacts.read", user):
        return []
    query = Person.select()
    for word in wanted:
        query = query.where(Person.sort_key.contains(word) | Person.email.contains(word))
    persons = list(query.order_by(Person.sort_key, Person.id).limit(MOST))
    held = list(current_positions().where(Position.person.in_(persons))) if persons else []
    first = {position.person_id: position for position in reversed(held)}
    return [_recipient(person, first.get(person.id)) for person in persons]


def _recipient(person: Person, position: Position | None) -> MailRecipient:
    values = {"salutation": person.salutation, "name": str(person)}
    hint = str(person.email)
    if position is not None:
        held = {
            "position": position.own_title or str(position.function.label),
            "organisation": str(position.organisation),
        }
        values, hint = values | held, ", ".join(held.values())
    name = f"{person} ({hint})" if hint and hint != str(person) else str(person)
    return MailRecipient(Person._meta.table_name, person.id, name, values)
