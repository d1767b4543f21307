"""Measures whole feeds of 1,000 and 10,000 events, beside a trivial application with the same bytes and Radicale."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench import loading, measuring, peers, radicale

ROUNDS = 2
GOAL = "≥ 80 % of the same bytes; gzip stored, never made per request"


def main() -> None:
    """Print answers a second, plain and compressed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with loading.installation(folder, 1000):
            radicale.lay_down(folder / "radicale")
        whole(folder, "1,000 events, plain", {}, others={"Radicale": radicale.contestant(folder / "radicale")})
        whole(folder, "1,000 events, gzip", {"Accept-Encoding": "gzip"})
    with tempfile.TemporaryDirectory() as name:
        with loading.installation(Path(name), 10_000):
            pass
        whole(Path(name), "10,000 events, gzip", {"Accept-Encoding": "gzip"})


def whole(
    folder: Path, title: str, asked: Mapping[str, str], others: Mapping[str, measuring.Contestant] | None = None
) -> None:
    """Compare whole answers."""
    variables = loading.environment(folder) | {peers.FOLDER: str(folder)}
    with measuring.server(measuring.ours(), variables):
        measuring.fetch(headers=asked)
        _, headers, body = measuring.fetch(headers=asked)
    peers.make(folder, "200 OK", measuring.kept(headers), body)
    question = (measuring.FEED, asked)
    contestants = {
        "ours": measuring.ours(question),
        "trivial, same bytes": measuring.granian("bench.peers:trivial", question),
    }
    loads = measuring.compare(contestants | dict(others or {}), variables, ROUNDS)
    measuring.report(f"whole feed of {title}, {len(body) / 1000:,.0f} kB", loads, GOAL)


if __name__ == "__main__":
    main()
