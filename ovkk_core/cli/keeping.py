"""Backups: made while everything runs, put back with one command."""

from pathlib import Path

import click

from ovkk_core import backup as copies
from ovkk_core import privacy
from ovkk_core.app import create_app, prepare
from ovkk_core.config import Settings, from_environment
from ovkk_core.database import connected, pending
from ovkk_core.history import acting
from ovkk_core.registry import registry


@click.command()
@click.argument("destination", type=click.Path(path_type=Path))
@click.option("--with-key", is_flag=True, help="Neem ook de geheime sleutel mee; bewaar de kopie dan als een sleutel.")
def backup(destination: Path, with_key: bool) -> None:
    """Maak een volledige reservekopie in DESTINATION, een map of een bestandsnaam."""
    settings = from_environment()
    prepare(settings)
    made = copies.make(settings, destination, with_key=with_key)
    click.echo(f"Reservekopie gemaakt: {made.path} ({made.rows} rijen, {made.files} bestanden)")


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(source: Path) -> None:
    """Zet de reservekopie SOURCE terug; de plek moet leeg zijn."""
    settings = from_environment()
    restored = copies.put_back(settings, source)
    click.echo(f"Teruggezet: {restored.rows} rijen, {restored.files} bestanden, gemaakt op {restored.made_at}.")
    if not restored.same_key:
        click.echo("Let op: de geheime sleutel is een andere. Gebruikers moeten hun tweede stap opnieuw instellen.")
    prepare(settings)
    with connected():
        ready = not pending(registry.rooms())
    if ready:
        erase_again(settings)
    click.echo("Voer nu uit: ovkk init. Het versturen van mail staat op pauze; zet het aan bij Instellingen.")


def erase_again(settings: Settings) -> None:
    """Erase who was erased after the backup that was put back, when there is anybody."""
    with connected():
        if not privacy.behind(settings):
            return
    app = create_app(settings)
    with app.app_context(), connected(), acting("cli", "restore"):
        registry.refresh()
        count = privacy.again()
    click.echo(f"Opnieuw gewist: {count} van wie na deze reservekopie is gewist.")
