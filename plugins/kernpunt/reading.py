"""Who may be shown in a preview: some of an audience with what is personal in their mail, or an invented reader."""

from dataclasses import dataclass, field

from ovkk_core.audiences import Member, sample
from ovkk_core.contacts import Organisation, Person, Position, salutation_for
from plugins.kernpunt.models import Variant
from plugins.kernpunt.rendering import SAMPLE


@dataclass(frozen=True)
class Reader:
    """Somebody to show a variant as; ``key`` is "" for the invented one."""

    key: str
    name: str
    values: dict[str, str] = field(default_factory=lambda: dict(SAMPLE))


INVENTED = Reader("", "Anja van Dijk")


def readers(variant: Variant, most: int) -> list[Reader]:
    """Give the invented reader and up to ``most`` of the audience, by name."""
    found = [INVENTED]
    for member in sample(variant.audience, most):
        reader = _reader(member)
        found += [reader] if reader else []
    return found


def chosen(found: list[Reader], key: str) -> Reader:
    """Give the reader that was chosen, or the invented one."""
    return next((reader for reader in found if reader.key == key), INVENTED)


def _reader(member: Member) -> Reader | None:
    if member.position_id:
        position = Position.select(Position, Organisation).join(Organisation).where(Position.id == member.position_id)
        return _holder(position.get(), member)
    person = Person.get_or_none(Person.id == member.person_id)
    if person is None:
        return None
    blank = dict.fromkeys(SAMPLE, "")
    return Reader(f"persoon-{person.id}", member.name, blank | {"aanhef": person.salutation, "naam": member.name})


def _holder(position: Position, member: Member) -> Reader:
    values = dict.fromkeys(SAMPLE, "") | {
        "aanhef": salutation_for(position),
        "naam": member.name,
        "organisatie": position.organisation.name,
        "functie": position.own_title or position.function.label,
    }
    return Reader(f"functie-{position.id}", f"{member.name} ({member.role})", values)
