"""Makes the database, and fills it for a demonstration."""

import click

from ovkk_core import audiences
from ovkk_core.app import check_schema, create_app, initialise
from ovkk_core.cli.keeping import erase_again
from ovkk_core.config import from_environment
from ovkk_core.database import connected
from ovkk_core.demonstration import load_demonstration
from ovkk_core.history import acting
from ovkk_core.registry import registry


@click.command()
def init() -> None:
    """Maak of vernieuw de database; meer dan eens uitvoeren kan geen kwaad."""
    settings = from_environment()
    applied = initialise(settings)
    for name in applied:
        click.echo(f"bijgewerkt: {name}")
    for plugin in registry.plugins.values():
        if plugin.broken:
            click.echo(f"let op: {plugin.title} {plugin.broken}", err=True)
    check_schema()
    with connected(), acting("cli", "init"):
        audiences.seed_standard()
    erase_again(settings)
    click.echo("De database is bij de tijd.")


@click.command()
def demo() -> None:
    """Vul een lege installatie met een demonstratiejaar van echte dorpen en verzonnen mensen."""
    app = create_app(from_environment())
    with app.app_context(), connected():
        registry.refresh()
        loaded = load_demonstration()
    click.echo("Het demonstratiejaar staat klaar." if loaded else "Het demonstratiejaar was al geladen.")
