"""What planning declares: rights and what the association may change."""

from ovkk_core.hookspecs import Permission, SettingSpec

READ, WRITE = "planning.read", "planning.write"
PERMISSIONS = [
    Permission(
        READ, "Jaarplanner en datumprikkers bekijken", frozenset({"redacteur", "coordinator", "adviseur", "lezer"})
    ),
    Permission(WRITE, "Datumprikkers maken en versturen", frozenset({"redacteur", "coordinator"})),
]
SETTINGS = [
    SettingSpec(
        "planning.evening_days",
        "Avonden om te vergaderen",
        "ma di wo do",
        "Op deze avonden stellen wij een datum voor. Kies uit: ma di wo do vr za zo.",
    ),
    SettingSpec("planning.evening_starts", "Begintijd van een avond", "19.30"),
    SettingSpec("planning.evening_ends", "Eindtijd van een avond", "21.30"),
]
