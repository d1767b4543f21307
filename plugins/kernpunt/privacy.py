"""What the newsletter keeps of people: nothing that is not published; an archive that must stay as it appeared."""

from ovkk_core.hookspecs import nothing_personal
from plugins.kernpunt.models import Print

PROCESSING = [
    nothing_personal(
        "kernpunt.editions",
        {
            "kernpunt_item": "Gepubliceerde stukken en webadressen; een naam in een tekst wordt bij wissen opgezocht",
            "kernpunt_outlet": "Namen en webadressen van media",
            "kernpunt_placing": "Webadressen van geplaatste stukken",
        },
    )
]


def erase() -> None:
    """Throw away the printed editions, in which anybody may stand; each is made anew when somebody asks for it."""
    Print.delete().execute()
