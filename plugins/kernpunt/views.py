"""The public pages: the archive with search, one edition, its feed and its print."""

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import public
from plugins.kernpunt import archive, atom, paper
from plugins.kernpunt.content import parts_of
from plugins.kernpunt.editions import newsletter_title
from plugins.kernpunt.texts import html_of, plain_of

blueprint = Blueprint("kernpunt", __name__, url_prefix="/kernpunt")
blueprint.add_app_template_filter(html_of, "news")
blueprint.add_app_template_filter(plain_of, "news_plain")
LONGEST_SEARCH = 100


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    """List the editions, or the items that have the words asked for."""
    words = request.args.get("zoek", "")[:LONGEST_SEARCH].strip()
    found = archive.search(words) if words else []
    editions = archive.editions()
    return render_template(
        "kernpunt/index.html",
        newsletter=newsletter_title(),
        words=words,
        found=found,
        editions=editions,
        items=archive.public_items_of(editions),
    )


@blueprint.get("/feed.xml")
@public
def feed() -> ResponseReturnValue:
    """Give the latest items as Atom (RFC 4287)."""
    return Response(atom.feed(current_app.config["OVKK"].base_url), mimetype="application/atom+xml")


@blueprint.get("/<slug>")
@public
def edition(slug: str) -> ResponseReturnValue:
    """Show an edition, as everybody may read it."""
    found = archive.edition_at(slug)
    items = archive.public_items_of([found])[found.id]
    before, after = archive.neighbours(found)
    return render_template(
        "kernpunt/edition.html",
        newsletter=newsletter_title(),
        edition=found,
        parts=parts_of(items),
        before=before,
        after=after,
    )


@blueprint.get("/<slug>.pdf")
@public
def printed(slug: str) -> ResponseReturnValue:
    """Give an edition to print."""
    found = archive.edition_at(slug)
    answer = Response(paper.pdf_of(found), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{found.slug}.pdf"'
    return answer
