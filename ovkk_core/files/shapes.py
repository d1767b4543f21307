"""In which shapes and widths a picture is served, and under which keys these are kept."""

WIDTHS = (320, 640, 1280)
WHOLE, WIDE = "heel", "breed"
SHAPES = (WHOLE, WIDE)
RATIO = (16, 9)  # of the wide shape
FULL = "groot"


def key_of(shape: str, width: int) -> str:
    """Give the key of a part."""
    return f"{shape}-{width}"


def box_around(width: int, height: int, focus: tuple[int, int]) -> tuple[int, int, int, int]:
    """Give the largest wide box in a picture that has ``focus`` as near its middle as can be."""
    wide = min(width, max(1, height * RATIO[0] // RATIO[1]))
    high = min(height, max(1, width * RATIO[1] // RATIO[0]))
    left = min(max(width * focus[0] // 100 - wide // 2, 0), width - wide)
    top = min(max(height * focus[1] // 100 - high // 2, 0), height - high)
    return left, top, left + wide, top + high
