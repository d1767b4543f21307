"""The kinds of mail that rooms declare: found once, checked at start, refused when their room is off."""

from ovkk_core.database import connected
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail.placeholders import PLACEHOLDER
from ovkk_core.mail.templates import SHARED, trio
from ovkk_core.registry import Plugin, registry

_kept: dict[str, tuple[str, MailKind]] = {}
_kept_for: dict[str, Plugin] | None = None


def kinds() -> dict[str, tuple[str, MailKind]]:
    """Give (room, declaration) of every declared kind of mail by name; asked once per application."""
    global _kept, _kept_for
    if _kept_for is not registry.plugins:
        _kept = {kind.name: (room, kind) for room, kind in registry.collect("register_mails")}
        _kept_for = registry.plugins
    return _kept


def usable_kind(name: str) -> tuple[str, MailKind]:
    """Give (room, declaration); raise ``NotFoundError`` when undeclared, ``BadInputError`` when off or faulty."""
    if name not in kinds():
        raise NotFoundError(f"Er is geen mail '{name}'; geen enkel onderdeel heeft die opgegeven.")
    room, kind = kinds()[name]
    if not registry.is_on(room):
        title = registry.get(room).title
        raise BadInputError(f"De mail '{kind.title}' hoort bij '{title}' en dat staat uit. Zet het eerst aan.")
    fault = fault_of(kind)
    if fault:
        raise BadInputError(f"De mail '{kind.title}' kan niet worden gemaakt: {fault}.")
    return room, kind


def check_kinds() -> None:
    """Check every declaration and its trio: a fault in core is raised as ``ValueError``, a plugin's is kept."""
    with connected():
        for name, (room, kind) in kinds().items():
            fault = fault_of(kind)
            if fault and registry.get(room).builtin:
                raise ValueError(f"mail {name}: {fault}")
            if fault:
                registry.fault(registry.get(room), "register_mails", f"mail {name}: {fault}")


def fault_of(kind: MailKind) -> str:
    """Say in Dutch what is wrong with the declaration or the trio of ``kind``; "" when nothing is."""
    if set(kind.sample) != set(kind.placeholders):
        return "het voorbeeld noemt niet precies de plaatshouders van de mail"
    wrong = [name for name in kind.placeholders if name in SHARED or not PLACEHOLDER.fullmatch(f"{{{name}}}")]
    if wrong:
        return f"deze plaatshouders hebben geen bruikbare naam: {', '.join(wrong)}"
    if not kind.template:
        return ""
    try:
        used = trio(kind).names
    except ValueError as error:
        return str(error)
    unknown = sorted(used - set(kind.placeholders) - set(SHARED))
    return f"het sjabloon gebruikt plaatshouders die niet zijn opgegeven: {', '.join(unknown)}" if unknown else ""
