"""The work of this room: fetching, and forgetting what is long over."""

from datetime import timedelta

from ovkk_core.clock import now
from ovkk_core.hookspecs import JobSpec
from ovkk_core.subscriptions.following import JOB, ask_for_all, refresh
from ovkk_core.subscriptions.models import OutsideItem
from ovkk_core.subscriptions.storing import remove_vanished

KEPT = timedelta(days=366)


def forget() -> None:
    """Delete what was over more than twelve months ago, and what has vanished from its calendar."""
    OutsideItem.delete().where(OutsideItem.ends_at < now() - KEPT).execute()
    remove_vanished()


JOBS = [
    JobSpec("subscriptions.fetch_all", "Agenda's van anderen ophalen", ask_for_all, every="20 */6 * * *"),
    JobSpec(JOB, "Eén agenda van anderen ophalen", refresh),
    JobSpec("subscriptions.forget", "Oude activiteiten van anderen verwijderen", forget, every="40 3 * * *"),
]
