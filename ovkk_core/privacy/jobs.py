"""The work of privacy for later: letting go, every night."""

from ovkk_core.hookspecs import JobSpec
from ovkk_core.privacy.keeping import run_all

JOBS = [JobSpec("privacy.retention", "Opruimen wat niet langer bewaard mag worden", run_all, every="10 3 * * *")]
