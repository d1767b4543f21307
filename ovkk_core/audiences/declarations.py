"""Who may see and make audiences."""

from ovkk_core.hookspecs import Permission

READ, WRITE = "audiences.read", "audiences.write"
EXPORT, LETTERS = "contacts.export", "letters.make"  # rights of other rooms
PERMISSIONS = (
    Permission("audiences.read", "Doelgroepen bekijken", frozenset({"redacteur", "coordinator", "adviseur"})),
    Permission("audiences.write", "Doelgroepen maken en wijzigen", frozenset({"redacteur", "coordinator"})),
)
