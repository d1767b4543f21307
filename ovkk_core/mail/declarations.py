"""What the post office declares: rights and what the association may change."""

from ovkk_core.hookspecs import Permission, SettingSpec

PERMISSIONS = [
    Permission("mail.read", "Uitgaande post lezen", frozenset({"redacteur"})),
    Permission("mail.send", "Uitgaande post opnieuw versturen", frozenset({"redacteur"})),
    Permission("mail.texts", "Teksten van mails wijzigen", frozenset({"redacteur"})),
]

SETTINGS = [
    SettingSpec("mail.from_name", "Naam van de afzender", "", "Leeg betekent: de naam van de vereniging."),
    SettingSpec(
        "mail.from_address",
        "Adres van de afzender",
        "post@vereniging.example",
        "Een adres op uw eigen domein. Antwoorden komen hier binnen.",
    ),
    SettingSpec(
        "mail.bounce_address",
        "Adres voor post die terugkomt",
        "",
        "Leeg betekent: het adres van de afzender. Voor de at komt een plus met een kenmerk, zoals "
        "post+1a-kenmerk@vereniging.example; uw mailbox moet zulke adressen aannemen.",
    ),
    SettingSpec(
        "mail.bounce_tokens",
        "Kenmerk in het adres voor post die terugkomt",
        "1",
        "Daaraan wordt herkend welke mail niet aankwam. Zet dit alleen uit als uw mailaanbieder zulke adressen "
        "weigert.",
        kind="switch",
    ),
    SettingSpec(
        "mail.hourly_limit",
        "Hoogste aantal mails per uur",
        "0",
        "Vraag uw mailaanbieder hoeveel er mogen. 0 betekent: geen grens.",
        kind="number",
    ),
    SettingSpec(
        "mail.connections",
        "Verbindingen met de mailserver",
        "2",
        "Hoeveel mails er tegelijk worden afgegeven. Vraag uw mailaanbieder hoeveel er mogen; hoogstens 8.",
        kind="number",
    ),
    SettingSpec(
        "mail.domain_connections",
        "Mails tegelijk naar één domein",
        "0",
        "Hoeveel mails er tegelijk naar adressen met hetzelfde deel achter de at gaan. 0 betekent: geen grens.",
        kind="number",
    ),
    SettingSpec(
        "mail.domain_hourly_limit",
        "Mails per uur naar één domein",
        "0",
        "Hoogste aantal per uur naar adressen met hetzelfde deel achter de at. 0 betekent: geen grens.",
        kind="number",
    ),
    SettingSpec(
        "mail.paused",
        "Versturen op pauze",
        "0",
        "Post blijft wachten tot u dit uitzet. Na het terugzetten van een reservekopie staat dit aan: kijk eerst of "
        "wat klaarstaat niet al verstuurd was.",
        kind="switch",
    ),
]
