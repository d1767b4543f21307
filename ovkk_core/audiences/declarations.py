"""Who may see and make audiences."""

from ovkk_core.hookspecs import Permission

READ, WRITE, EXPORT = "audiences.read", "audiences.write", "contacts.export"
PERMISSIONS = (
    Permission("audiences.read", "Doelgroepen bekijken", frozenset({"redacteur", "coordinator", "adviseur"})),
    Permission("audiences.write", "Doelgroepen maken en wijzigen", frozenset({"redacteur", "coordinator"})),
)
