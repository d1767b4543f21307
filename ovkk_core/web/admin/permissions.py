"""The rights that the screens of core itself ask for; the administrator has them all."""

from ovkk_core.hookspecs import Permission

SWITCH_PLUGINS = "plugins.switch"
CHANGE_SETTINGS = "settings.change"
READ_AUDIT = "audit.read"
READ_JOBS = "jobs.read"
RETRY_JOBS = "jobs.retry"
READ_FIGURES = "figures.read"

PERMISSIONS = (
    Permission(SWITCH_PLUGINS, "Onderdelen bekijken, aanzetten en uitzetten"),
    Permission(CHANGE_SETTINGS, "Instellingen van de vereniging wijzigen"),
    Permission(READ_AUDIT, "Het logboek inzien"),
    Permission(READ_JOBS, "Taken op de achtergrond inzien"),
    Permission(RETRY_JOBS, "Mislukte taken opnieuw laten uitvoeren"),
    Permission(READ_FIGURES, "Cijfers bekijken", frozenset({"redacteur", "coordinator", "lezer"})),
)
