"""Contacts in from files and out to files, and the whole installation as one file to move house with."""

from ovkk_core.exchange.archive import write_archive
from ovkk_core.exchange.archive_reading import read_archive
from ovkk_core.exchange.models import ImportBatch

__all__ = ["ImportBatch", "read_archive", "write_archive"]
