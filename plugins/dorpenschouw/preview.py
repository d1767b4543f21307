"""Shows the invitation before it is sent, as the first of the chosen guests will read it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, render_template
from markupsafe import Markup, escape

from ovkk_core.mail import Recipient
from ovkk_core.registry import setting
from plugins.dorpenschouw.inviting import Guest
from plugins.dorpenschouw.mail import INVITATION, invitation_values
from plugins.dorpenschouw.programme import Programme

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Preview:
    """An invitation as its text part will read."""

    to: Recipient
    subject: Markup
    body: Markup


def preview_of(programme: Programme, guests: Sequence[Guest]) -> Preview | None:
    """Give the mail to the first guest who can be invited; None when there is nobody."""
    guest = next((guest for guest in guests if guest.to and not guest.obstacle), None)
    if guest is None or guest.to is None:
        return None
    values = dict(invitation_values(programme, guest.position))
    values |= {"association": setting("association.name"), "site": current_app.config["OVKK"].base_url}
    return Preview(guest.to, _filled(".subject.txt", values), _filled(".txt", values))


def _filled(ending: str, values: Mapping[str, str | Markup]) -> Markup:
    source = escape(render_template(f"{INVITATION.template}{ending}"))
    return Markup(PLACEHOLDER.sub(lambda found: escape(values[found[1]]), source))  # noqa: S704 - escaped above
