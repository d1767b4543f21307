"""Measures the unchanged poll of a feed of 1,000 events (304) beside trivial applications."""

import tempfile
from pathlib import Path

from bench import loading, measuring, peers

EVENTS = 1000


def main() -> None:
    """Print how many polls a second, and ours as a share of the others."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        variables = loading.environment(folder) | {peers.FOLDER: str(folder)}
        with loading.installation(folder, EVENTS):
            pass
        with measuring.server(measuring.OURS, variables):
            measuring.fetch({})
            _, headers, _ = measuring.fetch({})
            asked = {"If-None-Match": headers["etag"]}
            status, headers, _ = measuring.fetch(asked)
        assert status == 304, status
        kept = [pair for pair in headers.items() if pair[0] not in measuring.OF_THE_SERVER]
        peers.make(folder, "304 NOT MODIFIED", kept, b"")
        loads = measuring.compare(
            {
                "ours": measuring.OURS,
                "trivial": "bench.peers:trivial",
                "trivial + one SQLite read": "bench.peers:one_read",
            },
            variables,
            asked,
        )
    measuring.report(f"unchanged poll of {EVENTS:,} events (304)", loads)


if __name__ == "__main__":
    main()
