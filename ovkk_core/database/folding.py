"""Text made comparable: the same on every database, whatever its collation."""

import re
import unicodedata


def fold(text: str) -> str:
    """Give ``text`` in lower case without accents, spaces run together: the key to search and sort by."""
    if text.isascii():  # most names: a fifth of the time
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def slug(text: str) -> str:
    """Give ``text`` as a part of an address: ASCII letters, digits and single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text).encode("ascii", "ignore").decode()).strip("-")
