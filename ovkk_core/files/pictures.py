"""Makes of an upload the pictures that are served: decoded with care, turned upright, without metadata (SEC-15)."""

import io
from dataclasses import dataclass
from threading import Lock
from typing import Final

from PIL import Image, ImageCms, ImageOps

from ovkk_core.errors import BadInputError
from ovkk_core.files.shapes import FULL, WHOLE, WIDE, WIDTHS, box_around, key_of

LONGEST_SIDE = 2560
SHORTEST_SIDE = 40
MOST_PIXELS: Final = {"JPEG": 50_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}  # JPEG is made smaller while decoded
DRAWING = 2.5  # a PNG of more than so many times the JPEG is of a photo
FLAT = ("1", "P", "PA")
RESAMPLING = Image.Resampling.LANCZOS
QUALITY = 82
BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError, MemoryError)

Image.MAX_IMAGE_PIXELS = None  # we ask before anything is decoded, and for less
_one_at_a_time = Lock()  # so that many uploads at once need the memory of one


@dataclass(frozen=True)
class Made:
    """What is kept of a picture: its size when upright, its media type, and the bytes by key."""

    width: int
    height: int
    media_type: str
    parts: dict[str, bytes]


def make(content: bytes, kind: str) -> Made:
    """Give every size of a picture that claims to be ``kind`` (JPEG, PNG or WEBP).

    Raises :class:`BadInputError` for what cannot be decoded as that, is too large, or too small to show.
    """
    with _one_at_a_time:
        image = _decoded(content, kind)
        form = _form_of(image, kind)
        parts = {FULL: _encoded(image, form)} | _renditions(image, form, (50, 50))
    return Made(image.width, image.height, f"image/{form.lower()}", parts)


def make_wide(content: bytes, media_type: str, focus: tuple[int, int]) -> dict[str, bytes]:
    """Give the wide shapes anew, of the full picture as kept, around another point (per cent from left and top)."""
    form = media_type.rpartition("/")[2].upper()
    with _one_at_a_time, Image.open(io.BytesIO(content), formats=(form,)) as image:
        image.load()
        return {f"{WIDE}-{width}": _encoded(_wide(image, width, focus), form) for width in WIDTHS}


def _decoded(content: bytes, kind: str) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as image:
            _refuse_size(image.width, image.height, kind)
            profile = image.info.get("icc_profile")
            if image.mode in FLAT:  # cannot be made smaller as they are
                found = ImageOps.exif_transpose(image).convert("RGBA")
            else:
                image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), RESAMPLING, 1.0)  # of a JPEG while it is decoded
                found = ImageOps.exif_transpose(image)
            found = _in_plain_colours(found, profile)
    except BROKEN as error:
        raise BadInputError(
            "Deze afbeelding is beschadigd of is iets anders dan haar naam zegt. Bewaar haar opnieuw als JPEG of PNG."
        ) from error
    found.thumbnail((LONGEST_SIDE, LONGEST_SIDE), RESAMPLING)
    found.info = {}
    return found


def _refuse_size(width: int, height: int, kind: str) -> None:
    if min(width, height) < SHORTEST_SIDE:
        raise BadInputError(f"Deze afbeelding is te klein: minstens {SHORTEST_SIDE} beeldpunten breed en hoog.")
    if width * height > MOST_PIXELS[kind] or max(width, height) > 100 * min(width, height):
        most = MOST_PIXELS[kind] // 1_000_000
        raise BadInputError(f"Deze afbeelding is te groot: hoogstens {most} miljoen beeldpunten. Maak haar kleiner.")


def _in_plain_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Give the picture in sRGB, with its transparency where some of it is used; without the profile it came with."""
    if image.mode == "CMYK" or image.mode == "RGB":
        return _by_profile(image, profile) if profile else image.convert("RGB")
    if image.mode.startswith("I"):  # sixteen bits of grey
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    lowest, _ = clear.getchannel("A").getextrema()
    return clear if int(str(lowest)) < 255 else clear.convert("RGB")


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        known = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        shown = ImageCms.profileToProfile(image, known, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *BROKEN):
        return image.convert("RGB")  # a damaged profile: the colours as they are
    return shown if shown is not None else image.convert("RGB")


def _form_of(image: Image.Image, kind: str) -> str:
    """Give what to write: PNG for transparency and for drawings, which it keeps sharp and small; else JPEG.

    Every mail program shows both.
    """
    if image.mode == "RGBA":
        return "PNG"
    if kind != "PNG":
        return "JPEG"
    sample = _narrowed(image, WIDTHS[0])
    return "PNG" if len(_encoded(sample, "PNG")) < DRAWING * len(_encoded(sample, "JPEG")) else "JPEG"


def _renditions(image: Image.Image, form: str, focus: tuple[int, int]) -> dict[str, bytes]:
    whole = {key_of(WHOLE, width): _encoded(_narrowed(image, width), form) for width in WIDTHS}
    return whole | {key_of(WIDE, width): _encoded(_wide(image, width, focus), form) for width in WIDTHS}


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    """Give the picture no wider than ``width``, and never larger than it is."""
    if image.width <= width:
        return image
    high = max(1, round(image.height * width / image.width))
    return image.resize((width, high), RESAMPLING, reducing_gap=3.0)


def _wide(image: Image.Image, width: int, focus: tuple[int, int]) -> Image.Image:
    return _narrowed(image.crop(box_around(image.width, image.height, focus)), width)


def _encoded(image: Image.Image, form: str) -> bytes:
    buffer = io.BytesIO()
    if form == "JPEG":
        image.save(buffer, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    else:
        image.save(buffer, "PNG")
    return buffer.getvalue()
