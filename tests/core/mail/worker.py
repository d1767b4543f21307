"""A worker process for tests: sends what is due and ends; the test may kill it halfway."""

from ovkk_core.app import create_app
from ovkk_core.database import connected
from ovkk_core.jobs import run_due
from ovkk_core.mail.delivery import deliver
from ovkk_core.mail.kinds import kinds
from tests.core.mail.news import NEWS

create_app()
kinds()[NEWS.name] = ("mail", NEWS)
run_due()
with connected():
    deliver()
