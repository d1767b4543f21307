"""The addresses of pictures and documents."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import public
from ovkk_core.files import serving

blueprint = Blueprint("files", __name__)


@blueprint.record
def _for_templates(state: Any) -> None:
    """Let every template show pictures."""
    state.app.jinja_env.globals.update(file_url=serving.file_url, picture_size=serving.size_of)


@blueprint.get(f"{serving.ROOT}/<name>")
@public
def whole(name: str) -> ResponseReturnValue:
    """Give a picture as large as it is kept, or a document as a download; what is not public only to who may."""
    return serving.serve(name)


@blueprint.get(f"{serving.ROOT}/<name>/<shape>/<int:width>")
@public
def rendition(name: str, shape: str, width: int) -> ResponseReturnValue:
    """Give a picture in one of its sizes; what is not public only to who may."""
    return serving.serve(name, shape, width)
