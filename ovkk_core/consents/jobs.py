"""The work of consents for later."""

from ovkk_core.consents.signing_up import SEND_JOB, delete_expired, send_confirmation
from ovkk_core.hookspecs import JobSpec

JOBS = [
    JobSpec(SEND_JOB, "De link om een aanmelding te bevestigen mailen", send_confirmation),
    JobSpec(
        "consents.delete_expired",
        "Aanmeldingen na zeven dagen verwijderen",
        delete_expired,
        every="50 3 * * *",
    ),
]
