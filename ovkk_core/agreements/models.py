"""The tables of agreements: what was agreed, the addresses given out (hashed), and how often each was fetched."""

from datetime import date

import peewee

from ovkk_core.agreements.choices import Cancelling, Places, Vanishing
from ovkk_core.calendars.switching import rewrite_feeds
from ovkk_core.clock import now, today
from ovkk_core.contacts import Position
from ovkk_core.database import BaseModel, JsonField, LineField, ProseField, StateField, UtcDateTimeField, transaction
from ovkk_core.history import TrackedModel


class FeedAgreement(TrackedModel):
    """One calendar for one partner. Empty lists of activities, themes or audiences mean all; ``ends_on`` is included.

    ``conference`` adds the links to meetings for who takes part from a distance, ``others`` what other organisations
    plan. ``embed`` is the name under which the partner may show it on a website, "" for not; ``origins`` are the sites.
    """

    name = LineField(verbose_name="Naam")
    contact = peewee.ForeignKeyField(Position, backref="feed_agreements", on_delete="RESTRICT")
    purpose = ProseField(default="", verbose_name="Doel")
    activities = JsonField(default=list)
    places = StateField(Places, default=Places.ALL)
    municipalities = JsonField(default=list)
    themes = JsonField(default=list)
    audiences = JsonField(default=list)
    cancelling = StateField(Cancelling, default=Cancelling.AT_ONCE)
    vanishing = StateField(Vanishing, default=Vanishing.HIDE)
    conference = peewee.BooleanField(default=False)
    others = peewee.BooleanField(default=False)
    ends_on = peewee.DateField(null=True)
    embed = LineField(default="", index=True)
    origins = JsonField(default=list)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def key(self) -> str:
        """The name under which its written text is kept; no address leads to it."""
        return f"prive:{self.id}"

    @property
    def ended(self) -> bool:
        """Whether the last day is over."""
        return self.ends_on is not None and self.ends_on < today()

    @property
    def left(self) -> bool:
        """Whether the contact no longer holds the position."""
        ends: date | None = self.contact.ends_on
        return ends is not None and ends < today()

    def save(self, *args: object, **kwargs: object) -> object:
        """Save, and have the feed written anew at the next fetch."""
        with transaction():
            saved = super().save(*args, **kwargs)
            rewrite_feeds()
        return saved


class FeedToken(BaseModel):
    """An address that was given out: only the SHA-256 of its secret. It dies with ``holder``'s position too.

    ``leaked_at`` is when it was asked for in the open, over plain http; it has not worked since (FEED-4).
    """

    agreement = peewee.ForeignKeyField(FeedAgreement, backref="tokens", on_delete="CASCADE")
    holder = peewee.ForeignKeyField(Position, backref="feed_tokens", on_delete="CASCADE")
    digest = peewee.CharField(max_length=64, unique=True)
    created_at = UtcDateTimeField(default=now)
    expires_at = UtcDateTimeField(null=True)
    revoked_at = UtcDateTimeField(null=True)
    leaked_at = UtcDateTimeField(null=True)


class Fetch(BaseModel):
    """How often programs of one kind fetched an agreement's feed on one day."""

    agreement = peewee.ForeignKeyField(FeedAgreement, backref="fetches", on_delete="CASCADE")
    day = peewee.DateField()
    program = LineField()
    count = peewee.IntegerField(default=0)
    last_at = UtcDateTimeField()

    class Meta:
        indexes = ((("agreement", "day", "program"), True),)
