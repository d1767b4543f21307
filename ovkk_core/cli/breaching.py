"""Tells whose records an account could read in a period, for the report of a data breach."""

import sys
from collections import Counter
from datetime import UTC, datetime

import click

from ovkk_core.cli.managing import application
from ovkk_core.clock import AMSTERDAM
from ovkk_core.errors import BadInputError
from ovkk_core.history import audit

TITLES = ("Nummer", "Naam", "E-mailadres", "Eerst gelezen", "Laatst gelezen", "Keren", "Hoe")
DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])


@click.command("breach-report")
@click.option("--from", "since", type=DAY, required=True, help="Eerste moment, zoals 2026-03-01 of 2026-03-01T14:00.")
@click.option("--to", "until", type=DAY, required=True, help="Het moment daarna, zoals 2026-03-02.")
@click.option("--account", help="E-mailadres van de gebruiker.")
@click.option("--token", "person", type=int, help="Nummer van de persoon van wie de persoonlijke link is.")
def breach_report(since: datetime, until: datetime, account: str | None, person: int | None) -> None:
    """Zeg van wie een account gegevens kon lezen, als CSV, voor de melding van een datalek binnen 72 uur."""
    from ovkk_core.privacy import breach  # here: only this command needs the room
    from ovkk_core.web import as_csv

    with application():
        actor = _actor(account, person)
        found = breach(actor, *(moment.replace(tzinfo=AMSTERDAM).astimezone(UTC) for moment in (since, until)))
        audit("privacy.breach_report", "actor", actor)
        rows = [
            (
                one.person.id,
                str(one.person),
                one.person.email,
                _local(one.first),
                _local(one.last),
                one.times,
                ", ".join(one.ways),
            )
            for one in found.seen
        ]
        for entry in found.files:
            what = f"{entry.action} {entry.object_type} {entry.object_id}".strip()
            click.echo(
                f"Let op: op {_local(entry.at)} is een bestand gedownload ({what}); iedereen daarin telt mee.", err=True
            )
        for (what, which), times in Counter((one.object_type, one.object_id) for one in found.screens).items():
            click.echo(
                f"Let op: scherm {what} {which} is {times} keer bekeken; kijk zelf wie daarop staan.".replace(
                    "  ", " "
                ),
                err=True,
            )
    sys.stdout.buffer.write(as_csv(TITLES, rows))
    click.echo(f"{len(rows)} personen.", err=True)


def _actor(account: str | None, person: int | None) -> str:
    from ovkk_core.accounts import User  # here, as above

    if (account is None) == (person is None):
        raise BadInputError("Noem een account (--account) of een persoonlijke link (--token).")
    if person is not None:
        return f"persoon:{person}"
    user = User.get_or_none(User.email == str(account).strip().lower())
    if user is None:
        raise BadInputError(f"Er is geen gebruiker met het adres {account}.")
    return f"user:{user.id}"


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"
