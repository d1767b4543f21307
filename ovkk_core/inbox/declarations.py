"""What the inbox declares: rights, and what the association may change."""

from ovkk_core.hookspecs import Permission, SettingSpec

READ, ACT = "inbox.read", "inbox.act"
PERMISSIONS = [
    Permission(READ, "Binnengekomen post lezen", frozenset({"redacteur", "coordinator"})),
    Permission(ACT, "Binnengekomen post afhandelen", frozenset({"redacteur", "coordinator"})),
]
SETTINGS = [
    SettingSpec(
        "inbox.soft_days",
        "Melden na zoveel dagen zonder aankomst",
        "3",
        "Een volle postbus of een weigering telt mee. Na zoveel verschillende dagen vragen wij wat u wilt; vanzelf "
        "stopt de mail nooit.",
        kind="number",
    ),
    SettingSpec(
        "inbox.relay_signs",
        "De mailserver ondertekent onze mail (DKIM)",
        "0",
        "Zet dit aan als uw mailaanbieder dat doet en er geen OVKK_DKIM_KEY is.",
        kind="switch",
    ),
]
