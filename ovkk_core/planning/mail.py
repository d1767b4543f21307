"""The mails of a date poll: the question, the reminder, the outcome, and that no date stands; always in Dutch."""

from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup

from ovkk_core.calendars import Event, ics_of
from ovkk_core.clock import today
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail import Attachment, OutboxMail, Recipient, queue_mail
from ovkk_core.planning.models import DatePoll, PollGuest, options_of
from ovkk_core.planning.tokens import new_link
from ovkk_core.web import day, span

Values = dict[str, str | Markup]
SHARED = {
    "salutation": "aanhef van de ontvanger",
    "title": "titel van de datumprikker",
    "explanation": "toelichting",
}
SHARED_SAMPLE: dict[str, str] = {
    "salutation": "Geachte mevrouw Van Dijk,",
    "title": "Overleg over het dorpshuis",
    "explanation": "Wij bespreken de plannen voor het dak.",
}
ASKING = SHARED | {
    "options": "de voorgestelde datums",
    "deadline": "laatste dag om te antwoorden",
    "link": "persoonlijke link om te antwoorden",
}
ASKING_SAMPLE = SHARED_SAMPLE | {
    "options": Markup("<ul><li>dinsdag 10 maart 2026, 19.30–21.30 uur</li></ul>"),
    "deadline": "vrijdag 27 februari 2026",
    "link": "https://vereniging.example/u/datum/persoonlijk",
}
INVITATION = MailKind(
    "planning.poll_invitation", "Datumprikker: uitnodiging", "planning/mail/poll_invitation", ASKING, ASKING_SAMPLE
)
REMINDER = MailKind(
    "planning.poll_reminder", "Datumprikker: herinnering", "planning/mail/poll_reminder", ASKING, ASKING_SAMPLE
)
RESULT = MailKind(
    "planning.poll_result",
    "Datumprikker: de datum is gekozen",
    "planning/mail/poll_result",
    SHARED | {"when": "de gekozen dag en tijden", "day": "de gekozen dag", "place": "plaats, of 'volgt nog'"},
    SHARED_SAMPLE
    | {
        "when": "dinsdag 10 maart 2026, 19.30–21.30 uur",
        "day": "dinsdag 10 maart 2026",
        "place": "Dorpshuis De Kern",
    },
)
RELEASE = MailKind(
    "planning.poll_release",
    "Datumprikker: er is geen datum (meer)",
    "planning/mail/poll_release",
    {"salutation": SHARED["salutation"], "title": SHARED["title"], "news": "wat er is besloten"},
    {
        "salutation": SHARED_SAMPLE["salutation"],
        "title": SHARED_SAMPLE["title"],
        "news": "Er wordt geen datum gekozen. U hoeft de voorgestelde datums niet meer vrij te houden.",
    },
)
MAILS = [INVITATION, REMINDER, RESULT, RELEASE]


def queue_invitation(poll: DatePoll, guest: PollGuest) -> OutboxMail:
    """Queue the question to ``guest``, with a link of their own."""
    return queue_mail(INVITATION.name, _to(guest), _asking(poll, guest))


def queue_reminder(poll: DatePoll, guest: PollGuest) -> OutboxMail:
    """Queue the question once more, with another link; the earlier one keeps working."""
    return queue_mail(REMINDER.name, _to(guest), _asking(poll, guest), key=f"{reminders_of(guest)}{today()}")


def reminders_of(guest: PollGuest) -> str:
    """Give how the keys of the reminders of one invitation begin."""
    return f"{REMINDER.name}:{guest.id}:{guest.mail_id}:"


def queue_result(poll: DatePoll, event: Event, guest: PollGuest) -> OutboxMail:
    """Queue the outcome with the date for their own calendar; once per poll, choice and guest."""
    with force_locale("nl"):
        values: Values = _shared(poll, guest) | {
            "when": span(event.starts_at, event.ends_at),
            "day": day(event.starts_at),
            "place": event.place or "volgt nog",
        }
    file = Attachment("datum.ics", ics_of([event]), "text/calendar", {"charset": "utf-8"})
    key = f"{RESULT.name}:{poll.uid}:{event.sequence}:{guest.id}"
    return queue_mail(RESULT.name, _to(guest), values, attachments=[file], key=key)


def queue_release(poll: DatePoll, guest: PollGuest, news: str) -> OutboxMail:
    """Queue that there is no date, or no longer; ``news`` says it in Dutch."""
    return queue_mail(RELEASE.name, _to(guest), {"salutation": guest.salutation, "title": poll.title, "news": news})


def _asking(poll: DatePoll, guest: PollGuest) -> Values:
    with force_locale("nl"):
        options = render_template("planning/mail/options.html", options=options_of(poll))
        return _shared(poll, guest) | {
            "options": Markup(options),  # noqa: S704 - autoescaped
            "deadline": day(poll.closes_on),
            "link": new_link(guest),
        }


def _shared(poll: DatePoll, guest: PollGuest) -> Values:
    return {
        "salutation": guest.salutation,
        "title": poll.title,
        "explanation": poll.explanation or f"Het gaat om: {poll.title}.",
    }


def _to(guest: PollGuest) -> Recipient:
    return Recipient(guest.address, guest.name)
