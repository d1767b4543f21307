"""Measures the unchanged poll of a feed of 1,000 events (304) beside trivial applications and Radicale."""

import tempfile
from pathlib import Path

from bench import loading, measuring, peers, radicale

EVENTS = 1000
GOAL = "≥ 80 % of trivial + one SQLite read, ≥ 1,000 × Radicale, p99 ≤ 5 ms"


def main() -> None:
    """Print how many polls a second, and ours as a share of the others."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        variables = loading.environment(folder) | {peers.FOLDER: str(folder)}
        with loading.installation(folder, EVENTS):
            radicale.lay_down(folder / "radicale")
        asked = (measuring.FEED, unchanged(folder, variables))
        with measuring.server(radicale.contestant(folder / "radicale"), variables):
            etag = measuring.fetch(radicale.ADDRESS)[1].get("etag", "")
        loads = measuring.compare(
            {
                "ours": measuring.ours(asked),
                "trivial": measuring.granian("bench.peers:trivial", asked),
                "trivial + one SQLite read": measuring.granian("bench.peers:one_read", asked),
                "Radicale": radicale.contestant(folder / "radicale", {"If-None-Match": etag}),
            },
            variables,
        )
    measuring.report(f"unchanged poll of {EVENTS:,} events", loads, GOAL)


def unchanged(folder: Path, variables: dict[str, str]) -> dict[str, str]:
    """Let the peers answer what we answer to a program that has the feed; give the headers it asks with."""
    with measuring.server(measuring.ours(), variables):
        measuring.fetch()
        asked = {"If-None-Match": measuring.fetch()[1]["etag"]}
        status, headers, _ = measuring.fetch(headers=asked)
    assert status == 304, status
    peers.make(folder, "304 NOT MODIFIED", measuring.kept(headers), b"")
    return asked


if __name__ == "__main__":
    main()
