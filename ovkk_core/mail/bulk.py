"""One body to many: a hundred thousand small rows at once, each once per campaign and address (MAIL-12, MAIL-14)."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from markupsafe import Markup

from ovkk_core.clock import now
from ovkk_core.database import insert_rows, lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.mail import templates
from ovkk_core.mail.bodies import UNSUBSCRIBE, used_by
from ovkk_core.mail.models import Campaign, CampaignStanding, MailBody, MailState, OutboxMail
from ovkk_core.mail.office import office
from ovkk_core.mail.outbox import ask_for_delivery
from ovkk_core.mail.parts import Recipient, one_line, safe_text
from ovkk_core.mail.placeholders import LINK, Text

COLUMNS = (
    "kind", "room", "key", "message_id", "sender", "address", "name", "subject", "content", "body", "personal",
    "campaign", "person", "answers", "domain", "claimed_by", "state", "due_at", "attempts", "reply", "queued_at",
)  # fmt: skip


@dataclass(frozen=True)
class BulkRecipient:
    """One of many: to whom, what is personal, and the person's key and own link to unsubscribe where there are any."""

    recipient: Recipient
    values: Mapping[str, str] = field(default_factory=dict)
    person_id: int | None = None
    unsubscribe_url: str = ""


def queue_many(
    body: MailBody, recipients: Iterable[BulkRecipient], *, campaign: str, due_at: datetime | None = None
) -> int:
    """Queue ``body`` for all ``recipients``, in the caller's transaction; give how many were not queued before.

    An address gets one mail of a ``campaign``, however often this is asked; the first recipient with it counts.
    ``values`` hold every declared placeholder that the body uses; more of the declared ones may be given. Delivery
    begins at ``due_at``, or at once. Raises ``BadInputError`` for values that are wrong and for a stopped campaign.
    """
    with transaction():
        lock(f"mail.campaign {campaign}")
        Campaign.insert(name=campaign).on_conflict_ignore().execute()
        standing = Campaign.get(name=campaign).standing
        if standing is CampaignStanding.STOPPED:
            raise BadInputError("Deze verzending is gestopt. Maak een nieuwe.")
        rows = _Rows(body, campaign, None if standing is CampaignStanding.PAUSED else due_at or now())
        insert_rows(OutboxMail, COLUMNS, rows.of(recipients))
        if rows.count:
            ask_for_delivery()
    return rows.count


class _Rows:
    """The rows of one call, as the database stores them, and how many there were."""

    def __init__(self, body: MailBody, campaign: str, due_at: datetime | None) -> None:
        self.count = 0
        self._campaign = campaign
        self._needed = used_by(body) - set(templates.SHARED)
        self._named = Text(body.subject)
        shared = {"kind": body.kind, "room": body.room, "sender": body.sender, "body": body.id, "campaign": campaign}
        blank = {"state": MailState.QUEUED, "due_at": due_at, "attempts": 0, "reply": "", "queued_at": now()}
        self._shared = _stored(
            shared | blank | {"content": b"", "answers": "", "claimed_by": "", "subject": body.subject}
        )
        self._secret = hashlib.sha256(f"mail campaign\0{office.settings.secret_key}".encode()).digest()
        self._domain = office.domain
        earlier = OutboxMail.select(OutboxMail.key).where(OutboxMail.campaign == campaign).tuples().iterator()
        self._seen = {bytes.fromhex(key.rpartition(" ")[2]) for (key,) in earlier}

    def of(self, recipients: Iterable[BulkRecipient]) -> Iterator[list[Any]]:
        """Give a row for each recipient whose address has none in this campaign."""
        for one in recipients:
            about = f"{self._campaign}\0{one.recipient.address.casefold()}"
            digest = hashlib.blake2s(about.encode(), digest_size=16, key=self._secret).digest()
            if digest in self._seen:
                continue
            self._seen.add(digest)
            self.count += 1
            own = {
                "key": f"mail.campaign {digest.hex()}",
                "message_id": f"<{digest.hex()}@{self._domain}>",
                "address": one.recipient.address,
                "name": one.recipient.name,
                "domain": one.recipient.domain,
                "personal": json.dumps(self._personal(one), ensure_ascii=False, separators=(",", ":")),
                "person": one.person_id,
            }
            row = self._shared | own
            yield [row[name] for name in COLUMNS]

    def _personal(self, one: BulkRecipient) -> dict[str, str]:
        """Give what this copy needs; refuse what is missing or could disturb the mail."""
        given = {**one.values, UNSUBSCRIBE: one.unsubscribe_url} if one.unsubscribe_url else one.values
        personal = {name: given[name] for name in self._needed if name in given}
        if len(personal) != len(self._needed):
            missing = ", ".join(sorted(self._needed - personal.keys()))
            raise BadInputError(f"Voor {one.recipient.address} ontbreekt wat de mail nodig heeft: {missing}.")
        if one.unsubscribe_url:
            personal[UNSUBSCRIBE] = _link(one.unsubscribe_url)
        for name, value in personal.items():
            if isinstance(value, Markup):
                raise TypeError(f"{name}: what is personal in a mail to many is plain text")
            if not value.isprintable():
                personal[name] = safe_text(value, name)
        for name in self._named.names & personal.keys():
            one_line(personal[name], "het onderwerp")
        return personal


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give ``values`` as the database stores them."""
    return {name: OutboxMail._meta.fields[name].db_value(value) for name, value in values.items()}


def _link(address: str) -> str:
    if not LINK.fullmatch(address) or not address.isascii() or any(c in address for c in '<>"'):
        raise BadInputError("De link om af te melden is geen webadres.")
    return address
