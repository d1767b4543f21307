"""What personal pages declare: rights, and work for the worker."""

from ovkk_core.hookspecs import JobSpec, Permission
from ovkk_core.personal import handing, leaving, renewing, rounds

READ, WRITE = "personal.read", "personal.write"
KEEPERS = frozenset({"redacteur", "coordinator"})
PERMISSIONS = [
    Permission(READ, "Persoonlijke pagina's, bestuurswissels en 'Klopt dit nog?' bekijken", KEEPERS),
    Permission(WRITE, "Links mailen, bestuurswissels beoordelen en 'Klopt dit nog?' versturen", KEEPERS),
]
JOBS = [
    JobSpec(renewing.SEND_JOB, "De link naar een eigen pagina mailen", renewing.send_link),
    JobSpec("personal.take_effect", "Bestuurswissels op hun dag doorvoeren", handing.take_effect, every="5 0 * * *"),
    JobSpec(leaving.SEND_JOB, "De mails van 'Klopt dit nog?' versturen", rounds.send_round),
    JobSpec(rounds.REMIND_JOB, "De herinneringen van 'Klopt dit nog?' versturen", rounds.send_reminders),
    JobSpec("personal.plan_reminders", "Herinneren aan 'Klopt dit nog?'", rounds.plan_reminders, every="15 9 * * *"),
    JobSpec("personal.close_rounds", "Rondes 'Klopt dit nog?' afsluiten", rounds.close_rounds, every="10 0 * * *"),
]
