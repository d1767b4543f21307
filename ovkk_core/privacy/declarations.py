"""What privacy declares: rights, and a setting for every period that rooms and plugins name."""

from ovkk_core.hookspecs import Permission, RetentionRule, SettingSpec
from ovkk_core.registry import registry

READ, ACT = "privacy.read", "privacy.act"
PERMISSIONS = [
    Permission(READ, "Verwerkingsregister, bewaartermijnen en verzoeken bekijken", frozenset({"coordinator"})),
    Permission(ACT, "Inzage geven, wissen en opruimen", frozenset({"coordinator"})),
]


def declared_rules() -> list[RetentionRule]:
    """Give the rules of all rooms and plugins, on or off; asked once."""
    return [rule for _, rule in registry.collect("retention_rules")]


def key_of(rule: RetentionRule) -> str:
    """Give the key of the setting for the period of ``rule``."""
    return f"privacy.{rule.name}"


def settings() -> list[SettingSpec]:
    """Give a setting for each period."""
    units = {"months": "maanden", "days": "dagen"}
    return [
        SettingSpec(
            key_of(rule),
            f"Bewaren: {rule.title}",
            str(rule.keep),
            f"Hoeveel {units[rule.unit]} {rule.after}. {rule.basis}",
            kind="number",
        )
        for rule in declared_rules()
    ]
