"""Who may make paper."""

from ovkk_core.hookspecs import Permission

PERMISSIONS = (
    Permission("letters.make", "Brieven en prikbordbladen maken", frozenset({"redacteur", "coordinator", "adviseur"})),
)
