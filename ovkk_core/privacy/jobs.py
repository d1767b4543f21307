"""The work of privacy for later: erasing, and letting go every night."""

from ovkk_core.hookspecs import JobSpec
from ovkk_core.privacy.erasing import JOB, again, carry_out
from ovkk_core.privacy.keeping import run_all

JOBS = [
    JobSpec(JOB, "Iemand wissen", carry_out),
    JobSpec("privacy.erase_again", "Wissen wat na een reservekopie terug was of nog niet lukte", again, "5 3 * * *"),
    JobSpec("privacy.retention", "Opruimen wat niet langer bewaard mag worden", run_all, every="10 3 * * *"),
]
