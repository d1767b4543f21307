"""As whom the texts of a mail are looked at: nobody real, somebody it was sent to, or somebody who is searched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ovkk_core.accounts import current_user, may
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail.models import OutboxMail
from ovkk_core.mail.recalling import Values, fitting, kept_of, with_values
from ovkk_core.registry import registry
from ovkk_core.web import clock, short_day
from ovkk_core.web.admin import seen

MOST = 10
LONGEST = 100
CHOICE, WORDS = "als", "zoek"  # in addresses


@dataclass(frozen=True)
class Real:
    """Somebody's particulars, and the words of the audit trail for who looks at them."""

    key: str
    label: str
    values: Values
    seen: tuple[str, str, int]


@dataclass(frozen=True)
class Shown:
    """What the mail that is looked at is filled with, and what may be chosen.

    ``chosen`` is whose particulars these are, None for nobody's. ``invented`` are the explanations of the
    placeholders that keep their sample. ``missing``: what was chosen is not there (any more).
    """

    values: Values
    invented: Sequence[str]
    chosen: Real | None
    missing: bool
    words: str
    sent: Sequence[Real]
    found: Sequence[Real]

    @property
    def kept(self) -> dict[str, Any]:
        """What the addresses of the screen carry to keep the choice."""
        named = {CHOICE: self.chosen.key if self.chosen else "", WORDS: self.words}
        return {name: text for name, text in named.items() if text}


def shown(kind: MailKind, arguments: Mapping[str, str]) -> Shown:
    """Fill a mail of ``kind`` as ``arguments`` of an address ask; write down the look at somebody's particulars.

    Who may not read the post is offered no mails, and who may not see people finds nobody.
    """
    key, words = arguments.get(CHOICE, ""), arguments.get(WORDS, "").strip()[:LONGEST]
    sent, found = _sent(kind), _found(words)
    chosen = next((one for one in (*sent, *found) if one.key == key), None)
    real = fitting(kind, chosen.values) if chosen else {}
    if chosen:
        action, table, number = chosen.seen
        seen(table, number, action)
    return Shown(
        values={**kind.sample, **real},
        invented=[meaning for name, meaning in kind.placeholders.items() if chosen and name not in real],
        chosen=chosen,
        missing=bool(key and not chosen),
        words=words,
        sent=sent,
        found=found,
    )


def _sent(kind: MailKind) -> list[Real]:
    """Give the latest mails of ``kind``."""
    if kind.confidential or not may("mail.read"):
        return []
    wanted = OutboxMail.id, OutboxMail.name, OutboxMail.address, OutboxMail.personal, OutboxMail.queued_at
    query = OutboxMail.select(*wanted).where(OutboxMail.kind == kind.name, with_values())
    rows = query.order_by(OutboxMail.queued_at.desc(), OutboxMail.id.desc()).limit(MOST)
    return [Real(f"mail-{row.id}", _label(row), kept_of(row), ("mail.read", "mail", row.id)) for row in rows]


def _label(mail: OutboxMail) -> str:
    return f"{mail.name or mail.address} ({short_day(mail.queued_at)}, {clock(mail.queued_at)})"


def _found(words: str) -> list[Real]:
    """Give the people whom ``words`` find and whom this user may see."""
    if not words:
        return []
    answers = registry.ask("mail_recipients", user=current_user(), words=words)
    return [Real(f"{one.table}-{one.id}", one.name, one.values, ("read", one.table, one.id)) for _room, one in answers]
