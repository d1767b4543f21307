"""The work of the post office."""

from ovkk_core.hookspecs import JobSpec
from ovkk_core.mail.delivery import deliver
from ovkk_core.mail.outbox import DELIVER

JOBS = [JobSpec(DELIVER, "Post versturen", run=deliver, every="* * * * *")]
