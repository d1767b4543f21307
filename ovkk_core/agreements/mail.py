"""The mails about agreements. None holds an address of a feed: that is shown on screen once, and nowhere else."""

from markupsafe import Markup

from ovkk_core.hookspecs import MailKind

COMMON = {"salutation": "aanhef met komma", "calendar": "naam van de agenda"}
SAMPLE = {"salutation": "Geachte mevrouw Van Dijk,", "calendar": "Agenda voor de griffie van Ommen"}

SILENT = MailKind(
    name="agreements.silent",
    title="Uw agenda wordt niet meer opgehaald",
    template="agreements/mail/silent",
    placeholders=COMMON | {"since": "dag waarop de agenda voor het laatst is opgehaald of gegeven"},
    sample=SAMPLE | {"since": "dinsdag 10 maart 2026"},
)
CHANGES = MailKind(
    name="agreements.changes",
    title="Wat is er veranderd in uw agenda",
    template="agreements/mail/changes",
    placeholders=COMMON | {"month": "de maand waarover het gaat", "changes": "de veranderingen, elk op een regel"},
    sample=SAMPLE
    | {
        "month": "februari 2026",
        "changes": Markup("<ul><li>Nieuw: Dorpenschouw Ommen (dinsdag 10 maart 2026, Vilsteren)</li></ul>"),
    },
)
LEAKED = MailKind(
    name="agreements.leaked",
    title="Het adres van uw agenda werkt niet meer",
    template="agreements/mail/leaked",
    placeholders=COMMON,
    sample=SAMPLE,
)
MAILS = (SILENT, CHANGES, LEAKED)
