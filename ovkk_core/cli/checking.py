"""Tells in Dutch whether everything is in order, for who is not a technician."""

import shutil
import sys
from datetime import UTC, timedelta

import click

from ovkk_core import backup as copies
from ovkk_core import inbox
from ovkk_core.app import create_app
from ovkk_core.clock import now
from ovkk_core.config import Settings, from_environment
from ovkk_core.database import connected
from ovkk_core.history import broken_audit_entry
from ovkk_core.hookspecs import Health
from ovkk_core.registry import registry

LEAST_DISK = 500 * 1024**2
OLDEST_BACKUP = timedelta(days=8)


@click.command()
def doctor() -> None:
    """Controleer database, schijf, reservekopie, wachtrij, mail en onderdelen; de uitgang is 1 als er iets mis is."""
    settings = from_environment()
    app = create_app(settings)
    with app.app_context(), connected():
        registry.refresh()
        inbox.check_delivery()
        checks = [*own_checks(settings), *(health for _, health in registry.ask("health_checks"))]
    for check in checks:
        click.echo(f"{'goed  ' if check.ok else 'FOUT  '} {check.title}: {check.message}")
    sys.exit(0 if all(check.ok for check in checks) else 1)


def own_checks(settings: Settings) -> list[Health]:
    """Check what no room owns: disk, last backup, audit trail and broken plugins."""
    free = shutil.disk_usage(settings.data_dir).free
    broken = broken_audit_entry()
    return [
        Health("Schijf", free > LEAST_DISK, f"{free // 1024**2} MB vrij in {settings.data_dir}"),
        _backup_age(settings),
        Health(
            "Logboek",
            broken is None,
            "de keten is heel" if broken is None else f"regel {broken} is gewijzigd; vraag wie bij de database kan",
        ),
        *(
            Health(plugin.title, False, f"{plugin.broken}; werk het onderdeel bij of verwijder het")
            for plugin in registry.plugins.values()
            if plugin.broken
        ),
    ]


def _backup_age(settings: Settings) -> Health:
    last = copies.last_made(settings)
    if last is None:
        return Health("Reservekopie", False, "er is er nog geen gemaakt; voer uit: ovkk backup MAP")
    day = last.astimezone(UTC).date().isoformat()
    return Health("Reservekopie", now() - last < OLDEST_BACKUP, f"laatste van {day}; maak er elke week een")
