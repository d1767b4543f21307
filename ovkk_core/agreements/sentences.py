"""Reads an agreement back as a sentence, so that who makes it sees what was chosen."""

from collections.abc import Iterable

from flask_babel import gettext as _

from ovkk_core.agreements.choices import Cancelling, Places
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.audiences import audience_choices
from ovkk_core.contacts import Municipality, Position
from ovkk_core.registry import registry
from ovkk_core.web import day


def sentence(agreement: FeedAgreement) -> str:
    """Say what the calendar has, for whom and until when."""
    parts = [
        _("This calendar has %(what)s", what=_activities(agreement)),
        _places(agreement),
        _themes(agreement),
        _audiences(agreement),
        _("only what goes on") if agreement.cancelling is Cancelling.LEAVE_OUT else "",
        _("also what others plan") if agreement.others else "",
        _("with the links for taking part from a distance") if agreement.conference else "",
    ]
    said = ", ".join(part for part in parts if part)
    until = _("until %(day)s", day=day(agreement.ends_on)) if agreement.ends_on else _("without an end date")
    return f"{said}. " + _("For %(whom)s, %(until)s.", whom=who(agreement.contact), until=until)


def who(contact: Position) -> str:
    """Name a contact: the person, the function and the organisation."""
    function = contact.own_title or str(contact.function.label)
    parts = (str(contact.person) if contact.person_id else "", function.casefold(), str(contact.organisation))
    return ", ".join(part for part in parts if part)


def joined(words: Iterable[str]) -> str:
    """Give ``Ommen, Raalte en Dalfsen``."""
    *before, last = list(words)
    return _("%(first)s and %(last)s", first=", ".join(before), last=last) if before else last


def title_of(owner: str) -> str:
    """Name an activity, also one that is no longer installed."""
    plugin = registry.plugins.get(owner)
    return _("general events") if plugin and plugin.builtin else plugin.title if plugin else owner


def _activities(agreement: FeedAgreement) -> str:
    if not agreement.activities:
        return _("all public events")
    return _("the public events of %(activities)s", activities=joined(map(title_of, agreement.activities)))


def _places(agreement: FeedAgreement) -> str:
    if agreement.places is Places.ALL:
        return _("everywhere")
    if agreement.places is Places.ORGANISATION:
        return _("in the area of %(organisation)s", organisation=agreement.contact.organisation)
    if agreement.places is Places.PERSON:
        return _("in the area of everything %(person)s is active for", person=agreement.contact.person or "?")
    rows = Municipality.select().where(Municipality.slug.in_(agreement.municipalities)).order_by(Municipality.sort_key)
    names = [str(place) for place in rows]
    return _("in %(places)s", places=joined(names)) if names else _("nowhere yet: tick a municipality")


def _audiences(agreement: FeedAgreement) -> str:
    names = [name for slug, name in audience_choices() if slug in agreement.audiences] if agreement.audiences else []
    return _("for %(audiences)s or for everybody", audiences=", ".join(names)) if names else ""


def _themes(agreement: FeedAgreement) -> str:
    return _("with the theme %(themes)s", themes=joined(agreement.themes)) if agreement.themes else ""
