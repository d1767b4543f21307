"""What the queue keeps of people: numbers only."""

from ovkk_core.hookspecs import nothing_personal

REASON = "Taken krijgen alleen nummers mee; afgeronde taken zijn na 30 dagen weg"
PROCESSING = [nothing_personal("jobs.jobs", {"jobs_job": REASON})]
