"""What we write to people for: declared by core and plugins, with the ground on which each rests (PRIV-3)."""

from ovkk_core.errors import NotFoundError
from ovkk_core.hookspecs import Purpose
from ovkk_core.registry import registry

NEWSLETTER, INVITATIONS, MEMBERSHIP = "nieuwsbrief", "uitnodigingen", "leden"

# The association's lawyer confirms these classes (docs/privacy.md).
PURPOSES = (
    Purpose(
        NEWSLETTER,
        "Nieuwsbrief",
        "Nieuws over en voor de kleine kernen in de provincie, enkele keren per jaar.",
        basis="consent",
        marketing=True,
    ),
    Purpose(
        INVITATIONS,
        "Uitnodigingen",
        "Uitnodigingen voor bijeenkomsten die bij uw functie horen, zoals een dorpenschouw of een themabijeenkomst.",
        basis="membership",
        marketing=False,
    ),
    Purpose(
        MEMBERSHIP,
        "Ledenpost",
        "Wat de statuten en de wet van ons vragen: de algemene ledenvergadering, de contributie en uw gegevens.",
        basis="legal",
        marketing=False,
    ),
)


def purposes() -> dict[str, Purpose]:
    """Give every declared purpose by its name, those of core first."""
    return {purpose.name: purpose for _plugin, purpose in registry.collect("register_purposes")}


def purpose_named(name: str) -> Purpose:
    """Give the purpose; raise ``NotFoundError`` when nobody declared it."""
    found = purposes().get(name)
    if found is None:
        raise NotFoundError(f"Er is geen doel '{name}' om mensen voor te schrijven.")
    return found


def purposes_to_choose() -> list[Purpose]:
    """Give the purposes for which people decide themselves whether we write to them."""
    return [purpose for purpose in purposes().values() if purpose.basis != "legal"]
