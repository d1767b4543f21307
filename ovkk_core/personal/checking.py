"""What somebody answers to "Klopt dit nog?": everything is right, or a change on the same screen."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, IntegerField, StringField, TelField, ValidationError
from wtforms.validators import Length, NumberRange, Optional

from ovkk_core.clock import now, today
from ovkk_core.contacts import (
    Organisation,
    Position,
    current_positions,
    shown_phone,
    stored_phone,
    stored_postcode,
    stored_web_address,
)
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import actor
from ovkk_core.mail import Recipient
from ovkk_core.personal.kinds import CheckState
from ovkk_core.personal.leaving import DESK
from ovkk_core.personal.models import CheckItem, CheckRound, PersonalLink
from ovkk_core.web import Form

FIELDS = ("email", "phone", "website", "street", "house_number", "house_letter", "house_addition", "postcode", "city")
LONGEST = 100


class OrganisationForm(Form):
    """What an organisation may change itself; its name stays with the association."""

    class Meta(Form.Meta):
        """Without a token: it stands behind a secret link."""

        csrf = False

    email = EmailField(_l("General e-mail address"), [Length(max=254)])
    phone = TelField(_l("Telephone"), [Length(max=30)])
    website = StringField(_l("Website"), [Length(max=200)])
    street = StringField(_l("Street or PO box"), [Length(max=LONGEST)])
    house_number = IntegerField(_l("House number"), [Optional(), NumberRange(1, 99_999)])
    house_letter = StringField(_l("House letter"), [Length(max=20)])
    house_addition = StringField(_l("Addition to the house number"), [Length(max=20)])
    postcode = StringField(_l("Postcode"), [Length(max=10)])
    city = StringField(_l("Town"), [Length(max=LONGEST)])

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        present: dict[str, Any] = {name: getattr(organisation, name) for name in FIELDS}
        present["phone"] = shown_phone(organisation.phone)
        super().__init__(*args, data=present, prefix=f"o{organisation.id}-", **kwargs)

    def validate_email(self, field: Field) -> None:
        """Refuse what is no address."""
        _as_stored(lambda: Recipient(field.data.strip()) if (field.data or "").strip() else None)

    def validate_phone(self, field: Field) -> None:
        """Refuse what is no number."""
        _as_stored(lambda: stored_phone(field.data or ""))

    def validate_website(self, field: Field) -> None:
        """Refuse what is no web address."""
        _as_stored(lambda: stored_web_address(field.data or ""))

    def validate_postcode(self, field: Field) -> None:
        """Refuse what is no postcode."""
        _as_stored(lambda: stored_postcode(field.data or ""))


def organisations_of(link: PersonalLink) -> list[Organisation]:
    """Give the organisations whose details the link may check: its own, or those of which the person keeps them."""
    if link.organisation_id:
        return [link.organisation]
    desk = current_positions().where(Position.person == link.person, Position.function.in_(list(DESK)))
    return list({position.organisation_id: position.organisation for position in desk}.values())


def boards_of(organisations: Sequence[Organisation]) -> list[tuple[Organisation, list[Position]]]:
    """Give the present positions of each organisation, in one question for all."""
    found: dict[int, list[Position]] = {one.id: [] for one in organisations}
    for position in current_positions().where(Position.organisation.in_(list(found))) if found else ():
        found[position.organisation_id].append(position)
    return [(one, found[one.id]) for one in organisations]


def items_of(link: PersonalLink) -> list[CheckItem]:
    """Give the questions of open rounds that the link answers."""
    mine = CheckItem.organisation.in_([one.id for one in organisations_of(link)])
    if link.organisation_id is None:
        mine |= CheckItem.person == link.person
    query = CheckItem.select(CheckItem, CheckRound).join(CheckRound)
    return list(query.where(mine, CheckRound.closes_on >= today()).order_by(CheckItem.id))


def confirm(link: PersonalLink) -> None:
    """Note that everything the link shows is right: the positions are confirmed, and open questions answered."""
    with transaction():
        positions = {one.id: one for _body, board in boards_of(organisations_of(link)) for one in board}
        if link.organisation_id is None:
            positions |= {one.id: one for one in current_positions().where(Position.person == link.person)}
        _confirm(positions.values())
        _answer(items_of(link), CheckState.OK)


def note_change(link: PersonalLink, organisation: Organisation | None) -> None:
    """Note that the details of the person, or of ``organisation``, were changed: that is an answer too."""
    wanted = organisation.id if organisation else None
    _answer([item for item in items_of(link) if item.organisation_id == wanted], CheckState.CHANGED)


def note_by_phone(item: CheckItem) -> None:
    """Note that somebody said by telephone that it is right."""
    with transaction():
        mine = Position.person == item.person_id if item.person_id else Position.organisation == item.organisation_id
        _confirm(current_positions().where(mine))
        _answer([item], CheckState.OK)


def save_organisation(organisation: Organisation, form: OrganisationForm) -> None:
    """Store what a valid ``form`` says."""
    for name in FIELDS:
        value = form[name].data
        stored = value if name == "house_number" else (value or "").strip()
        if stored != getattr(organisation, name):
            setattr(organisation, name, stored)
    organisation.save()


def _confirm(positions: Iterable[Any]) -> None:
    for position in positions:
        position.confirmed_at = now()
        position.save()


def _answer(items: list[CheckItem], state: CheckState) -> None:
    """Change only what waits for an answer, or was all right before."""
    for item in items:
        if item.state is not CheckState.CHANGED:
            item.state, item.answered_at, item.answered_by = state, now(), actor()
            item.save()


def _as_stored(read: Any) -> None:
    try:
        read()
    except BadInputError as error:
        raise ValidationError(str(error)) from error
