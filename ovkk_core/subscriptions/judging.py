"""Decides, by the rule of a subscription or by a person, what the public gets to see."""

from collections.abc import Sequence

from ovkk_core.calendars import rewrite_feeds
from ovkk_core.database import fold, transaction
from ovkk_core.history import audit
from ovkk_core.subscriptions.models import ItemState, ModerationRule, OutsideItem, Subscription


def words_of(subscription: Subscription) -> list[str]:
    """Give the words of the rule, made comparable."""
    return [word for part in subscription.words.split(",") if (word := fold(part))]


def at_first(subscription: Subscription, title: str) -> ItemState:
    """Give what the rule says of an item that nobody has looked at."""
    if subscription.rule is ModerationRule.ALL:
        return ItemState.PUBLIC
    by_words = subscription.rule is ModerationRule.BY_WORDS
    return ItemState.PUBLIC if by_words and any(w in fold(title) for w in words_of(subscription)) else ItemState.NEW


def after_change(subscription: Subscription, item: OutsideItem, title: str) -> ItemState:
    """Give what becomes of an item that changed: what was hidden stays hidden, the rest is judged anew."""
    return ItemState.HIDDEN if item.state is ItemState.HIDDEN else at_first(subscription, title)


def apply_rule(subscription: Subscription) -> None:
    """Judge by the present rule what still waits."""
    waiting = OutsideItem.select().where(OutsideItem.subscription == subscription, OutsideItem.state == ItemState.NEW)
    passed = [item.id for item in waiting if at_first(subscription, item.title) is ItemState.PUBLIC]
    for item_id in passed:
        OutsideItem.update(state=ItemState.PUBLIC).where(OutsideItem.id == item_id).execute()
    rewrite_feeds()  # the calendar may have got another name or municipality too, or be off


def judge(ids: Sequence[int], state: ItemState) -> int:
    """Write down what a person decided about these items; give how many there are."""
    with transaction():
        known = [number for (number,) in OutsideItem.select(OutsideItem.id).where(OutsideItem.id.in_(ids)).tuples()]
        OutsideItem.update(state=state).where(OutsideItem.id.in_(known)).execute()
        for number in known:
            audit(f"subscriptions.{state.value}", "outside_item", number)
        rewrite_feeds()
    return len(known)
