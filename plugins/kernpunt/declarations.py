"""What the newsletter declares: rights, settings and its feed of dates."""

from ovkk_core.hookspecs import CalendarSpec, Permission, SettingSpec

READ, WRITE, CONTRIBUTE = "kernpunt.read", "kernpunt.write", "kernpunt.contribute"
APPROVE, SEND = "kernpunt.approve", "kernpunt.send"
EDITORS = frozenset({"redacteur", "coordinator"})
PERMISSIONS = [
    Permission(READ, "De nieuwsbrief in de maak bekijken", EDITORS | {"adviseur", "lezer"}),
    Permission(WRITE, "De nieuwsbrief samenstellen", EDITORS),
    Permission(CONTRIBUTE, "Bijdragen aan de nieuwsbrief inleveren", EDITORS | {"adviseur"}),
    Permission(APPROVE, "De nieuwsbrief goedkeuren", EDITORS),
    Permission(SEND, "De nieuwsbrief inplannen en versturen", EDITORS),
]
SETTINGS = [
    SettingSpec("kernpunt.title", "Naam van de nieuwsbrief", "Kernpunt"),
    SettingSpec(
        "kernpunt.second_person",
        "Een ander keurt goed",
        "1",
        "Aan: wie het nummer als laatste wijzigde, kan het niet zelf goedkeuren.",
        "switch",
    ),
    SettingSpec(
        "kernpunt.remind_days",
        "Herinneren voor de uiterste dag van inleveren",
        "7 1",
        "Zo veel dagen ervoor krijgt wie bijdraagt een herinnering. Getallen met een spatie ertussen.",
    ),
]
FEED = CalendarSpec(
    title="Nieuwsbrief",
    description="Wanneer de nieuwsbrief verschijnt, en tot wanneer u een bijdrage kunt inleveren.",
    colour="royalblue",
)
