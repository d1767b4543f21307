"""What merging declares: who may do it."""

from ovkk_core.hookspecs import Permission

WRITE = "merging.write"
PERMISSIONS = [
    Permission(WRITE, "Dubbele contacten samenvoegen en dat ongedaan maken", frozenset({"redacteur", "coordinator"}))
]
