"""A worker process for tests: sends what is due and ends; the test may kill it halfway."""

from ovkk_core.app import create_app
from ovkk_core.jobs import run_due

create_app()
run_due()
