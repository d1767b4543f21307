"""The steps of a mailing, in the order people take them, and the one that comes next."""

from dataclasses import dataclass

from flask_babel import gettext as _

from ovkk_core.errors import BadInputError
from ovkk_core.mailings.blocks import read_blocks, refuse_mistakes
from ovkk_core.mailings.deciding import needs_approval
from ovkk_core.mailings.declarations import PLACEHOLDERS
from ovkk_core.mailings.models import Mailing, MailingState
from ovkk_core.mailings.writing import laid_out, subject_of


@dataclass(frozen=True)
class Step:
    """One step: its name in the templates, its title, whether it is done and whether it comes next.

    ``trouble`` says what keeps it from being done.
    """

    name: str
    title: str
    done: bool
    trouble: str = ""
    next: bool = False


def steps_of(mailing: Mailing) -> list[Step]:
    """Give the steps of a mailing that was not decided on yet."""
    trouble = _trouble_in_text(mailing)
    addressed = bool(mailing.purpose and (mailing.audience_id or mailing.follows_id))
    approved = mailing.state is MailingState.APPROVED
    found = [
        ("write", _("Write"), not trouble, trouble),
        ("audience", _("To whom"), addressed, ""),
        ("look", _("Look it over"), bool(mailing.tested_at) or approved, ""),
        ("approve", _("Approval"), approved, ""),
        ("send", _("Send"), False, ""),
    ]
    if not needs_approval() and mailing.state is MailingState.DRAFT:
        found[3] = ("approve", _("Approval"), True, "")
    first = next((name for name, _title, done, _trouble in found if not done), "")
    return [Step(name, title, done, wrong, name == first) for name, title, done, wrong in found]


def _trouble_in_text(mailing: Mailing) -> str:
    try:
        subject_of(mailing)
        refuse_mistakes(read_blocks(mailing.blocks), PLACEHOLDERS)
        if mailing.purpose:
            laid_out(read_blocks(mailing.blocks), mailing.purpose)
    except BadInputError as error:
        return str(error)
    return ""
