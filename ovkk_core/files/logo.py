"""Pictures as settings of the association, its logo first of all."""

from dataclasses import dataclass
from typing import Any

from ovkk_core.files.field import PictureField
from ovkk_core.files.models import File
from ovkk_core.files.serving import file_url, picture_bytes, size_of
from ovkk_core.files.shapes import WIDTHS
from ovkk_core.hookspecs import SettingSpec
from ovkk_core.registry import setting
from ovkk_core.web import SettingKind

LOGO = "association.logo"
HIGHEST, WIDEST = 40, 160


@dataclass(frozen=True)
class Logo:
    """How the logo is shown: at twice the size, for sharp screens."""

    address: str
    width: int
    height: int


def association_logo() -> Logo | None:
    """Give the logo for the top of a page or a mail, or None when there is none that everybody may see."""
    file = _file()
    if file is None:
        return None
    wide, high = size_of(file, WIDTHS[0])
    scale = min(HIGHEST / high, WIDEST / wide, 1)
    return Logo(file_url(file, WIDTHS[0]), max(1, round(wide * scale)), max(1, round(high * scale)))


def logo_picture() -> tuple[str, bytes] | None:
    """Give the logo for a PDF, as a plain name with its ending and the bytes; None when there is none."""
    file = _file()
    if file is None:
        return None
    return f"logo.{'png' if file.media_type == 'image/png' else 'jpg'}", picture_bytes(file, WIDTHS[1])


def _file() -> File | None:
    """Give the logo that everybody may see."""
    file: File | None = File.get_or_none(File.id == int(setting(LOGO))) if setting(LOGO) else None
    return file if file and file.public else None


def _field(spec: SettingSpec) -> Any:
    return PictureField(spec.title, description=spec.help)


def _text(file: File | None) -> str:
    return str(file.id) if file else ""


PICTURE = SettingKind(_field, _text)
