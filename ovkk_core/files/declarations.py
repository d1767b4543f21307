"""Who may do what with files, and what the worker does."""

from ovkk_core.hookspecs import Permission

READ, WRITE = "files.read", "files.write"

PERMISSIONS = (
    Permission(READ, "Foto’s en bestanden bekijken", frozenset({"redacteur", "coordinator", "adviseur", "lezer"})),
    Permission(WRITE, "Foto’s en bestanden plaatsen en wijzigen", frozenset({"redacteur", "coordinator", "adviseur"})),
)
