"""What the worker does for agreements."""

from ovkk_core.agreements import changes, following
from ovkk_core.hookspecs import JobSpec

SILENCE = "Waarschuwen als een agenda 14 dagen niet is opgehaald"
CHANGES = "Partners mailen wat er in hun agenda veranderde"
TIDY = "Opruimen van agenda's die zijn afgelopen"
JOBS = (
    JobSpec("agreements.silence", SILENCE, following.warn_of_silence, "20 7 * * *"),
    JobSpec("agreements.changes", CHANGES, changes.tell_last_month, "30 7 1 * *"),
    JobSpec("agreements.tidy", TIDY, following.forget_ended, "40 3 * * *"),
)
