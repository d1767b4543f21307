"""The forms of the admin screens; each turns what was typed into a plan."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from ovkk_core.audiences import Audience
from ovkk_core.calendars import from_local, local
from ovkk_core.clock import today
from ovkk_core.errors import BadInputError
from ovkk_core.files import PictureField
from ovkk_core.web import Form
from plugins.kernpunt.contributing import Contribution
from plugins.kernpunt.editing import ItemPlan
from plugins.kernpunt.editions import EditionPlan, newsletter_title
from plugins.kernpunt.models import Edition, Item, Section, Variant

AHEAD, BEFORE = timedelta(weeks=4), timedelta(weeks=1)


class Refusable(Form):
    """A form that can show a refusal of the rules at the field it is about."""

    def refuse(self, field: Field, error: BadInputError) -> None:
        """Show ``error`` with ``field``."""
        field.errors = [*field.errors, str(error)]


class EditionForm(Refusable):
    """Step 1: what it is called, and when."""

    title = StringField(
        _l("Title"), [InputRequired(), Length(max=120)], description=_l("Is shown in the archive and in the calendar.")
    )
    deadline = DateField(
        _l("Last day for contributions"), [InputRequired()], description=_l("Who contributes gets a reminder before.")
    )
    day = DateField(_l("Appears on"), [InputRequired()])
    hour = TimeField(_l("At"), [InputRequired()])
    intro = TextAreaField(
        _l("Introduction"), description=_l("A few sentences that everybody may read, also on the site.")
    )

    @classmethod
    def of(cls, edition: Edition | None) -> "EditionForm":
        """Give the form of an edition, or of a new one four weeks ahead."""
        if edition is None:
            appears = today() + AHEAD
            title = f"{newsletter_title()} {appears:%Y}-{appears.month}"
            return cls(title=title, deadline=appears - BEFORE, day=appears, hour=time(9))
        appears = local(edition.publishes_at)
        return cls(
            title=edition.title,
            deadline=edition.deadline,
            day=appears.date(),
            hour=appears.time(),
            intro=edition.intro,
        )

    def plan(self) -> EditionPlan:
        """Give what was typed."""
        moment = from_local(datetime.combine(self.day.data, self.hour.data))
        return EditionPlan(self.title.data, self.deadline.data, moment, self.intro.data or "")


class ItemForm(Refusable):
    """One item: words, section, and for whom."""

    section = SelectField(_l("Section"), [InputRequired()], coerce=int)
    title = StringField(_l("Headline"), [InputRequired(), Length(max=150)])
    text = TextAreaField(
        _l("Text"),
        [Length(max=10_000)],
        description=_l(
            "An empty line makes a paragraph, a line with - a list. **bold** and [words](https://…) work too."
        ),
        render_kw={"rows": 10},
    )
    address = StringField(
        _l("Read more at"), [Length(max=1000)], description=_l("A web address, or a page of this site such as /agenda.")
    )
    picture = PictureField(_l("Picture"))
    audiences = SelectMultipleField(_l("For"), coerce=int, widget=ListWidget(), option_widget=CheckboxInput())
    in_archive = BooleanField(_l("Also on the website"), default=True)

    def __init__(self, audiences: Sequence[Audience], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.section.choices = [
            SelectChoice(section.id, section.title) for section in Section.select().order_by(Section.place, Section.id)
        ]
        self.audiences.choices = [SelectChoice(audience.id, audience.name) for audience in audiences]

    @classmethod
    def of(cls, item: Item | None, audiences: Sequence[Audience], chosen: set[int]) -> "ItemForm":
        """Give the form of an item; a new one is for every audience."""
        if item is None:
            return cls(audiences, data={"audiences": sorted(chosen)})
        texts = {name: getattr(item, name) for name in ("title", "text", "address", "picture", "in_archive")}
        return cls(audiences, data={"section": item.section_id, "audiences": sorted(chosen), **texts})

    def plan(self) -> ItemPlan:
        """Give what was typed."""
        return ItemPlan(
            section=Section.get_by_id(self.section.data),
            title=self.title.data,
            text=self.text.data or "",
            address=(self.address.data or "").strip(),
            audiences=frozenset(self.audiences.data or ()),
            in_archive=bool(self.in_archive.data),
            picture=self.picture.data,
        )


class VariantForm(Refusable):
    """Subject and lead of one variant."""

    subject = StringField(_l("Subject"), [Length(max=150)])
    lead = TextAreaField(
        _l("Lead"),
        [Length(max=3000)],
        description=_l("Stands after the salutation. Empty: the introduction of the edition."),
    )
    included = BooleanField(_l("Send this variant"))

    @classmethod
    def of(cls, variant: Variant) -> "VariantForm":
        """Give the form of a variant; several stand on one page."""
        values = {"subject": variant.subject, "lead": variant.lead, "included": variant.included}
        return cls(prefix=f"v{variant.id}-", **values)


class ContributionForm(Refusable):
    """What somebody delivers for an edition."""

    section = SelectField(_l("Section"), [InputRequired()], coerce=int)
    title = StringField(_l("Headline"), [InputRequired(), Length(max=150)])
    text = TextAreaField(
        _l("Text"),
        [InputRequired(), Length(max=10_000)],
        description=_l("About a hundred words is best. The editors may shorten it."),
        render_kw={"rows": 10},
    )
    address = StringField(_l("Read more at"), [Length(max=1000)])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.section.choices = [
            SelectChoice(section.id, section.title) for section in Section.select().order_by(Section.place, Section.id)
        ]

    def given(self) -> Contribution:
        """Give what was typed."""
        section = Section.get_by_id(self.section.data)
        return Contribution(section, self.title.data, self.text.data, (self.address.data or "").strip())


class PlacedForm(Refusable):
    """Where an item was placed."""

    address = StringField(_l("Web address"), [Length(max=1000)])
    day = DateField(_l("Date"), [InputRequired()])
