"""The tables of consents. Consents are kept as they were: a new decision replaces an older one without changing it.

None of them is a tracked model: a consent is its own history, and no restore may bring back what was withdrawn.
"""

from typing import Any

import peewee

from ovkk_core.clock import now
from ovkk_core.consents.kinds import ConsentChannel, ConsentState, ConsentWay, SuppressionReason
from ovkk_core.contacts import Language, Person
from ovkk_core.database import BaseModel, JsonField, LineField, ProseField, StateField, UtcDateTimeField


class Wording(BaseModel):
    """What people agree to, word for word. A changed text is a new version; earlier consents keep theirs."""

    purpose = LineField()
    version = peewee.IntegerField()
    language = StateField(Language, default=Language.NL)
    text = ProseField()
    since = UtcDateTimeField(default=now)
    written_by = LineField(default="")

    class Meta:
        indexes = ((("purpose", "language", "version"), True),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class Consent(BaseModel):
    """What somebody decided about a purpose and a channel (PRIV-1).

    ``entered_by`` and ``withdrawn_by`` are actors as in the history; ``proof`` tells how we know. A row counts until
    ``replaced_at``, when a newer decision took its place. Two that count, as after a merge, are read strictly: one
    that was withdrawn outweighs one that was given.
    """

    person = peewee.ForeignKeyField(Person, backref="consents", on_delete="CASCADE")
    purpose = LineField()
    channel = StateField(ConsentChannel, default=ConsentChannel.EMAIL)
    wording = peewee.ForeignKeyField(Wording, null=True, on_delete="RESTRICT")
    state = StateField(ConsentState)
    asked_at: Any = UtcDateTimeField(null=True)
    given_at: Any = UtcDateTimeField(null=True)
    withdrawn_at: Any = UtcDateTimeField(null=True)
    how = StateField(ConsentWay, null=True)
    withdrawn_how = StateField(ConsentWay, null=True)
    entered_by = LineField(default="")
    withdrawn_by = LineField(default="")
    proof = ProseField(default="")
    replaced_at: Any = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("purpose", "state", "person"), False),)


class Preference(BaseModel):
    """What somebody wants to read about: themes by their words, municipalities by their ids; empty is everything."""

    person = peewee.ForeignKeyField(Person, backref="preferences", unique=True, on_delete="CASCADE")
    themes = JsonField(default=list)
    municipalities = JsonField(default=list)
    changed_at: Any = UtcDateTimeField(default=now)


class Suppression(BaseModel):
    """An address that gets no mail, as a keyed hash: it outlives the erasure of everything else (PRIV-6).

    ``purpose`` "" is for all mail. ``person`` is whose it was, as long as we know them.
    """

    digest = LineField(max_length=64)
    purpose = LineField(default="")
    reason = StateField(SuppressionReason)
    note = LineField(default="")
    person = peewee.ForeignKeyField(Person, null=True, backref="suppressions", on_delete="SET NULL")
    at: Any = UtcDateTimeField(default=now)
    by = LineField(default="")

    class Meta:
        indexes = ((("digest", "purpose"), True),)


class SignUp(BaseModel):
    """Somebody who signed up on the site: what they chose in which words. Deleted after seven days.

    ``token_hash`` is of the link in the confirmation mail, None until that is queued. Once confirmed the row holds
    no address or name any more; it stays to give the same answer to a second click.
    """

    token_hash = LineField(max_length=64, null=True, unique=True)
    address: Any = LineField()
    given_name: Any = LineField(default="")
    family_name: Any = LineField(default="")
    wordings = JsonField(default=list)
    themes = JsonField(default=list)
    municipalities = JsonField(default=list)
    language = StateField(Language, default=Language.NL)
    at: Any = UtcDateTimeField(default=now, index=True)
    confirmed_at: Any = UtcDateTimeField(null=True)


class ConfirmationMail(BaseModel):
    """That we mailed an address on a request anybody can make; keeps the number per day small (PRIV-2)."""

    digest = LineField(max_length=64, index=True)
    at: Any = UtcDateTimeField(default=now, index=True)


class UnsubscribeLink(BaseModel):
    """Whom and what a link to unsubscribe is for, and the link to undo it; only hashes of their tokens are kept.

    Without a ``person`` it is for the ``address``, as of a function that nobody holds. ``consent`` is the withdrawal
    that the link to undo takes back.
    """

    token_hash = LineField(max_length=64, unique=True)
    person = peewee.ForeignKeyField(Person, null=True, backref="unsubscribe_links", on_delete="CASCADE")
    purpose = LineField()
    address = LineField(default="")
    consent = peewee.ForeignKeyField(Consent, null=True, on_delete="SET NULL")
    undo_hash: Any = LineField(max_length=64, null=True, unique=True)
    undo_until: Any = UtcDateTimeField(null=True)
