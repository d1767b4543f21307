"""A website with a calendar, and a subscription to it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from ovkk_core.clock import frozen
from ovkk_core.contacts import Municipality, Province
from ovkk_core.subscriptions.models import Subscription
from tests.core.subscriptions.hostile.website import Website, website

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def monday() -> Iterator[None]:
    """Hold the clock on a Monday in March."""
    with frozen(MONDAY):
        yield


@pytest.fixture
def site() -> Iterator[Website]:
    """Give a website on this machine."""
    with website() as served:
        yield served


@pytest.fixture
def municipality(database: None) -> Municipality:
    """Give a municipality."""
    province = Province.create(name="Overijssel")
    return Municipality.create(name="Dalfsen", province=province)


@pytest.fixture
def council(site: Website, municipality: Municipality, monday: None) -> Subscription:
    """Give the subscription to the calendar of the site."""
    return Subscription.create(title="Gemeenteraad", address=site.address("/raad.ics"), municipality=municipality)
