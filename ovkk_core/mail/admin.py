"""The screen of outgoing post: what was sent to whom, as it looks, and another try for what did not arrive."""

from io import BytesIO
from typing import Any

from flask import Response, make_response, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin.actions import action
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.accounts import requires
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.mail import texts_page
from ovkk_core.mail.following import STUCK, Progress, drop, progress, send_again
from ovkk_core.mail.kinds import kinds
from ovkk_core.mail.models import MailState, OutboxMail
from ovkk_core.mail.reading import read
from ovkk_core.mail.sheets import content_of
from ovkk_core.mail.states import STATES
from ovkk_core.web import ENCLOSED, FRAMED, AdminPage, AdminView, flash_done, policy_with_frame, with_policy
from ovkk_core.web.admin import seen

LISTED = [field for name, field in OutboxMail._meta.fields.items() if name != "content"]


def _title_of_kind(_view: Any, _context: Any, mail: OutboxMail, _name: str) -> str:
    found = kinds().get(mail.kind)
    return found[1].title if found else str(mail.kind)


class PostView(AdminView):
    """All mails in the outbox, newest first."""

    name_plural = _l("Outgoing post")
    menu_order = 30
    name_one = _l("mail")
    read = "mail.read"
    list_template = "mail/admin/list.html"
    details_template = "mail/admin/details.html"
    column_list = ("queued_at", "address", "subject", "kind", "state")
    column_labels = {
        "queued_at": _l("Written on"),
        "address": _l("Sent to"),
        "name": _l("Name"),
        "subject": _l("Subject"),
        "kind": _l("Kind of mail"),
        "state": _l("State"),
        "reply": _l("Answer of the mail server"),
        "attempts": _l("Attempts"),
        "due_at": _l("Next attempt"),
        "sent_at": _l("Sent on"),
        "message_id": _l("Message-ID"),
    }
    column_details_list = (
        "state",
        "address",
        "name",
        "kind",
        "queued_at",
        "sent_at",
        "due_at",
        "attempts",
        "reply",
        "message_id",
    )
    column_formatters = {"kind": _title_of_kind}
    column_choices = {"state": list(STATES.items())}
    column_searchable_list = ("address", "subject")
    column_filters = ("state", "queued_at")
    column_default_sort = [("queued_at", True), ("id", True)]
    next_step = _l("A mail appears here as soon as an activity sends one.")

    def progress(self) -> Progress:
        """Give how the post goes at this moment, for above the list."""
        return progress()

    def get_query(self) -> Any:
        """Give the rows without their content, which a list does not need."""
        return OutboxMail.select(*LISTED)

    @expose("/<int:id>/")
    def details_view(self, id: int) -> ResponseReturnValue:  # noqa: A002 - the name in everybody's url_for
        """Show a mail as the recipient sees it, as text and as source."""
        mail = _opened(id)
        names = self.column_details_list
        page = self.render(
            self.details_template,
            record=mail,
            reading=read(content_of(mail)),
            values=[(self.get_column_name(name), self.words(mail, name)) for name in names],
            stuck=mail.state in STUCK,
            held=mail.state is MailState.HELD,
            history=None,
        )
        return with_policy(make_response(page), policy_with_frame())

    @expose("/<int:id>/opmaak/")
    def html_view(self, id: int) -> ResponseReturnValue:  # noqa: A002
        """Give the HTML part for the frame: nothing in it can run, load or send."""
        answer = Response(read(content_of(_opened(id))).html, mimetype="text/html")
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
        return with_policy(answer, FRAMED)

    @expose("/<int:id>/bron/")
    def source_view(self, id: int) -> ResponseReturnValue:  # noqa: A002
        """Give the mail as it goes over the line."""
        return with_policy(Response(content_of(_opened(id)), mimetype="text/plain"), ENCLOSED)

    @expose("/<int:id>/bijlage/<int:number>/")
    def attachment_view(self, id: int, number: int) -> ResponseReturnValue:  # noqa: A002
        """Give an attachment to keep; the first has number 0."""
        attachments = read(content_of(_opened(id))).attachments
        if number >= len(attachments):
            raise NotFoundError("Deze bijlage bestaat niet. Ga terug naar de mail.")
        content, filename = BytesIO(attachments[number].content), attachments[number].filename
        answer = send_file(content, "application/octet-stream", as_attachment=True, download_name=filename)
        return with_policy(answer, ENCLOSED)

    @expose("/<int:id>/opnieuw/", methods=("POST",))
    @requires("mail.send")
    def again_view(self, id: int) -> ResponseReturnValue:  # noqa: A002
        """Try again at once."""
        send_again(self.record(id))
        flash_done(_("The mail is in the queue again."))
        return redirect(url_for(f"{self.endpoint}.details_view", id=id), 303)

    @expose("/<int:id>/weggooien/", methods=("POST",))
    @requires("mail.send")
    def drop_view(self, id: int) -> ResponseReturnValue:  # noqa: A002
        """Throw a mail away that was held back."""
        mail = self.record(id)
        if mail.state is not MailState.HELD or not drop([mail]):
            raise BadInputError("Deze mail wordt niet (meer) tegengehouden.")
        flash_done(_("The mail will not be sent."))
        return redirect(url_for(f"{self.endpoint}.details_view", id=id), 303)

    @action("again", _l("Send again"), _l("Send these mails again?"))
    @requires("mail.send")
    def again_action(self, keys: list[int]) -> None:
        """Try several again; leave out those that were sent or wait already."""
        stuck = list(OutboxMail.select(*LISTED).where(OutboxMail.id.in_(keys), OutboxMail.state.in_(STUCK)))
        if not stuck:
            raise BadInputError("Geen van deze mails is mislukt of uitgesteld. Kies andere mails.")
        for mail in stuck:
            send_again(mail)
        flash_done(_("%(count)d mails are in the queue again.", count=len(stuck)))


def views() -> list[AdminView | AdminPage]:
    """Give this room's screens."""
    return [PostView(OutboxMail, endpoint="mail_post", url="/beheer/post/"), texts_page.page()]


def _opened(number: int) -> OutboxMail:
    """Give the whole mail, and write down that it was read."""
    mail = OutboxMail.get_or_none(id=number)
    if mail is None:
        raise NotFoundError("Deze mail bestaat niet (meer). Ga terug naar het overzicht.")
    seen("mail", number, "mail.read")
    return mail
