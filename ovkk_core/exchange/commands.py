"""``ovkk exchange``: the whole installation out to one file, and into an empty one."""

from pathlib import Path

import click
from flask import current_app

from ovkk_core.exchange.archive import write_archive
from ovkk_core.exchange.archive_reading import read_archive
from ovkk_core.history import audit


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_all(file: Path) -> None:
    """Schrijf alle gegevens en bestanden naar FILE, een zip met een CSV per tabel."""
    rows = write_archive(current_app.config["OVKK"], file)
    audit("exchange.whole_export")
    click.echo(f"Geschreven: {file} ({sum(rows.values())} rijen in {len(rows)} tabellen)")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--other-key", is_flag=True, help="Ga door als de geheime sleutel een andere is.")
def import_all(file: Path, other_key: bool) -> None:
    """Lees een volledige export FILE in; de installatie moet leeg zijn (ovkk init)."""
    rows = read_archive(current_app.config["OVKK"], file, other_key=other_key)
    click.echo(f"Ingelezen: {sum(rows.values())} rijen in {len(rows)} tabellen.")
    click.echo("Wachtwoorden gaan niet mee: laat iedereen een nieuw wachtwoord kiezen. Mail versturen staat op pauze.")


COMMANDS = [export_all, import_all]
