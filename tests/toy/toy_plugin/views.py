"""The public page of the toy plugin."""

from flask import Blueprint, render_template

from ovkk_core.accounts import public
from toy_plugin.models import Toy

blueprint = Blueprint("toy", __name__)


@blueprint.get("/speelgoed")
@public
def toys() -> str:
    """Show every toy."""
    return render_template("toy/toys.html", toys=Toy.select().where(Toy.kind == "speelgoed").order_by(Toy.title))
