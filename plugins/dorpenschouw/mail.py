"""The two mails of a tour: the invitation and, when it must be, the cancellation; both always in Dutch."""

from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup

from ovkk_core.calendars import ics_of
from ovkk_core.contacts import Position, salutation_for
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail import Attachment, OutboxMail, Recipient, queue_mail
from ovkk_core.web import day, span
from plugins.dorpenschouw.models import Invitation
from plugins.dorpenschouw.programme import Programme

Values = dict[str, str | Markup]
SHARED_PLACEHOLDERS = {
    "salutation": "aanhef van de ontvanger",
    "title": "titel van de dorpenschouw",
    "day": "dag, zoals dinsdag 10 maart 2026",
    "when": "dag en tijden",
    "page": "webadres van het programma",
}
SHARED_SAMPLE = {
    "salutation": "Geachte mevrouw Van Dijk,",
    "title": "Dorpenschouw Vechtdal",
    "day": "vrijdag 12 juni 2026",
    "when": "vrijdag 12 juni 2026, 09.00–16.00 uur",
    "page": "https://vereniging.example/dorpenschouw/2026-06-12-dorpenschouw-vechtdal",
}
INVITATION = MailKind(
    name="dorpenschouw.invitation",
    title="Uitnodiging voor een dorpenschouw",
    template="dorpenschouw/mail/invitation",
    placeholders=SHARED_PLACEHOLDERS
    | {
        "intro": "inleiding",
        "programme": "de haltes met tijden",
        "details": "opstapplaats, contact en wat verder handig is om te weten",
    },
    sample=SHARED_SAMPLE
    | {
        "intro": "Wij bezoeken vier dorpen langs de Vecht.",
        "programme": Markup("<ol><li><b>09.30–10.15 uur, Vilsteren</b>: het dorpshuis</li></ol>"),
        "details": Markup("<ul><li>Opstapplaats: station Ommen</li></ul>"),
    },
)
CANCELLATION = MailKind(
    name="dorpenschouw.cancellation",
    title="Afgelasting van een dorpenschouw",
    template="dorpenschouw/mail/cancellation",
    placeholders=SHARED_PLACEHOLDERS | {"reason": "waarom de dorpenschouw niet doorgaat"},
    sample=SHARED_SAMPLE | {"reason": "De wegen zijn te glad voor de bus."},
)


def queue_invitation(programme: Programme, position: Position, to: Recipient) -> OutboxMail:
    """Queue the invitation of one position; the same tour and position queue it once."""
    return queue_mail(
        INVITATION.name,
        to,
        invitation_values(programme, position),
        attachments=[_calendar_file(programme)],
        key=_key(INVITATION, programme, position),
    )


def queue_cancellation(programme: Programme, invitation: Invitation) -> OutboxMail:
    """Queue the cancellation to the address that the invitation went to."""
    position, sent = invitation.position, invitation.mail
    return queue_mail(
        CANCELLATION.name,
        Recipient(sent.address, sent.name),
        _shared_values(programme, position) | {"reason": programme.tour.cancel_reason},
        attachments=[_calendar_file(programme)],
        key=_key(CANCELLATION, programme, position),
    )


def invitation_values(programme: Programme, position: Position) -> Values:
    """Give what the invitation to ``position`` says, also for the preview; nothing about anybody else."""
    event = programme.tour.event
    with force_locale("nl"):
        return _shared_values(programme, position) | {
            "intro": event.description or programme.tour.theme or event.title,
            "programme": _part("programme", programme),
            "details": _part("details", programme),
        }


def _shared_values(programme: Programme, position: Position) -> Values:
    event = programme.tour.event
    with force_locale("nl"):
        return {
            "salutation": salutation_for(position),
            "title": event.title,
            "day": day(event.starts_at),
            "when": span(event.starts_at, event.ends_at),
            "page": f"{current_app.config['OVKK'].base_url}{event.page}",
        }


def _part(name: str, programme: Programme) -> Markup:
    return Markup(render_template(f"dorpenschouw/mail/{name}.html", programme=programme))  # noqa: S704 - autoescaped


def _calendar_file(programme: Programme) -> Attachment:
    """Give the tour and its stops for the recipient's own calendar, with the UIDs of the feed."""
    events = [programme.tour.event, *(item.stop.event for item in programme.items)]
    return Attachment("dorpenschouw.ics", ics_of(events), "text/calendar", {"charset": "utf-8"})


def _key(kind: MailKind, programme: Programme, position: Position) -> str:
    return f"{kind.name}:{programme.tour.event.uid}:{position.id}"
