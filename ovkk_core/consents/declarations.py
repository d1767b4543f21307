"""What consents declares: rights, and the themes people can choose from."""

from ovkk_core.hookspecs import Permission, SettingSpec

READ, WRITE = "consents.read", "consents.write"
PERMISSIONS = [
    Permission(READ, "Toestemmingen bekijken", frozenset({"redacteur", "coordinator"})),
    Permission(WRITE, "Toestemmingen en de lijst 'niet mailen' bijwerken", frozenset({"redacteur", "coordinator"})),
]
SETTINGS = [
    SettingSpec(
        "consents.themes",
        "Thema's waaruit mensen kunnen kiezen",
        "woningbouw, voorzieningen, dorpshuis, energie, klimaat, landbouw, zorg, mobiliteit, vrijwilligers, krimp",
        "Met een komma ertussen. Mensen kiezen hieruit als zij zich aanmelden voor de nieuwsbrief.",
    ),
]
