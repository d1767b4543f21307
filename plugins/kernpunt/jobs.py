"""The work of the newsletter for later."""

from ovkk_core.hookspecs import JobSpec
from plugins.kernpunt.contributing import remind

JOBS = [JobSpec("kernpunt.remind", "Herinneren aan bijdragen voor de nieuwsbrief", remind, every="0 8 * * *")]
