"""Warns who enters a contact that may be there already; nothing that was typed is lost."""

from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _

from ovkk_core.contacts.duplicates import ContactKind
from ovkk_core.contacts.models import Organisation, Person
from ovkk_core.contacts.similar import alike, details_of
from ovkk_core.errors import BadInputError

ANYWAY = "_toch_nieuw"
WORTH_ASKING = 75


@dataclass(frozen=True)
class Likely:
    """A stored contact that the new one may be: its name, its screen, and why in Dutch."""

    name: str
    address: str
    reasons: tuple[str, ...]


class AsksFirst:
    """A screen on which a new contact is first compared with those that are there."""

    endpoint: str
    create_template = "contacts/admin/entry.html"

    def on_model_change(self, form: Any, record: Person | Organisation, is_created: bool) -> None:
        """Refuse, once, a new record that looks like another; whoever ticks that it is new goes on."""
        super().on_model_change(form, record, is_created)  # type: ignore[misc]  # stands before AdminView
        if is_created and ANYWAY not in request.form and (found := self.likely_same(record)):
            g.contacts_likely = found
            raise BadInputError(_("This may be in the books already. Nothing was saved; what you typed is still here."))

    def likely_same(self, record: Person | Organisation) -> list[Likely]:
        """Give the stored contacts that the new one may be, the likeliest first."""
        person = isinstance(record, Person)
        kind, model = (ContactKind.PERSON, Person) if person else (ContactKind.ORGANISATION, Organisation)
        matches = [match for match in alike(details_of(record), kind) if match.score >= WORTH_ASKING]
        names = {one.id: str(one) for one in model.select().where(model.id.in_([match.id for match in matches]))}
        return [
            Likely(names[match.id], url_for(f"{self.endpoint}.details_view", id=match.id), match.reasons)
            for match in matches
        ]

    def doubles(self) -> list[Likely]:
        """Give what this request was refused for, for the form."""
        found: list[Likely] = g.get("contacts_likely", [])
        return found
