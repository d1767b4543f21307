"""The mails of personal pages; those with a link are the only place where its secret stands."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import force_locale
from markupsafe import Markup

from ovkk_core.clock import today
from ovkk_core.consents import usable
from ovkk_core.contacts import Person, Position
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail import OutboxMail, Recipient, queue_mail
from ovkk_core.personal.links import WORKS_FOR
from ovkk_core.web import day

Values = dict[str, str | Markup]
SALUTATION = {"salutation": "aanhef van de ontvanger"}
SAMPLE: dict[str, str] = {"salutation": "Geachte mevrouw Van Dijk,"}
ABOUT = {"position": "naam van de functie", "organisation": "naam van de organisatie"}
ABOUT_SAMPLE = {"position": "secretaris", "organisation": "Dorpsbelang Vilsteren"}
PAGE = "https://vereniging.example/u/persoonlijk"

LINK = MailKind(
    "personal.link",
    "Link naar uw eigen pagina",
    "personal/mail/link",
    SALUTATION | {"link": "persoonlijke link", "until": "laatste dag waarop de link werkt"},
    SAMPLE | {"link": PAGE, "until": "maandag 8 juni 2026"},
)
ADDRESS_CHANGED = MailKind(
    "personal.address_changed",
    "Uw e-mailadres is gewijzigd",
    "personal/mail/address_changed",
    SALUTATION,
    SAMPLE,
)
THANKS = MailKind(
    "personal.thanks",
    "Dank aan wie een functie verlaat",
    "personal/mail/thanks",
    SALUTATION | ABOUT | {"day": "laatste dag in de functie"},
    SAMPLE | ABOUT_SAMPLE | {"day": "dinsdag 31 maart 2026"},
)
WELCOME = MailKind(
    "personal.welcome",
    "Welkom aan een opvolger",
    "personal/mail/welcome",
    SALUTATION
    | ABOUT
    | {"day": "eerste dag in de functie", "link": "persoonlijke link", "until": "laatste dag waarop de link werkt"},
    SAMPLE | ABOUT_SAMPLE | {"day": "woensdag 1 april 2026", "link": PAGE, "until": "maandag 8 juni 2026"},
)
ASKING = SALUTATION | {
    "about": "om welke gegevens het gaat",
    "link": "persoonlijke link",
    "deadline": "laatste dag om te antwoorden",
}
ASKING_SAMPLE = SAMPLE | {
    "about": "uw eigen gegevens en de gegevens van Dorpsbelang Vilsteren",
    "link": f"{PAGE}/klopt",
    "deadline": "maandag 16 maart 2026",
}
CHECK = MailKind("personal.check", "Klopt dit nog?", "personal/mail/check", ASKING, ASKING_SAMPLE)
CHECK_REMINDER = MailKind(
    "personal.check_reminder", "Klopt dit nog? Herinnering", "personal/mail/check_reminder", ASKING, ASKING_SAMPLE
)
MAILS = [LINK, ADDRESS_CHANGED, THANKS, WELCOME, CHECK, CHECK_REMINDER]


def queue_link(person: Person, link: str) -> OutboxMail:
    """Queue the link to somebody's own page."""
    with force_locale("nl"):
        return _queue(LINK, person, {"link": link, "until": day(today() + WORKS_FOR)})


def queue_address_changed(former: str, person: Person) -> OutboxMail:
    """Tell the former address of ``person`` that it is no longer used."""
    to = Recipient(former, person.full_name)
    return queue_mail(ADDRESS_CHANGED.name, to, {"salutation": person.salutation})


def queue_thanks(position: Position) -> OutboxMail | None:
    """Thank who left ``position``, at the own address; None when mail cannot go there."""
    person = position.person
    if not person.email or not usable(person.email):
        return None
    with force_locale("nl"):
        return _queue(THANKS, person, _about(position) | {"day": day(position.ends_on)})


def queue_welcome(position: Position, link: str) -> OutboxMail | None:
    """Greet who takes over ``position``, with the link to the own page; None when mail cannot go there."""
    person = position.person
    if not person.email or not usable(person.email):
        return None
    with force_locale("nl"):
        until = day(today() + WORKS_FOR)
        values = _about(position) | {"day": day(position.starts_on), "link": link, "until": until}
        return _queue(WELCOME, person, values)


def queue_check(
    to: Recipient, salutation: str, about: Sequence[str], deadline: date, link: str, key: str, *, reminding: bool
) -> OutboxMail:
    """Ask whether the details named in ``about`` are still right; a ``key`` is asked once."""
    with force_locale("nl"):
        *before, last = about
        values: Values = {
            "salutation": salutation,
            "about": f"{', '.join(before)} en {last}" if before else last,
            "link": f"{link}/klopt",
            "deadline": day(deadline),
        }
    return queue_mail((CHECK_REMINDER if reminding else CHECK).name, to, values, key=key)


def _about(position: Position) -> Values:
    words = position.own_title or str(position.function.label)
    return {"position": words, "organisation": str(position.organisation)}


def _queue(kind: MailKind, person: Person, values: Mapping[str, str | Markup]) -> OutboxMail:
    to = Recipient(person.email, person.full_name)
    return queue_mail(kind.name, to, {"salutation": person.salutation, **values})
