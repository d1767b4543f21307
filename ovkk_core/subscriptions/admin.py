"""The admin screens: which calendars of others we follow, and which of their items we show."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin.actions import action
from flask_admin.base import BaseView, expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms.validators import InputRequired, ValidationError

from ovkk_core.accounts import may, requires
from ovkk_core.clock import now
from ovkk_core.errors import BadInputError
from ovkk_core.subscriptions.addresses import FetchError, target_of
from ovkk_core.subscriptions.following import ask_for
from ovkk_core.subscriptions.judging import apply_rule, judge, words_of
from ovkk_core.subscriptions.models import ItemState, ModerationRule, OutsideItem, Progress, Subscription
from ovkk_core.subscriptions.reporting import copy_of
from ovkk_core.subscriptions.upload_page import UploadPage
from ovkk_core.web import AdminView, flash_done
from ovkk_core.web.admin import RowLink

RULES = {
    ModerationRule.BY_HAND: _l("everything by hand"),
    ModerationRule.BY_WORDS: _l("public when the title has one of the words"),
    ModerationRule.ALL: _l("everything public at once"),
}
STATES = {
    ItemState.NEW: _l("awaits judgement"),
    ItemState.PUBLIC: _l("on the public agenda"),
    ItemState.HIDDEN: _l("for planning only"),
}
ANEW = {"etag": "", "last_modified": "", "error": "", "read_at": None, "next_at": None, "failures": 0}
FIRST = 50  # items on the page of a calendar


def _is_address(_form: Any, field: Any) -> None:
    """Refuse an address that we would not go to."""
    if field.data:
        try:
            target_of(field.data)
        except FetchError as error:
            raise ValidationError(str(error)) from error


def _how_it_goes(view: Any, context: Any, subscription: Subscription, name: str) -> str:
    """Say it whole, with what the site answered."""
    if subscription.active and subscription.progress is Progress.IDLE and subscription.error:
        return f"{subscription.error} {copy_of(subscription)}"
    return _in_short(view, context, subscription, name)


def _in_short(_view: Any, _context: Any, subscription: Subscription, _name: str) -> str:
    if subscription.uploaded:
        return _("uploaded as a file")
    if not subscription.active:
        return _("off: is not fetched and not shown")
    if subscription.progress is Progress.WAITING:
        return _("will be fetched soon: load this page again")
    if subscription.progress is Progress.RUNNING:
        return _("is being fetched now: load this page again")
    if subscription.error:
        return _("cannot be fetched")
    return _("in order") if subscription.good_at else _("not fetched yet")


class SubscriptionView(AdminView):
    """The calendars of others that we follow."""

    name_plural, name_one = _l("Calendars of others"), _l("calendar of others")
    next_step = _l("Ask a municipality or a village council for the address of its calendar, and add it here.")
    read, write = "subscriptions.read", "subscriptions.write"
    details_template = "subscriptions/admin/details.html"
    list_template = "subscriptions/admin/list.html"
    column_list = ("title", "municipality", "good_at", "progress")
    column_details_list = (
        *("error", "address", "organisation", "municipality", "purpose", "rule", "words", "active"),
        *("tried_at", "good_at", "next_at"),
    )
    form_columns = ("title", "address", "organisation", "municipality", "purpose", "rule", "words", "active")
    column_sortable_list = ("title", "good_at")
    column_default_sort = "title"
    column_searchable_list = ("title", "purpose")
    column_filters = ("municipality", "active")
    column_choices = {"rule": list(RULES.items())}
    column_formatters = {"error": _how_it_goes, "progress": _in_short}
    column_labels = {
        "title": _l("Name"),
        "address": _l("Address of the calendar"),
        "organisation": _l("Organisation"),
        "municipality": _l("Municipality"),
        "purpose": _l("Purpose"),
        "rule": _l("What becomes public"),
        "words": _l("Words in the title"),
        "active": _l("On"),
        "error": _l("How it goes"),
        "progress": _l("How it goes"),
        "tried_at": _l("Last tried"),
        "good_at": _l("Last good copy"),
        "next_at": _l("Next time"),
    }
    column_descriptions = {
        "address": _l("Begins with https://, http:// or webcal:// and often ends in .ics."),
        "purpose": _l("Why we follow this calendar, for example: not planning on council evenings."),
        "words": _l("With commas between them. Only used when you chose 'public when the title has one of the words'."),
        "municipality": _l("The same activity in two calendars of one municipality is shown once."),
    }
    form_args = {"address": {"validators": [_is_address]}, "title": {"validators": [InputRequired()]}}

    def on_model_change(self, form: Any, model: Subscription, is_created: bool) -> None:
        """Begin anew at a new address."""
        if is_created and model.uploaded:
            raise BadInputError("Vul het adres van de agenda in. Hebt u een bestand? Kies dan 'Agenda uploaden'.")
        if model.rule is ModerationRule.BY_WORDS and not words_of(model):
            raise BadInputError(
                "Vul de woorden in waarmee een activiteit meteen openbaar wordt, of kies een andere regel."
            )
        before = None if is_created else Subscription.get_by_id(model.id)
        if before and before.address != model.address:
            for name, value in ANEW.items():
                setattr(model, name, value)

    def after_model_change(self, form: Any, model: Subscription, is_created: bool) -> None:
        """Judge by the new rule, and fetch a new calendar or one at a new address at once."""
        apply_rule(model)
        if model.active and not model.uploaded and model.next_at is None:
            ask_for(model)

    def row_links(self, record: Subscription) -> Sequence[RowLink]:
        """Let the calendar be fetched."""
        if record.uploaded or not record.active or not may("subscriptions.write"):
            return []
        return [RowLink(_("Fetch now"), url_for(".fetch_view", id=record.id), post=True)]

    def items_of(self, record: Subscription) -> list[OutsideItem]:
        """Give the first items that are to come, those we had elsewhere too."""
        there = OutsideItem.select().where(OutsideItem.subscription == record, OutsideItem.ends_at > now())
        return list(there.order_by(OutsideItem.starts_at, OutsideItem.id).limit(FIRST))

    def state_of(self, item: OutsideItem) -> Any:
        """Say what was decided about an item."""
        return _("the same as in another calendar") if item.duplicate_of_id else STATES[item.state]

    @expose("/<int:id>/ophalen/", methods=("POST",))
    @requires("subscriptions.write")
    def fetch_view(self, id: int) -> ResponseReturnValue:  # noqa: A002 - the name in everybody's url_for
        """Put the fetch in the queue."""
        ask_for(self.record(id))
        flash_done(_("The calendar will be fetched. Load this page again in a moment."))
        return redirect(url_for(".details_view", id=id), 303)


class OutsideItemView(AdminView):
    """What others planned and is not over, to judge; each once, however many calendars it is in."""

    name_plural, name_one = _l("Activities of others"), _l("activity of others")
    next_step = _l("Here stands what is in the calendars of others, once they have been fetched.")
    read = "subscriptions.read"
    column_list = ("title", "starts_at", "place", "subscription.title", "state")
    column_details_list = (*column_list, "ends_at", "all_day", "description", "address", "kept", "missing_since", "uid")
    column_sortable_list = ("starts_at", "title", "state")
    column_default_sort = [("starts_at", False), ("id", False)]
    column_searchable_list = ("title", "place")
    column_filters = ("state", "subscription", "starts_at")
    column_choices = {"state": list(STATES.items())}
    column_labels = {
        "starts_at": _l("Begins"),
        "ends_at": _l("Ends"),
        "all_day": _l("Whole days"),
        "title": _l("Title"),
        "place": _l("Place"),
        "subscription": _l("Calendar"),
        "subscription.title": _l("Calendar"),
        "state": _l("Judgement"),
        "description": _l("Description"),
        "address": _l("Web page"),
        "kept": _l("Further data, as it came"),
        "missing_since": _l("No longer in its calendar since"),
        "uid": _l("Calendar number (UID)"),
    }

    def get_query(self) -> Any:
        """Leave out what is over, what we have already, and what comes from a calendar that is off."""
        active = Subscription.select(Subscription.id).where(Subscription.active)
        return self.reach.query().where(
            OutsideItem.ends_at > now(), OutsideItem.duplicate_of.is_null(), OutsideItem.subscription.in_(active)
        )

    @action("approve", _l("Make public"), _l("Show these on the public agenda?"))
    @requires("subscriptions.moderate")
    def approve_action(self, keys: list[int]) -> None:
        """Show them to everybody."""
        count = judge(keys, ItemState.PUBLIC)
        flash_done(ngettext("%(num)d activity is public now.", "%(num)d activities are public now.", count))

    @action("hide", _l("For planning only"), _l("Use these for planning only, and keep them off the public agenda?"))
    @requires("subscriptions.moderate")
    def hide_action(self, keys: list[int]) -> None:
        """Keep them from the public agenda."""
        count = judge(keys, ItemState.HIDDEN)
        flash_done(
            ngettext("%(num)d activity is for planning only.", "%(num)d activities are for planning only.", count)
        )


def views() -> list[BaseView]:
    """Give this room's screens."""
    category = _l("Calendar")
    return [
        SubscriptionView(
            Subscription, endpoint="subscriptions_source", url="/beheer/agendas-van-anderen/", category=category
        ),
        OutsideItemView(
            OutsideItem, endpoint="subscriptions_item", url="/beheer/activiteiten-van-anderen/", category=category
        ),
        UploadPage(
            _l("Upload a calendar"), endpoint="subscriptions_upload", url="/beheer/agenda-uploaden/", category=category
        ),
    ]
