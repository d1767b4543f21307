"""Lets the database leave out most events that judging would: only how long writing a feed takes depends on it."""

import json
from typing import Any

import peewee

from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.calendars import Event, meant, selecting

MOST = 500  # lists of themes that we compare; with more of them it pays no longer


def narrowed(agreement: FeedAgreement, villages: frozenset[int] | None) -> Any:
    """Give a condition that every event meets which passes the filters of ``agreement``; ``villages`` are its places.

    Others may meet it too: :func:`judging.unwanted` decides.
    """
    condition = Event.id.is_null(False)
    if agreement.activities:
        condition &= Event.owner.in_(agreement.activities)
    if agreement.themes:
        condition &= _about(set(agreement.themes))
    if agreement.audiences:
        condition &= meant.meant_for_named(agreement.audiences)
    if villages is not None:
        condition &= Event.village.in_(sorted(villages)) | Event.id.in_(_wholes(sorted(villages)))
    return condition


def for_others(agreement: FeedAgreement) -> frozenset[int]:
    """Give the events that are for none of the audiences of ``agreement``, nor for everybody."""
    if not agreement.audiences:
        return frozenset()
    rows = Event.select(Event.id).where(~meant.meant_for_named(agreement.audiences)).tuples()
    return frozenset(number for (number,) in rows)


def _about(themes: set[str]) -> Any:
    texts = [text for (text,) in Event.select(selecting.CATEGORIES).distinct().limit(MOST + 1).tuples()]
    if len(texts) > MOST:
        return Event.id.is_null(False)
    return selecting.CATEGORIES.in_([text for text in texts if text and themes & set(json.loads(text) or ())])


def _wholes(villages: list[int]) -> peewee.Select:
    """Give the events with a part in ``villages`` that people may see."""
    part = selecting.Part
    there = (part.village.in_(villages), part.parent.is_null(False), part.status.in_(selecting.SHOWN))
    return part.select(part.parent).where(*there)
