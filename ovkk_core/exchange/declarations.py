"""What import and export declare: rights and work."""

from ovkk_core.hookspecs import Permission

IMPORT, EXPORT, EVERYTHING = "exchange.import", "exchange.export", "exchange.everything"
PERMISSIONS = [
    Permission(IMPORT, "Contacten inlezen uit een bestand", frozenset({"coordinator"})),
    Permission(EXPORT, "Contacten downloaden als bestand", frozenset({"coordinator"})),
    Permission(EVERYTHING, "Alles exporteren in één bestand", frozenset()),
]
