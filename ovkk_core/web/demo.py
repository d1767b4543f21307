"""The association of the demonstration year; invented, like everything in it."""

from ovkk_core.registry import change_setting

ASSOCIATION = {
    "association.name": "Vereniging Krachtige Dorpen Overijssel",
    "association.short_name": "Krachtige Dorpen",
    "association.description": "Kleine dorpen, grote plannen. Wij brengen bewoners en bestuurders bij elkaar.",
    "association.email": "info@krachtigedorpen.test",
}


def introduce() -> None:
    """Give the association of the demonstration its name and address."""
    for key, value in ASSOCIATION.items():
        change_setting(key, value)
