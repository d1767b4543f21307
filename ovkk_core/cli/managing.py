"""Manages plugins, places, users and mail from the command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ovkk_core.app import create_app
from ovkk_core.config import from_environment
from ovkk_core.database import connected
from ovkk_core.history import acting
from ovkk_core.jobs import open_queue
from ovkk_core.registry import registry, switch


@contextmanager
def application() -> Iterator[None]:
    """Hold a ready application with a connection, acting as the command line, that can wake the workers."""
    app = create_app(from_environment())
    open_queue(app.config["OVKK"])
    with app.app_context(), connected(), acting("cli"):
        registry.refresh()
        yield


def commands_of(plugin: str) -> click.Group | None:
    """Give the commands that ``plugin`` contributes, as a group; None when it has none.

    Each finds a ready application with a connection, as our own commands do.
    """
    with application():
        own = [command for name, command in registry.collect("register_commands") if name == plugin]

    @click.pass_context
    def ready(ctx: click.Context) -> None:
        ctx.with_resource(application())

    return click.Group(plugin, commands=own, callback=ready, help=registry.get(plugin).description) if own else None


@click.group()
def plugin() -> None:
    """Bekijk onderdelen en zet ze aan of uit."""


@plugin.command("list")
def list_plugins() -> None:
    """Toon elk onderdeel met zijn toestand."""
    with application():
        for found in registry.plugins.values():
            if not found.builtin:
                state = f"kapot ({found.broken})" if found.broken else "aan" if registry.is_on(found.name) else "uit"
                click.echo(f"{found.name:20} {state:5} {found.title}")


@plugin.command()
@click.argument("name")
def enable(name: str) -> None:
    """Zet het onderdeel NAME aan, voor elk proces bij zijn volgende verzoek."""
    with application():
        switch(name, True)
        click.echo(f"{registry.get(name).title} staat aan.")


@plugin.command()
@click.argument("name")
def disable(name: str) -> None:
    """Zet het onderdeel NAME uit; de gegevens blijven bewaard."""
    with application():
        for _, impact in registry.ask("disable_impact", plugin=name):
            if impact.count:
                click.echo(f"stopt: {impact.count} {impact.what}")
        switch(name, False)
        click.echo(f"{registry.get(name).title} staat uit.")


@plugin.command()
@click.argument("name")
def check(name: str) -> None:
    """Controleer of het onderdeel NAME zich aan de afspraken houdt; de uitgang is 1 als er iets ontbreekt."""
    from ovkk_core.privacy import gaps  # here: only this command needs the room

    with application():
        found = registry.get(name)
        missing = [found.broken] if found.broken else gaps(name)
        for sentence in missing:
            click.echo(sentence, err=True)
        if missing:
            sys.exit(1)
        click.echo(f"{found.title} houdt zich aan de afspraken.")


@click.group()
def places() -> None:
    """Lees plaatsen in uit een bestand."""


@places.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rejected", type=click.Path(path_type=Path), help="Bestand voor de afgekeurde rijen.")
def import_file(file: Path, rejected: Path | None) -> None:
    """Lees de plaatsen in FILE (CSV) in; afgekeurde rijen komen terug met de reden."""
    from ovkk_core.contacts import import_places, rejected_csv  # here: only this command needs the room

    with application(), file.open("rb") as source:
        report = import_places(source)
    click.echo(f"nieuw {report.created}, gewijzigd {report.updated}, gelijk {report.unchanged}")
    for name in report.ignored_columns:
        click.echo(f"kolom '{name}' is niet gebruikt")
    for row in report.rejected:
        click.echo(f"regel {row.line}: {row.reason}", err=True)
    if report.rejected:
        where = rejected or file.with_suffix(".afgekeurd.csv")
        where.write_bytes(rejected_csv(report))
        click.echo(f"{len(report.rejected)} afgekeurde rijen staan in {where}; verbeter ze en lees dat bestand in.")


@click.group()
def user() -> None:
    """Maak gebruikers aan."""


@user.command()
@click.argument("email")
@click.option("--name", prompt="Naam", help="Voor- en achternaam.")
@click.option("--role", "roles", multiple=True, default=["lezer"], show_default=True, help="Rol; mag vaker.")
@click.password_option("--password", prompt="Wachtwoord", confirmation_prompt="Nogmaals het wachtwoord")
def create(email: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Maak een gebruiker met adres EMAIL."""
    from ovkk_core.accounts import create_user  # here: only this command needs the room

    with application():
        made = create_user(email=email, name=name, roles=roles, password=password)
    click.echo(f"Gebruiker {made.email} is gemaakt. De tweede stap wordt bij de eerste keer inloggen ingesteld.")


@click.group()
def mail() -> None:
    """Stuur een testmail."""


@mail.command("test")
@click.argument("address")
def send_one(address: str) -> None:
    """Stuur een testmail naar ADDRESS en zeg wat de mailserver antwoordde."""
    from ovkk_core.mail import send_test  # here: only this command needs the room

    with application():
        click.echo(send_test(address))
