"""The form of a change of the board: who leaves, who comes, from when; by a link or by the association."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, Field, RadioField, StringField, TelField, ValidationError
from wtforms.validators import InputRequired, Length

from ovkk_core.clock import today
from ovkk_core.contacts import Organisation, Person, Position, current_positions, stored_phone
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.mail import Recipient
from ovkk_core.personal.handing import Newcomer, colleagues, may_hand_over
from ovkk_core.personal.leaving import DESK
from ovkk_core.personal.models import PersonalLink
from ovkk_core.web import Form

NEW, NOBODY = "nieuw", "niemand"
LONGEST = 100


class ChangeForm(Form):
    """Who comes after the holder of a position, and from when."""

    starts_on = DateField(_l("First day of who comes"), [InputRequired()])
    who = RadioField(_l("Who comes?"), [InputRequired()])
    given_name = StringField(_l("First name"), [Length(max=LONGEST)], render_kw={"autocomplete": "off"})
    name_prefix = StringField(_l("Prefix"), [Length(max=20)], render_kw={"autocomplete": "off"})
    family_name = StringField(_l("Family name"), [Length(max=LONGEST)], render_kw={"autocomplete": "off"})
    email = EmailField(_l("E-mail address"), [Length(max=254)], render_kw={"autocomplete": "off"})
    phone = TelField(_l("Telephone"), [Length(max=30)], render_kw={"autocomplete": "off"})

    def __init__(self, position: Position, people: Iterable[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, data={"starts_on": today(), "who": NEW}, **kwargs)
        self.people = {str(person.id): person for person in people if person.id != position.person_id}
        known = [(key, str(person)) for key, person in self.people.items()]
        self.who.choices = [*known, (NEW, _("Somebody new")), (NOBODY, _("Nobody is known yet"))]

    def validate_family_name(self, field: Field) -> None:
        """Ask the name of somebody new."""
        if self.who.data == NEW and not (field.data or "").strip():
            raise ValidationError(_("Fill in the name of who comes, or choose somebody from the list."))

    def validate_email(self, field: Field) -> None:
        """Ask an address of somebody new; who comes gets a mail with an own link."""
        if self.who.data == NEW:
            _as_stored(lambda: Recipient((field.data or "").strip()))

    def validate_phone(self, field: Field) -> None:
        """Refuse what is no number."""
        _as_stored(lambda: stored_phone(field.data or ""))

    @property
    def successor(self) -> Person | Newcomer | None:
        """Who comes, None when nobody is known yet."""
        if self.who.data == NOBODY:
            return None
        if self.who.data in self.people:
            return self.people[self.who.data]
        typed = {
            name: (self[name].data or "").strip() for name in ("given_name", "name_prefix", "family_name", "phone")
        }
        return Newcomer(email=self.email.data.strip(), **typed)


class LinkedChangeForm(ChangeForm):
    """The same behind a secret link, which guards it: so without a token in a cookie."""

    class Meta(ChangeForm.Meta):
        """Without a token."""

        csrf = False


def position_behind(link: PersonalLink, number: int) -> Position:
    """Give a position that may be handed over by ``link``; raise ``NotFoundError`` for every other."""
    found = current_positions().where(Position.id == number).first()
    if found is None or not _within(link, found) or not may_hand_over(link.person, found):
        raise NotFoundError("Deze functie kunt u met deze link niet (meer) overdragen. Vraag een nieuwe link aan.")
    position: Position = found
    return position


def board_of(person: Person) -> list[Position]:
    """Give the positions of others, and vacant ones, in the organisations whose details ``person`` keeps."""
    kept = current_positions().where(Position.person == person, Position.function.in_(list(DESK)))
    ids = [position.organisation_id for position in kept]
    others = Position.person.is_null() | (Position.person != person)
    return list(current_positions().where(Position.organisation.in_(ids), others)) if ids else []


def choices_for(position: Position) -> list[Person]:
    """Give whom one may choose by a link: only people of the organisation itself."""
    organisation: Organisation = position.organisation
    return colleagues(organisation, but=position.person if position.person_id else None)


def _within(link: PersonalLink, position: Position) -> bool:
    if link.organisation_id:
        return bool(position.organisation_id == link.organisation_id)
    mine = current_positions().where(Position.person == link.person, Position.organisation == position.organisation_id)
    return bool(mine.exists())


def _as_stored(read: Any) -> None:
    try:
        read()
    except BadInputError as error:
        raise ValidationError(str(error)) from error
