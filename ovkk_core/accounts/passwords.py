"""What a password must be: 8 characters or more, and not one that others would try first (SEC-8)."""

import unicodedata
from functools import cache

from flask import Flask
from flask_babel import gettext as _

from ovkk_core.database import fold
from ovkk_core.errors import BadInputError

SHORTEST = 8
LONGEST = 512  # only to keep a stranger from having us hash megabytes
OURS = ("ovkk", "overijssel", "vereniging", "kleine kernen", "kernen", "dorpenschouw", "dorpshuis", "noaberschap")
ENDINGS = "0123456789!?.,-_@#$*+ "


class PasswordRules:
    """Flask-Security's ``password_util_cls``: the same rules wherever a password is chosen."""

    def __init__(self, app: Flask) -> None:
        """Be made once per application."""

    def normalize(self, password: str) -> str:
        """Give the password in NFKC, so that every keyboard's é is the same."""
        return unicodedata.normalize("NFKC", password)

    def validate(self, password: str, is_register: bool, **kwargs: object) -> tuple[list[str] | None, str]:
        """Give what is wrong (None when nothing is) and the normalised password."""
        password = self.normalize(password)
        wrong = weakness(password)
        return ([wrong] if wrong else None), password


def refuse_weak_password(password: str) -> None:
    """Raise :class:`BadInputError` with what is wrong with ``password``."""
    wrong = weakness(password)
    if wrong:
        raise BadInputError(wrong)


def weakness(password: str) -> str:
    """Say what makes ``password`` unusable; "" when nothing does. Any characters, no composition rules."""
    if len(password) < SHORTEST:
        return _("Choose a password of at least %(count)s characters.", count=SHORTEST)
    if len(password) > LONGEST:
        return _("Choose a password of at most %(count)s characters.", count=LONGEST)
    if _is_common(password):
        return _(
            "This password is among the first that others try. Choose for example four words "
            "that do not belong together."
        )
    return ""


def _is_common(password: str) -> bool:
    """Say whether it is on the list, is one of our own words, or either with digits and signs around it."""
    plain = fold(password)
    bare = plain.strip(ENDINGS)
    return plain in _common() or bare in _common() or bare in OURS or bare.replace(" ", "") in OURS or not bare


@cache
def _common() -> frozenset[str]:
    # here: 13 MB that only a process in which somebody chooses a password needs
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]

    return frozenset(map(fold, FREQUENCY_LISTS["passwords"]))
