"""Measures the list of persons in the admin, beside stock Flask-Admin on the same rows under the same server."""

import os
import tempfile
from pathlib import Path

from flask import Flask

from bench import loading, measuring, peers
from ovkk_core.accounts import create_user
from ovkk_core.accounts.sessions import log_in_directly
from ovkk_core.contacts import Person
from ovkk_core.database import insert_rows, transaction

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
ROUNDS, SECONDS = 2, 10
LIST, STOCK = "/beheer/personen/", "/admin/person/"
ASKED = {
    "page 1": ("", ""),
    "page 1,000": ("?page=1000", "?page=999"),
    "search": ("?q=berg77", "?search=berg77"),
}
GOAL = "≥ 5 × stock Flask-Admin; page 1,000 within 10 % of page 1"


def main() -> None:
    """Print answers a second, for each page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with loading.installation(folder, 0) as app:
            fill()
            cookie = session_of(app)
        variables = loading.environment(folder) | {peers.FOLDER: name}
        rates = {}
        for title, (own, stock) in ASKED.items():
            contestants = {
                "ours": measuring.ours((LIST + own, {"Cookie": cookie})),
                "stock Flask-Admin": measuring.granian("bench.stock_admin:make", (STOCK + stock, {})),
            }
            loads = measuring.compare(contestants, variables, ROUNDS, SECONDS)
            measuring.report(title, loads, GOAL)
            rates[title] = loads["ours"].rate
        print(f"\nours, page 1,000 beside page 1: {rates['page 1,000'] / rates['page 1']:.0%}")


def fill() -> None:
    """Add persons, past the rules: only their number and what they are sorted by matter here."""
    first = Person(given_name="", family_name="x")
    first.save()
    blank = Person.select().dicts().get()
    columns = [name for name in blank if name != "id"]
    stored = {name: getattr(Person, name).db_value(blank[name]) for name in columns}
    with transaction():
        insert_rows(Person, columns, (list((stored | values(number)).values()) for number in range(1, ROWS)))


def values(number: int) -> dict[str, str]:
    """Give what differs from one person to the next."""
    family = f"{('Berg', 'Dijk', 'Vries', 'Jansen')[number % 4]}{number % 9973}"
    given = ("Jan", "Piet", "Anna")[number % 3]
    return {
        "given_name": given,
        "family_name": family,
        "email": f"p{number}@dorp{number % 200}.example",
        "phone": f"+316{10_000_000 + number}",
        "sort_key": f"{family} {given}".lower(),
    }


def session_of(app: Flask) -> str:
    """Give the cookie of an administrator who just logged in."""
    user = create_user("bench@example.org", "Bench", ("beheerder",), "een-lange-proefzin-42")
    client = app.test_client()
    with client.session_transaction() as session:
        log_in_directly(session, user)
    answer = client.get(LIST)
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code} {answer.location}")
    name = app.config["SESSION_COOKIE_NAME"]
    found = client.get_cookie(name)
    assert found
    return f"{name}={found.value}"


if __name__ == "__main__":
    main()
