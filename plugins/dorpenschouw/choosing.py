"""The choice of organisations to invite, as it stands in an address."""

from werkzeug.datastructures import MultiDict

from ovkk_core.contacts import chosen_organisations
from plugins.dorpenschouw.inviting import Choice


def choice_from(args: MultiDict[str, str]) -> Choice:
    """Read the choice from an address; what makes no sense is left out."""
    kinds, municipalities = chosen_organisations(args)
    return Choice(kinds=kinds, municipalities=municipalities, on_route=args.get("route") == "1")
