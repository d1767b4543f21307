"""What mailings declare: who may write, approve and send them, the setting of two people, and the kind of mail."""

from ovkk_core.hookspecs import Permission, SettingSpec

READ, WRITE, APPROVE, SEND = "mailings.read", "mailings.write", "mailings.approve", "mailings.send"
LETTERS = "letters.make"  # a right of another room
EDITORS = frozenset({"redacteur", "coordinator"})
PERMISSIONS = (
    Permission("mailings.read", "Mailings bekijken", EDITORS),
    Permission("mailings.write", "Mailings schrijven", EDITORS),
    Permission("mailings.approve", "Mailings van een ander goedkeuren", EDITORS),
    Permission("mailings.send", "Mailings versturen, pauzeren en stoppen", EDITORS),
)

FOUR_EYES = "mailings.four_eyes"
SETTINGS = (
    SettingSpec(
        "mailings.four_eyes",
        "Een tweede persoon keurt elke mailing goed",
        "0",
        "Wie de tekst het laatst wijzigde, kan haar dan niet zelf goedkeuren.",
        kind="switch",
    ),
)

PLACEHOLDERS = {
    "aanhef": "de eerste regel, zoals de ontvanger die wil",
    "naam": "naam van de ontvanger",
    "organisatie": "naam van de organisatie",
    "functie": "functie van de ontvanger",
    "dorp": "dorp of dorpen van de organisatie",
    "gemeente": "gemeente van de organisatie",
    "afmelden": "adres om zich af te melden",
}
SAMPLE = {
    "aanhef": "Geachte mevrouw Van Dijk,",
    "naam": "Anja van Dijk",
    "organisatie": "Dorpsraad Voorbeelddorp",
    "functie": "secretaris",
    "dorp": "Voorbeelddorp",
    "gemeente": "Voorbeeldgemeente",
}
