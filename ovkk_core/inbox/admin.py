"""The screens of the inbox: what came in, what was done with it, which addresses fail, and whether we are let in."""

from io import BytesIO
from urllib.parse import quote

from flask import redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.accounts import may
from ovkk_core.consents import suppression_of
from ovkk_core.database import fold
from ovkk_core.errors import NotFoundError
from ovkk_core.inbox import checking, delivering, following, handling
from ovkk_core.inbox.declarations import ACT, READ
from ovkk_core.inbox.kinds import MessageKind
from ovkk_core.inbox.models import Bounce, Message
from ovkk_core.web import ENCLOSED, AdminPage, flash_done
from ovkk_core.web.admin import seen
from ovkk_core.web.admin.paging import page_of

CATEGORY = _l("Mail")
SHOWN = 50
LISTED = [field for name, field in Message._meta.fields.items() if name not in ("content", "text")]
LISTS = {"wacht": _l("waits for somebody"), "klaar": _l("dealt with"), "alles": _l("everything")}


class InboxPages(AdminPage):
    """What came in, newest first."""

    read, write = READ, ACT
    menu_order = 20

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show the messages that wait, those that were dealt with, or all; of one kind when asked."""
        which = request.args.get("lijst", "wacht")
        which = which if which in LISTS else "wacht"
        kind = next((k for k in MessageKind if k.value == request.args.get("soort")), None)
        words = request.args.get("zoek", "").strip()[:100]
        query = Message.select(*LISTED).order_by(Message.id.desc())
        if which != "alles":
            query = query.where(Message.handled_at.is_null(which == "wacht"))
        if kind:
            query = query.where(Message.sorted_as == kind)
        if words and words.isprintable():
            query = query.where(Message.sender.contains(words) | Message.subject.contains(words))
        return self.render(
            "inbox/admin/index.html",
            page=page_of(query, request.args.get("page", "1"), SHOWN),
            lists=LISTS,
            which=which,
            kinds=MessageKind,
            kind=kind,
            words=words,
            reading=bool(delivering.inbox_url()),
            failing=len(following.failing()),
        )

    @expose("/<int:number>/")
    def message(self, number: int) -> ResponseReturnValue:
        """Show one message as text."""
        message = _opened(number)
        about = message.mail
        return self.render(
            "inbox/admin/message.html",
            message=message,
            about=about,
            bounces=list(Bounce.select().where(Bounce.message == message)),
            suppressed=suppression_of(about.address) if about else None,
            kinds=MessageKind,
            reply=_reply_link(message),
            may=may,
            ACT=ACT,
        )

    @expose("/<int:number>/bron/")
    def source(self, number: int) -> ResponseReturnValue:
        """Give the bytes as they came, to keep: never to be shown by a browser."""
        content = BytesIO(bytes(_opened(number).content))
        name = f"bericht-{number}.eml"
        answer = send_file(content, "application/octet-stream", as_attachment=True, download_name=name)
        answer.headers["Content-Security-Policy"] = ENCLOSED
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @expose("/<int:number>/", methods=("POST",))
    def act(self, number: int) -> ResponseReturnValue:
        """Deal with a message, put it back, sort it, or stop mail to the address that it is about."""
        message = _found(number)
        if "handle" in request.form:
            handling.handle(message)
            flash_done(_("This was noted."))
            return redirect(url_for(".index"), 303)
        if "back" in request.form:
            handling.put_back(message)
            flash_done(_("The message waits for somebody again."))
        if "stop" in request.form:
            handling.stop_mail_to(str(message.mail.address) if message.mail else "", str(message))
            flash_done(_("No mail goes to this address any more."))
        kind = next((k for k in MessageKind if k.value == request.form.get("kind")), None)
        if kind:
            handling.sort_as(message, kind)
            flash_done(_("The message has been sorted."))
        return redirect(url_for(".message", number=number), 303)

    @expose("/teruggekomen/")
    def returned(self) -> ResponseReturnValue:
        """Show functions whose address is gone, addresses that keep failing, and the last mails that came back."""
        last = Bounce.select().order_by(Bounce.id.desc())
        return self.render(
            "inbox/admin/returned.html",
            lost=following.lost_functions(),
            failing=following.failing(),
            page=page_of(last, request.args.get("page", "1"), SHOWN),
            may=may,
            ACT=ACT,
        )

    @expose("/teruggekomen/", methods=("POST",))
    def judge(self) -> ResponseReturnValue:
        """Stop mail to an address that keeps failing, or go on with it."""
        address = request.form.get("address", "")[:255]
        if "stop" in request.form:
            handling.stop_mail_to(address, _("mail did not arrive for days"))
            flash_done(_("No mail goes to this address any more."))
        else:
            following.dismiss(address)
            flash_done(_("Mail goes on to this address; counting begins anew."))
        return redirect(url_for(".returned"), 303)


class DeliveryPage(AdminPage):
    """Whether the world lets our mail in, and what to put in the DNS."""

    read, write = READ, ACT
    nobody = "records of domains"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show the last outcome of every check, and the records to paste."""
        us = delivering.sending()
        return self.render(
            "inbox/admin/delivery.html",
            checks=checking.kept(),
            us=us,
            records=[] if us.reserved else list(delivering.records(us)),
            may=may,
            ACT=ACT,
        )

    @expose("/", methods=("POST",))
    def check(self) -> ResponseReturnValue:
        """Run the checks now."""
        wrong = [one for one in checking.check_delivery() if not one.ok]
        flash_done(_("All is well.") if not wrong else _("%(count)d things ask attention.", count=len(wrong)))
        return redirect(url_for(".index"), 303)


def pages() -> list[AdminPage]:
    """Give a fresh instance of every screen."""
    return [
        InboxPages(_l("Received post"), endpoint="inbox_messages", url="/beheer/binnengekomen/", category=CATEGORY),
        DeliveryPage(_l("Deliverability"), endpoint="inbox_delivery", url="/beheer/bezorgbaarheid/", category=CATEGORY),
    ]


def _found(number: int) -> Message:
    message: Message | None = Message.get_or_none(id=number)
    if message is None:
        raise NotFoundError("Dit bericht bestaat niet (meer). Ga terug naar het overzicht.")
    return message


def _opened(number: int) -> Message:
    """Give the whole message, and write down that it was read."""
    message = _found(number)
    seen(Message._meta.table_name, number, "inbox.read")
    return message


def _reply_link(message: Message) -> str:
    """Give a link that opens one's own mail program, "" when there is nobody to answer."""
    if not message.sender or "mailer-daemon" in fold(str(message.sender)):
        return ""
    subject = str(message.subject)
    subject = subject if subject.lower().startswith("re:") else f"Re: {subject}"
    return f"mailto:{quote(str(message.sender), safe='@')}?subject={quote(subject)}"
