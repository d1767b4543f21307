"""The forms of mailings: what it says, whom it is for, when it goes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from ovkk_core.audiences import Audience, audience_choices
from ovkk_core.clock import AMSTERDAM, now, today
from ovkk_core.consents import purposes
from ovkk_core.files import File, FileKind
from ovkk_core.mailings.blocks import MOST, Block, BlockKind, mistakes_of
from ovkk_core.mailings.declarations import PLACEHOLDERS
from ovkk_core.mailings.following_up import subjects
from ovkk_core.mailings.models import Mailing
from ovkk_core.web import Form, day

MOST_PICTURES = 300


class WritingForm(Form):
    """The name and the subject; the blocks stand below it."""

    title = StringField(
        _l("Name of the mailing"),
        [InputRequired(), Length(max=120)],
        description=_l("Only you and your colleagues see this."),
    )
    subject = StringField(
        _l("Subject of the mail"),
        [InputRequired(), Length(max=150)],
        description=_l("Say in a few words what it is about. Placeholders are possible here too."),
    )
    about = SelectField(
        _l("What do you ask people to answer?"),
        description=_l("Then you can remind those who did not answer."),
    )

    def __init__(self, mailing: Mailing | None, **kwargs: Any) -> None:
        super().__init__(obj=mailing, **kwargs)
        known = {key: subject.title for key, (_plugin, subject) in subjects().items()}
        present = mailing.about if mailing else ""
        gone = {present: _("a question that is over")} if present and present not in known else {}
        self.about.choices = [("", _("nothing in particular")), *(known | gone).items()]


class AudienceForm(Form):
    """Whom it is for, and what we write to them for."""

    audience = SelectField(_l("To whom do you write?"), [InputRequired()])
    purpose = SelectField(
        _l("What do you write to them for?"),
        [InputRequired()],
        description=_l("This decides whose consent is needed, and from what people unsubscribe."),
    )

    def __init__(self, mailing: Mailing, **kwargs: Any) -> None:
        chosen: Audience | None = mailing.audience
        purpose = mailing.purpose or (chosen.purpose if chosen else "")
        super().__init__(data={"audience": chosen.slug if chosen else "", "purpose": purpose}, **kwargs)
        self.audience.choices = [("", _("choose")), *audience_choices()]
        self.purpose.choices = [("", _("choose")), *((one.name, one.title) for one in purposes().values())]
        if mailing.follows_id:
            del self.audience


class SendingForm(Form):
    """When it goes; both empty is at once."""

    on = DateField(_l("Day"), [Optional()], description=_l("Leave open to send it now."))
    at = TimeField(_l("Time"), [Optional()])

    def validate_on(self, field: Any) -> None:
        """Refuse a moment in the past, or half a moment."""
        if bool(field.data) != bool(self.at.data):
            field.errors = [_("Fill in both a day and a time, or neither.")]
        elif field.data and (field.data < today() or self.due_at <= now()):
            field.errors = [_("This moment is over. Choose a later one, or leave it open.")]

    @property
    def due_at(self) -> Any:
        """The moment that was asked for; None for now."""
        if not (self.on.data and self.at.data):
            return None
        return datetime.combine(self.on.data, self.at.data, AMSTERDAM)

    def validate(self, extra_validators: Any = None) -> bool:
        """Say whether all is right; what :meth:`validate_on` found counts too."""
        return super().validate(extra_validators) and not self.on.errors


class ReturnForm(Form):
    """What must change before it can go."""

    remark = TextAreaField(_l("What must change?"), [InputRequired(), Length(max=2000)])


class LettersForm(Form):
    """What stands above the letters."""

    dated = StringField(_l("Place and date"), [Length(max=80)])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(data={"dated": day(today())}, **kwargs)


@dataclass(frozen=True)
class ShownBlock:
    """A block in the form, with its place and what has to be repaired."""

    place: int
    block: Block
    title: str
    mistake: str = ""
    focus: bool = False

    @property
    def kind(self) -> str:
        """Its kind, for the template."""
        return self.block.kind.value


def titles() -> dict[str, str]:
    """Give the kinds of blocks in words."""
    return {
        BlockKind.HEADING.value: _("Heading"),
        BlockKind.TEXT.value: _("Paragraph"),
        BlockKind.BUTTON.value: _("Button"),
        BlockKind.PICTURE.value: _("Picture"),
    }


def posted_blocks(form: Mapping[str, str]) -> list[Block]:
    """Give the blocks as they were sent, in their order; what is no block is left out."""
    found, known = [], {kind.value for kind in BlockKind}
    pictures = {str(number) for number, _words in picture_choices()}
    for place in range(MOST):
        kind = form.get(f"blok-{place}-kind", "")
        if kind in known:
            text = form.get(f"blok-{place}-text", "").replace("\r\n", "\n").strip()
            picture = form.get(f"blok-{place}-picture", "")
            number = int(picture) if picture in pictures else 0
            found.append(Block(BlockKind(kind), text, form.get(f"blok-{place}-address", "").strip(), number))
    return found


def changed_blocks(blocks: list[Block], what: str) -> tuple[list[Block], int | None]:
    """Do what a button asks (``add:text``, ``up:2``, ``down:2``, ``remove:2``); give the blocks and which to go to."""
    action, _colon, which = what.partition(":")
    if action == "add" and which in titles() and len(blocks) < MOST:
        return [*blocks, Block(BlockKind(which))], len(blocks)
    place = int(which) if which.isdecimal() and len(which) < 4 else -1
    if not 0 <= place < len(blocks):
        return blocks, None
    if action == "remove":
        left = [*blocks[:place], *blocks[place + 1 :]]
        return left, min(place, len(left) - 1) if left else None
    to = place + {"up": -1, "down": 1}.get(action, 0)
    if not 0 <= to < len(blocks):
        return blocks, place
    moved = list(blocks)
    moved[place], moved[to] = moved[to], moved[place]
    return moved, to


def shown_blocks(blocks: Iterable[Block], *, judge: bool, focus: int | None = None) -> list[ShownBlock]:
    """Give the blocks for the form; with ``judge`` each with what has to be repaired."""
    listed, words = list(blocks), titles()
    mistakes = mistakes_of(listed, PLACEHOLDERS) if judge else {}
    return [
        ShownBlock(place, replace(block), words[block.kind.value], mistakes.get(place, ""), place == focus)
        for place, block in enumerate(listed)
    ]


def picture_choices() -> list[tuple[int, str]]:
    """Give (number, words) of the public pictures of the gallery, newest first."""
    query = File.select().where(File.kind == FileKind.PICTURE, File.public).order_by(File.id.desc())
    return [(file.id, str(file)) for file in query.limit(MOST_PICTURES)]
