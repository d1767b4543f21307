"""What the association decides about contacts: who may do what, and where it works."""

from ovkk_core.hookspecs import Permission, SettingSpec

ATTRIBUTION = "Bronnen: CBS, GeoNames (CC BY 4.0)"  # show it wherever places are shown

PERMISSIONS = (
    Permission("contacts.read", "Contacten bekijken", frozenset({"redacteur", "coordinator", "adviseur", "lezer"})),
    Permission("contacts.write", "Contacten wijzigen", frozenset({"redacteur", "coordinator"})),
    Permission("contacts.export", "Contacten downloaden", frozenset({"coordinator"})),
    Permission("contacts.import", "Plaatsen inlezen", frozenset({"coordinator"})),
)
SETTINGS = (
    SettingSpec(
        "contacts.province",
        "Provincie",
        "Overijssel",
        "In deze provincie komen de gemeenten uit een ingelezen bestand die er nog niet zijn.",
    ),
)
