"""The work of merging for later: compare everybody, and forget what can no longer be undone."""

from ovkk_core.hookspecs import JobSpec
from ovkk_core.merging.finding import search
from ovkk_core.merging.forgetting import forget

SEARCH = "merging.search"
JOBS = [
    JobSpec(SEARCH, "Zoeken naar dubbele contacten", search, every="15 4 * * *"),
    JobSpec("merging.forget", "Vergeten hoe contacten waren van vóór het samenvoegen", forget, every="45 3 * * *"),
]
