"""Finds the mail of ours that a message is about, and whether that is proven (MAIL-9)."""

from dataclasses import dataclass

from ovkk_core.inbox.parsing import MESSAGE_ID, Opened, addresses, header_of
from ovkk_core.inbox.statuses import complaint_fields, returned_headers
from ovkk_core.mail import OutboxMail, read_envelope_token


@dataclass(frozen=True)
class Match:
    """The mail, if any; ``proven`` by the token that stands in its envelope, which nobody else can make."""

    mail: OutboxMail | None
    proven: bool = False

    @property
    def address(self) -> str:
        """Where that mail went, "" when we do not know it."""
        return str(self.mail.address) if self.mail else ""


def match(opened: Opened) -> Match:
    """Look for our token in the addresses it came to, and of a complaint in what is complained of; then for ids."""
    for address in [*opened.recipients, *_complained_of(opened)]:
        if mail := read_envelope_token(address):
            return Match(mail, proven=True)
    ids = [*opened.message_ids, *_returned_ids(opened)]
    found = {mail.message_id: mail for mail in OutboxMail.select().where(OutboxMail.message_id.in_(ids))} if ids else {}
    return Match(next((found[one] for one in ids if one in found), None))


def _complained_of(opened: Opened) -> list[str]:
    """Give the envelope senders that a complaint tells of (RFC 5965 3.2): only its recipient saw them."""
    fields, returned = complaint_fields(opened), returned_headers(opened)
    if fields is None:
        return []
    found = [address for _, address in addresses(fields, "Original-Mail-From")]
    return found + ([address for _, address in addresses(returned, "Return-Path")] if returned is not None else [])


def _returned_ids(opened: Opened) -> list[str]:
    returned = returned_headers(opened)
    return MESSAGE_ID.findall(header_of(returned, "Message-ID")) if returned is not None else []
