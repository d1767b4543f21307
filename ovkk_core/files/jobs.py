"""What the worker does for files."""

from ovkk_core.files import keeping
from ovkk_core.hookspecs import JobSpec

JOBS = (JobSpec("files.sweep", "Resten van afgebroken uploads wissen", keeping.sweep, "41 3 * * *"),)
