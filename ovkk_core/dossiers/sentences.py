"""The history of a record as sentences: who changed what, when, from what to what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from babel.lists import format_list
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.clock import AMSTERDAM
from ovkk_core.contacts import shown_iban, shown_phone
from ovkk_core.history import Change
from ovkk_core.web.admin import EMPTY, Moment

SHOWN: dict[str, Callable[[str], str]] = {"phone": shown_phone, "iban": shown_iban}
PLAIN = frozenset({"starts_on", "ends_on", "confirmed_at", "postcode"})
FIELDS = {
    "name": _l("the name"),
    "given_name": _l("the first name"),
    "nickname": _l("the name in daily life"),
    "initials": _l("the initials"),
    "name_prefix": _l("the prefix of the name"),
    "family_name": _l("the family name"),
    "title": _l("the title"),
    "form_of_address": _l("the wish for the salutation"),
    "language": _l("the language"),
    "email": _l("the e-mail address"),
    "phone": _l("the phone number"),
    "street": _l("the street"),
    "house_number": _l("the house number"),
    "house_letter": _l("the letter after the house number"),
    "house_addition": _l("the addition to the house number"),
    "postcode": _l("the postcode"),
    "city": _l("the place"),
    "source": _l("where the details come from"),
    "demo": _l("whether it is invented"),
    "kind": _l("the kind"),
    "legal_form": _l("the legal form"),
    "municipality": _l("the municipality"),
    "province": _l("the province"),
    "website": _l("the website"),
    "kvk_number": _l("the KvK number"),
    "iban": _l("the bank account"),
    "organisation": _l("the organisation"),
    "function": _l("the function"),
    "own_title": _l("the title of the function"),
    "person": _l("the holder"),
    "deputy": _l("the deputy"),
    "starts_on": _l("the first day"),
    "ends_on": _l("the last day"),
    "ended_reason": _l("the reason of the end"),
    "confirmed_at": _l("the day of confirmation"),
    "population": _l("the number of inhabitants"),
    "population_note": _l("the note about the inhabitants"),
    "bag_code": _l("the place code"),
    "cbs_code": _l("the CBS code"),
    "latitude": _l("the latitude"),
    "longitude": _l("the longitude"),
    "slug": _l("the web address of the page"),
}
ORDER = {name: number for number, name in enumerate(FIELDS)}  # the databases keep none


@dataclass(frozen=True)
class Sentence:
    """One change in words, why it was made, and what puts it back: the screen and the number, or "" when none can."""

    text: str
    reason: str
    screen: str
    moment: Moment


def sentence_of(moment: Moment, screen: str, about: str = "") -> Sentence:
    """Give a change as a sentence; ``about`` names the part that it was of, such as a position."""
    text = _text(moment, about)
    return Sentence(
        f"{text[:1].upper()}{text[1:]}", moment.revision.reason, screen if moment.can_restore else "", moment
    )


def _text(moment: Moment, about: str) -> str:
    told = {"who": moment.who, "day": _day(moment), "what": about or _("this")}
    if moment.revision.change is Change.CREATED:
        return _("%(who)s added %(what)s on %(day)s.", **told)
    if moment.revision.change is Change.RESTORED:
        return _("%(who)s put %(what)s back on %(day)s.", **told)
    if moment.revision.change is Change.DELETED:
        return _("%(who)s deleted %(what)s on %(day)s.", **told)
    when = _("on %(day)s", day=told["day"])
    if about:
        when = " ".join([when, _("at %(name)s", name=about)])
    if not moment.differences:
        hidden = _("changed details %(when)s that are not shown here", when=when)
        return f"{moment.who} {hidden}."
    fields = sorted(moment.differences, key=lambda field: ORDER.get(field.name, len(ORDER)))
    clauses = [_clause(field, "" if number else when) for number, field in enumerate(fields)]
    locale = get_locale() or "nl"
    return f"{moment.who} {format_list(clauses, locale=locale)}."


def _clause(field: Any, when: str) -> str:
    """Give what was done to one field; "" is an empty field, which is filled or emptied rather than changed."""
    what = str(FIELDS.get(field.name, f"“{field.label}”"))
    before, after = (_words(field.name, value) for value in (field.before, field.after))
    told = {"when": when, "field": what, "before": before, "after": after}
    if before == EMPTY:
        said = _("filled in %(field)s %(when)s (%(after)s)", **told)
    elif after == EMPTY:
        said = _("emptied %(field)s %(when)s (it was %(before)s)", **told)
    else:
        said = _("changed %(field)s %(when)s from %(before)s to %(after)s", **told)
    return " ".join(said.split())


def _words(name: str, value: Any) -> str:
    """Give a value as people write it; several words are marked as one value, save where everybody sees that."""
    if name in SHOWN and value != EMPTY:
        return SHOWN[name](str(value))
    text = str(value)
    return f"“{text}”" if " " in text and name not in PLAIN else text


def _day(moment: Moment) -> str:
    return str(format_date(moment.revision.at.astimezone(AMSTERDAM), "d MMMM y"))
