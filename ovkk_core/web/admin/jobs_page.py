"""The page of background tasks: what waits, what runs, what failed; and another try for what gave up."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.clock import now
from ovkk_core.database import transaction
from ovkk_core.errors import NotFoundError
from ovkk_core.history import audit
from ovkk_core.jobs import Job, JobState
from ovkk_core.registry import registry
from ovkk_core.web.admin.page import AdminPage
from ovkk_core.web.admin.permissions import READ_JOBS, RETRY_JOBS
from ovkk_core.web.forms import flash_done

MOST = 50
WORDS = {
    JobState.DEAD: _l("gave up"),
    JobState.CLAIMED: _l("running"),
    JobState.QUEUED: _l("waiting"),
    JobState.DONE: _l("done"),
}


class JobsPage(AdminPage):
    """Shows the queue."""

    read, write = READ_JOBS, RETRY_JOBS

    def __init__(self) -> None:
        super().__init__(_l("Background tasks"), endpoint="admin_jobs", url="/beheer/taken/")

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show what gave up, what runs and waits, and what was done lately."""
        return self.render(
            "web/admin/jobs.html",
            dead=_some(JobState.DEAD, Job.id.desc()),
            waiting=[*_some(JobState.CLAIMED, Job.id), *_some(JobState.QUEUED, Job.due_at)],
            done=_some(JobState.DONE, Job.finished_at.desc()),
            titles={spec.name: spec.title for _room, spec in registry.collect("register_jobs")},
            words=WORDS,
        )

    @expose("/<int:number>/opnieuw/", methods=("POST",))
    def retry(self, number: int) -> ResponseReturnValue:
        """Let the worker try a task again that had given up."""
        with transaction():
            again = {"state": JobState.QUEUED, "attempts": 0, "due_at": now(), "lease_until": None}
            if not Job.update(again).where(Job.id == number, Job.state == JobState.DEAD).execute():
                raise NotFoundError("Deze taak wacht niet op een nieuwe poging. Bekijk de lijst opnieuw.")
            audit("job.retry", "job", number)
        flash_done(_("The task will be tried again within a minute."))
        return redirect(url_for(".index"), 303)


def _some(state: JobState, order: object) -> list[Job]:
    return list(Job.select().where(Job.state == state).order_by(order).limit(MOST))
