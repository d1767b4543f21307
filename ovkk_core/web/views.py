"""The public pages that belong to no activity, and what machines ask of a website."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import public
from ovkk_core.web import blocks, colours, machines, staticfiles
from ovkk_core.web.kept import kept

blueprint = Blueprint("web", __name__)
ALIVE = "web.alive"  # the one view that must answer without a database


@blueprint.get("/")
@public
@kept
def home() -> ResponseReturnValue:
    """Show the parts that rooms and activities give."""
    return render_template("web/home.html", parts=blocks.drawn())


@blueprint.get("/toegankelijkheid")
@public
def accessibility() -> ResponseReturnValue:
    """Show the accessibility statement (A11Y-1)."""
    return render_template("web/accessibility.html")


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Show what happens with personal data."""
    return render_template("web/privacy.html")


@blueprint.get("/static/theme.css")
@public
def theme() -> ResponseReturnValue:
    """Give the association's colour as design tokens."""
    return colours.stylesheet()


@blueprint.get("/static/<room>/<path:file>")
@public
def asset(room: str, file: str) -> ResponseReturnValue:
    """Give a file of a room that is on."""
    return staticfiles.serve(room, file)


@blueprint.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Say that the process answers, and nothing else."""
    return machines.alive()


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Say whether visitors can be served: the database answers and is up to date."""
    return machines.readiness()


@blueprint.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Tell crawlers where they need not look; feeds stay open (FEED-8)."""
    return machines.robots()


@blueprint.get("/.well-known/security.txt")
@public
def security() -> ResponseReturnValue:
    """Tell where to report a weakness (RFC 9116)."""
    return machines.security_contact()
