"""What partners fetch: the calendar by its secret address, and the list and JSON for their website."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import public
from ovkk_core.agreements import embedding, leaking
from ovkk_core.agreements.fetching import tally
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.pacing import pace, tries_too_much
from ovkk_core.agreements.programs import program_of
from ovkk_core.agreements.selection import feed_of
from ovkk_core.agreements.tokens import agreement_of
from ovkk_core.calendars import keeping, rendering, serving
from ovkk_core.calendars.models import RenderedFeed
from ovkk_core.errors import NotFoundError
from ovkk_core.tokens import hash_token
from ovkk_core.web import in_the_open

blueprint = Blueprint("agreements", __name__)
FILENAME = "agenda"


@blueprint.get("/kalender/prive/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """Give a partner's calendar; wrong, revoked and unknown addresses are all alike."""
    agreement = _agreement_of(token)
    tally.note(agreement, program_of(request.user_agent.string))
    found = feed_of(agreement)
    row = rendering.validators(found)
    try:
        answer = _answer(row, lambda gzipped: rendering.body(row.feed, row.etag, gzipped))
    except RenderedFeed.DoesNotExist:  # not compressed yet, or written anew just now
        whole = rendering.written(found)
        answer = _answer(whole, lambda gzipped: rendering.compressed(whole) if gzipped else whole.plain)
    response = Response(answer.body, answer.status)
    response.headers.clear()
    response.headers.extend(answer.headers)
    return response


@blueprint.get("/kalender/inbedden/<name>")
@public
def embedded(name: str) -> ResponseReturnValue:
    """Give the coming events as a list to show in a frame on the partner's website; no script, no cookie."""
    agreement = embedding.find(name)
    events = embedding.coming(agreement)
    page_of = partial(embedding.page_of, base_url=keeping.base_url())
    response = Response(render_template("agreements/embed.html", agreement=agreement, events=events, page_of=page_of))
    response.headers["Content-Security-Policy"] = embedding.policy(agreement)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"  # for who knows no frame-ancestors, which goes before it
    response.headers["Cache-Control"] = serving.PUBLIC
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/kalender/inbedden/<name>.json")
@public
def embedded_json(name: str) -> ResponseReturnValue:
    """Give the coming events as a JSON Feed (version 1.1) that scripts of any website may read."""
    agreement = embedding.find(name)
    response = jsonify(embedding.json_feed(agreement, embedding.coming(agreement), keeping.base_url()))
    response.mimetype = "application/feed+json"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = serving.PUBLIC
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _agreement_of(token: str) -> FeedAgreement:
    """Give what ``token`` opens; refuse it when it is wrong, comes in the open, or is asked for too fast."""
    if pace.too_fast(hash_token(token)):
        abort(429)
    if in_the_open(request.environ, current_app.config["OVKK"]):
        leaking.take_back(token)
    try:
        return agreement_of(token)
    except NotFoundError:
        if tries_too_much(request.user_agent.string):
            abort(429)
        raise


def _answer(row: RenderedFeed, read: Callable[[bool], bytes]) -> serving.Answer:
    validators = serving.Validators(row.etag, row.last_modified)
    return serving.answer(request.environ, FILENAME, validators, read, serving.PRIVATE)
