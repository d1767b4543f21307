"""What a mail with fixed texts was filled with, kept beside it without its links, to look at changed texts with."""

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from ovkk_core.hookspecs import MailKind
from ovkk_core.mail.models import OutboxMail

Values = Mapping[str, str | Markup]
HTML = "html"  # {"html": …} stands for Markup, a text for itself


def to_keep(kind: MailKind, values: Values) -> str:
    """Give ``values`` as they are kept (JSON), without what holds a link: that may be the secret of one reader.

    Gives "" when nothing is to be kept: of a confidential kind, of a mail with the invented particulars, and when
    only links would be left.
    """
    if kind.confidential or dict(values) == dict(kind.sample):
        return ""
    kept = {name: _packed(value) for name, value in fitting(kind, values).items() if "://" not in value}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else ""


def kept_of(mail: OutboxMail) -> Values:
    """Give what was kept of a mail with fixed texts; nothing when that cannot be read."""
    try:
        return {name: _unpacked(value) for name, value in json.loads(mail.personal).items()}
    except (ValueError, KeyError):
        return {}


def fitting(kind: MailKind, values: Values) -> Values:
    """Give those of ``values`` that ``kind`` declares, but for its links."""
    return {name: value for name, value in values.items() if "://" not in kind.sample.get(name, "://")}


def with_values() -> Any:
    """Give the condition for mails with fixed texts of which values were kept."""
    return OutboxMail.body.is_null() & (OutboxMail.personal != "")


def _packed(value: str | Markup) -> str | dict[str, str]:
    return {HTML: str(value)} if isinstance(value, Markup) else str(value)


def _unpacked(kept: str | dict[str, str]) -> str | Markup:
    return Markup(kept[HTML]) if isinstance(kept, dict) else kept  # noqa: S704 - cleaned when it is filled in
