"""Measures a mailing from the decision to a full outbox: fixing the list, counting it, and queueing it in parts."""

import resource
import tempfile
import time
from pathlib import Path

from bench import loading
from bench.audience import fill
from ovkk_core.audiences import Audience
from ovkk_core.consents import INVITATIONS
from ovkk_core.jobs import run_due
from ovkk_core.mail import OutboxMail
from ovkk_core.mailings import Block, BlockKind, Mailing
from ovkk_core.mailings.deciding import Draft, choose_audience, save_draft, send
from ovkk_core.mailings.listing import count_of, fix_list
from ovkk_core.mailings.sending import send_due

SIZES = (10_000, 100_000)
EVERYBODY = {"how": "all", "parts": [{"condition": "audiences.holder", "values": ["held"]}]}


def main() -> None:
    """Print seconds of the processor and megabytes for each step at each size."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name, loading.fresh(Path(name)) as app, app.test_request_context():
            fill(size)
            measure(size)


def measure(size: int) -> None:
    """Print what each step of one mailing costs."""
    audience = Audience.create(name="Iedereen", rule=EVERYBODY)
    text = (Block(BlockKind.TEXT, "{aanhef}"), Block(BlockKind.TEXT, "Nieuws voor {organisatie} in {dorp}."))
    mailing = save_draft(Draft("Proef", "Nieuws voor {naam}", text))
    choose_audience(mailing, audience, INVITATIONS)
    mailing = Mailing.get_by_id(mailing.id)
    began, before = time.process_time(), megabytes()
    kept = fix_list(mailing)
    run_due()  # of so many the worker makes the list
    fixed = time.process_time()
    count_of(mailing)
    counted = time.process_time()
    send(mailing, kept.id)
    decided, between = time.process_time(), megabytes()
    send_due(mailing.id, 1)
    queued = time.process_time()
    print(
        f"{size:>7}: list {fixed - began:.1f} s, counted {counted - fixed:.2f} s, decided {decided - counted:.2f} s, "
        f"{OutboxMail.select().count()} queued {queued - decided:.1f} s; "
        f"list +{between - before:.0f} MB, queue +{megabytes() - between:.0f} MB"
    )


def megabytes() -> float:
    """Give the most that this process held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
