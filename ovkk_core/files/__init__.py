"""Pictures and documents: kept safely, shown in every size, chosen in forms."""

from ovkk_core.files.field import PictureField
from ovkk_core.files.keeping import Told, store_document, store_picture
from ovkk_core.files.logo import Logo, association_logo, logo_picture
from ovkk_core.files.models import File, FileKind
from ovkk_core.files.serving import file_url, picture_bytes, size_of
from ovkk_core.files.shapes import SHAPES, WHOLE, WIDE, WIDTHS
from ovkk_core.files.storage import copy_in, copy_out

__all__ = [
    "SHAPES",
    "WHOLE",
    "WIDE",
    "WIDTHS",
    "File",
    "FileKind",
    "Logo",
    "PictureField",
    "Told",
    "association_logo",
    "copy_in",
    "copy_out",
    "file_url",
    "logo_picture",
    "picture_bytes",
    "size_of",
    "store_document",
    "store_picture",
]
