"""The command ``ovkk``. Nothing heavy is imported until a command needs it."""

import importlib
import sys
from typing import Any

import click

from ovkk_core.errors import OvkkError

# name → (where it is, what it does); read without importing anything, so that --help is quick
COMMANDS = {
    "init": ("ovkk_core.cli.installing:init", "Maak of vernieuw de database."),
    "demo": ("ovkk_core.cli.installing:demo", "Vul een lege installatie met een demonstratiejaar."),
    "serve": ("ovkk_core.cli.serving:serve", "Start de website en de werker."),
    "worker": ("ovkk_core.cli.serving:worker", "Start alleen een werker (mail en taken)."),
    "doctor": ("ovkk_core.cli.checking:doctor", "Controleer of alles in orde is."),
    "backup": ("ovkk_core.cli.keeping:backup", "Maak een volledige reservekopie, ook terwijl alles draait."),
    "restore": ("ovkk_core.cli.keeping:restore", "Zet een reservekopie terug op een lege plek."),
    "plugin": ("ovkk_core.cli.managing:plugin", "Bekijk onderdelen en zet ze aan of uit."),
    "places": ("ovkk_core.cli.managing:places", "Lees plaatsen in uit een bestand."),
    "user": ("ovkk_core.cli.managing:user", "Maak gebruikers aan."),
    "breach-report": ("ovkk_core.cli.breaching:breach_report", "Zeg van wie een account gegevens kon lezen."),
    "mail": ("ovkk_core.cli.managing:mail", "Stuur een testmail."),
}


class Commands(click.Group):
    """The commands of core by the table above, then those of plugins."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the table; plugins' own commands are listed by ``ovkk plugin list``."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and give one command; a name that core does not know may be a plugin's."""
        if cmd_name in COMMANDS:
            module, _, name = COMMANDS[cmd_name][0].partition(":")
            return _as_command(getattr(importlib.import_module(module), name))
        managing = importlib.import_module("ovkk_core.cli.managing")
        return _as_command(managing.commands_of(cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the table without importing what it names."""
        with formatter.section("Opdrachten"):
            formatter.write_dl([(name, what) for name, (_, what) in COMMANDS.items()])


def _as_command(found: Any) -> click.Command | None:
    return found if isinstance(found, click.Command) else None


@click.group(cls=Commands)
@click.version_option(package_name="ovkk")
def ovkk() -> None:
    """Het platform van een vereniging van kleine kernen."""


def main() -> None:
    """Run the command line; an expected error is one Dutch line and exit code 1."""
    try:
        ovkk(prog_name="ovkk")
    except OvkkError as error:
        click.echo(f"Fout: {error}", err=True)
        sys.exit(1)
