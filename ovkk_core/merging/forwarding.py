"""Leads the old address of a contact that went into another to the one that was kept."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import permitted
from ovkk_core.contacts import ContactKind
from ovkk_core.merging.finding import MODELS, kept_instead

READ = "contacts.read"
PAGES = {
    "contacts_person.details_view": ContactKind.PERSON,
    "contacts_person.edit_view": ContactKind.PERSON,
    "contacts_organisation.details_view": ContactKind.ORGANISATION,
    "contacts_organisation.edit_view": ContactKind.ORGANISATION,
}

blueprint = Blueprint("merging_forward", __name__)


@blueprint.before_app_request
def forward() -> ResponseReturnValue | None:
    """Send who may read contacts on, when the one that was asked for is gone and went into another."""
    kind = PAGES.get(request.endpoint or "")
    if kind is None or request.method != "GET" or not permitted(READ):
        return None
    asked = str((request.view_args or {}).get("id", ""))
    if not asked.isdecimal() or len(asked) > 9 or MODELS[kind].get_or_none(MODELS[kind].id == int(asked)):
        return None
    kept = kept_instead(kind, int(asked))
    return None if kept is None else redirect(url_for(request.endpoint or "", id=kept), 301)
