"""The words people agree to, by purpose and language; each change is a new version."""

from ovkk_core.clock import now
from ovkk_core.consents.models import Wording
from ovkk_core.consents.purposes import purpose_named
from ovkk_core.contacts import Language
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import actor, audit

SHORTEST = 20


def wording_text(purpose: str, language: Language = Language.NL) -> str:
    """Give the words to show now: the newest version, and until somebody writes one those of the declaration."""
    found = _newest(purpose, language) or _newest(purpose, Language.NL)
    return str(found.text) if found else _first_text(purpose)


def wording_shown(purpose: str, language: Language = Language.NL) -> Wording:
    """Give the version that :func:`wording_text` shows, stored so that a consent can refer to it."""
    found = _newest(purpose, language) or _newest(purpose, Language.NL)
    return found or write_wording(purpose, _first_text(purpose))


def write_wording(purpose: str, text: str, language: Language = Language.NL) -> Wording:
    """Store ``text`` as the next version; the same text as the newest is no new version.

    Raises ``NotFoundError`` for an unknown purpose and ``BadInputError`` for a text too short to mean anything.
    """
    purpose_named(purpose)
    text = text.replace("\r\n", "\n").strip()
    if len(text) < SHORTEST:
        raise BadInputError("De tekst is te kort. Schrijf in een hele zin waar mensen ja op zeggen.")
    with transaction():
        lock("consents.wording")
        newest = _newest(purpose, language)
        if newest and newest.text == text:
            return newest
        made: Wording = Wording.create(
            purpose=purpose,
            language=language,
            version=newest.version + 1 if newest else 1,
            text=text,
            since=now(),
            written_by=actor(),
        )
        audit("consents.wording", Wording._meta.table_name, made.id)
    return made


def versions(purpose: str) -> list[Wording]:
    """Give every version of every language, newest first."""
    return list(Wording.select().where(Wording.purpose == purpose).order_by(Wording.id.desc()))


def _newest(purpose: str, language: Language) -> Wording | None:
    mine = (Wording.purpose == purpose) & (Wording.language == language)
    found: Wording | None = Wording.select().where(mine).order_by(Wording.version.desc()).first()
    return found


def _first_text(purpose: str) -> str:
    declared = purpose_named(purpose)
    return f"Ja, mail mij: {declared.title}. {declared.explanation} Ik kan mij altijd weer afmelden."
