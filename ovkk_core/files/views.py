"""The addresses of pictures and documents."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import public
from ovkk_core.files import logo, serving
from ovkk_core.web import add_setting_kind

blueprint = Blueprint("files", __name__)


@blueprint.record
def _for_pages(state: Any) -> None:
    """Let every template show pictures, and settings be one."""
    state.app.jinja_env.globals.update(
        association_logo=logo.association_logo, file_url=serving.file_url, picture_size=serving.size_of
    )
    add_setting_kind("picture", logo.PICTURE)


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
