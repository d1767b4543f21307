"""What the association may change, with the defaults that rooms and plugins declare."""

from ovkk_core.database import transaction
from ovkk_core.errors import NotFoundError
from ovkk_core.history import audit
from ovkk_core.hookspecs import SettingSpec
from ovkk_core.registry.models import Setting
from ovkk_core.registry.registry import registry
from ovkk_core.registry.stamps import bump

_kept: dict[str, str] = {}
_kept_for: tuple[int, int] | None = None


def setting_specs() -> dict[str, SettingSpec]:
    """Give every declared setting by its key, in the order of rooms."""
    return {spec.key: spec for _, spec in registry.collect("register_settings")}


def setting(key: str) -> str:
    """Give the present value; raise ``KeyError`` for a key that nobody declared. One query per change, not per call."""
    global _kept, _kept_for
    version = (registry.loaded, registry.stamps.get("settings", 0))
    if version != _kept_for:
        defaults = {spec.key: spec.default for spec in setting_specs().values()}
        _kept = defaults | dict(Setting.select(Setting.key, Setting.value).tuples())
        _kept_for = version
    return _kept[key]


def change_setting(key: str, value: str) -> None:
    """Keep a new value, for every process at its next request. Raises ``NotFoundError`` for an unknown key."""
    if key not in setting_specs():
        raise NotFoundError(f"De instelling '{key}' bestaat niet.")
    with transaction():
        row = Setting.get_or_none(key=key) or Setting(key=key)
        row.value = value
        row.save()
        bump("settings")
        audit("setting.change", "setting", key)
