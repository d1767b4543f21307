"""The work of accounts for later."""

from ovkk_core.accounts.attempts import delete_old_tries
from ovkk_core.accounts.links import RESET_JOB, delete_expired_links, send_reset
from ovkk_core.accounts.sessions import delete_expired_sessions
from ovkk_core.hookspecs import JobSpec


def clean_up() -> None:
    """Delete sessions, links and counted tries that are over."""
    delete_expired_sessions()
    delete_expired_links()
    delete_old_tries()


JOBS = [
    JobSpec("accounts.clean_up", "Verlopen sessies en links opruimen", clean_up, every="20 3 * * *"),
    JobSpec(RESET_JOB, "Link voor een nieuw wachtwoord mailen", send_reset),
]
