"""The work of the inbox."""

from ovkk_core.hookspecs import JobSpec
from ovkk_core.inbox.boxes import BoxError
from ovkk_core.inbox.checking import check_delivery, keep_outcome, mend
from ovkk_core.inbox.delivering import Outcome
from ovkk_core.inbox.reading import READ, read_inbox


def read() -> int:
    """Read the mailbox; one that cannot be read is told on the plugin page and tried again in a few minutes."""
    try:
        count = read_inbox()
    except BoxError as error:
        keep_outcome(Outcome("inbox", "Postbus", False, f"{error} Controleer OVKK_INBOX_URL en het wachtwoord."))
        return 0
    mend("inbox", "Te lezen.")
    return count


JOBS = [
    JobSpec(READ, "Binnengekomen post lezen", read, every="*/3 * * * *"),
    JobSpec("inbox.check", "Bezorgbaarheid controleren", check_delivery, every="20 6 * * *"),
]
