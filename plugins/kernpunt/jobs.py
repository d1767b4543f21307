"""The work of the newsletter for later."""

from ovkk_core.hookspecs import JobSpec
from plugins.kernpunt.contributing import remind
from plugins.kernpunt.sending import appear

JOBS = [
    JobSpec("kernpunt.remind", "Herinneren aan bijdragen voor de nieuwsbrief", remind, every="0 8 * * *"),
    JobSpec("kernpunt.appear", "Nummers van de nieuwsbrief laten verschijnen", appear, every="*/5 * * * *"),
]
