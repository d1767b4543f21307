"""The conditions about what contacts and consents know, such as function, place, theme and consent."""

import json
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.audiences.conditions import limits
from ovkk_core.audiences.words import FUNCTIONS, both, either
from ovkk_core.consents import Preference, consented, purposes_to_choose, themes
from ovkk_core.contacts import (
    Language,
    Municipality,
    Organisation,
    OrganisationKind,
    OrganisationVillage,
    Person,
    Position,
    PositionFunction,
    Village,
    organisation_choices,
)
from ovkk_core.hookspecs import AudienceCondition

HELD, VACANT = "held", "vacant"
Values = tuple[str, ...]


def _kinds() -> Iterable[tuple[str, Any]]:
    return [(kind.value, words) for kind, words in organisation_choices().kinds]


def _of_kind(values: Values) -> Any:
    return Organisation.kind.in_([kind for kind in OrganisationKind if kind.value in values])


def _has_function(values: Values) -> Any:
    return Position.function.in_([function for function in PositionFunction if function.value in values])


def _municipalities() -> Iterable[tuple[str, str]]:
    return Municipality.select(Municipality.slug, Municipality.name).order_by(Municipality.sort_key).tuples()


def _in_municipality(values: Values) -> Any:
    places = Municipality.select(Municipality.id).where(Municipality.slug.in_(values))
    own = Organisation.alias()
    seated = own.select(own.id).where(own.municipality.in_(places))
    return Organisation.id.in_(seated | _organisations(Village.municipality.in_(places)))


def _villages() -> Iterable[tuple[str, str]]:
    rows = Village.select(Village.slug, Village.name, Municipality.name).join(Municipality)
    return [(slug, f"{name} ({place})") for slug, name, place in rows.order_by(Village.sort_key, Village.id).tuples()]


def _of_village(values: Values) -> Any:
    return Organisation.id.in_(_organisations(Village.slug.in_(values)))


def _of_size(values: Values) -> Any:
    low, high = limits(values)
    known = Village.population.is_null(False)
    known &= Village.population >= low if low is not None else known
    known &= Village.population <= high if high is not None else known
    return Organisation.id.in_(_organisations(known))


def _size_words(words: Values) -> str:
    low, high = (format_decimal(int(word)) if word else "" for word in words)
    if not high:
        return _("from villages with %(low)s inhabitants or more", low=low)
    if not low:
        return _("from villages with at most %(high)s inhabitants", high=high)
    return _("from villages with %(low)s up to and including %(high)s inhabitants", low=low, high=high)


def _is_held(values: Values) -> Any:
    held, vacant = Position.person.is_null(False), Position.person.is_null()
    return (held | vacant) if {HELD, VACANT} <= set(values) else held if HELD in values else vacant


def _speaks(values: Values) -> Any:
    return Person.language.in_([language for language in Language if language.value in values])


def _themes() -> Iterable[tuple[str, str]]:
    return [(theme, theme) for theme in themes()]


def _interested(values: Values) -> Any:
    """Give who chose one of the themes, and who never chose any: for them it is everything."""
    written = Preference.themes.cast("TEXT")
    rows = Preference.select(written).distinct().tuples()
    others = [text for (text,) in rows if (chosen := json.loads(text)) and not set(chosen) & set(values)]
    return Person.id.not_in(Preference.select(Preference.person).where(written.in_(others)))


def _purposes() -> Iterable[tuple[str, str]]:
    return [(purpose.name, purpose.title) for purpose in purposes_to_choose()]


def _consented(values: Values) -> Any:
    return reduce(or_, [Person.id.in_(consented(purpose)) for purpose in values])


def _organisations(of_villages: Any) -> Any:
    """Give the organisations of the villages that meet a condition, as a subquery."""
    return OrganisationVillage.select(OrganisationVillage.organisation).join(Village).where(of_villages)


CONTACTS = (
    AudienceCondition(
        "audiences.function",
        _l("Position"),
        "position",
        _has_function,
        both,
        lambda: [(function.value, FUNCTIONS[function]) for function in PositionFunction],
        noun=True,
        order=10,
    ),
    AudienceCondition(
        "audiences.kind",
        _l("Kind of organisation"),
        "position",
        _of_kind,
        lambda words: _("of %(kinds)s", kinds=both(words)),
        _kinds,
        order=20,
    ),
    AudienceCondition(
        "audiences.municipality",
        _l("Municipality"),
        "position",
        _in_municipality,
        lambda words: _("in %(places)s", places=either(words)),
        _municipalities,
        order=30,
    ),
    AudienceCondition(
        "audiences.village",
        _l("Village"),
        "position",
        _of_village,
        lambda words: _("from %(places)s", places=either(words)),
        _villages,
        order=40,
    ),
    AudienceCondition("audiences.size", _l("Size of the village"), "position", _of_size, _size_words, order=50),
    AudienceCondition(
        "audiences.holder",
        _l("Vacancy"),
        "position",
        _is_held,
        either,
        lambda: [(HELD, _l("with somebody in the position")), (VACANT, _l("without anybody in the position"))],
        order=60,
    ),
    AudienceCondition(
        "audiences.language",
        _l("Language"),
        "person",
        _speaks,
        lambda words: _("with %(languages)s as language", languages=either(words)),
        lambda: [(language.value, language.label) for language in Language],
        order=70,
    ),
)
CONSENTS = (
    AudienceCondition(
        "audiences.theme",
        _l("Theme"),
        "person",
        _interested,
        lambda words: _("with interest in %(themes)s", themes=either(words)),
        _themes,
        order=80,
    ),
    AudienceCondition(
        "audiences.consent",
        _l("Consent"),
        "person",
        _consented,
        lambda words: _("with consent for %(purposes)s", purposes=either(words)),
        _purposes,
        order=90,
    ),
)
CONDITIONS = (*CONTACTS, *CONSENTS)
