"""The screens of mailings: the list, the steps, the decision to send, how it goes and what became of it."""

from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.accounts import may, requires
from ovkk_core.clock import today
from ovkk_core.consents import purposes
from ovkk_core.errors import BadInputError, DeniedError
from ovkk_core.history import actor
from ovkk_core.mailings import deciding, forms, paper
from ovkk_core.mailings.declarations import APPROVE, LETTERS, SEND
from ovkk_core.mailings.drafting_pages import DraftingPages, draft, found, outcome_of
from ovkk_core.mailings.following_up import follow_up, subjects
from ovkk_core.mailings.listing import count_of, fix_list, list_of
from ovkk_core.mailings.models import Mailing, MailingState, Toward, variants_of
from ovkk_core.mailings.post import described, post_of, results, unsubscribed
from ovkk_core.mailings.steps import steps_of
from ovkk_core.mailings.words import badge_of, parts_of
from ovkk_core.web import flash_done
from ovkk_core.web.admin import seen
from ovkk_core.web.admin.paging import page_of
from ovkk_core.web.admin.people import names_of

ROWS, MAILINGS = 100, 50
POST = ("POST",)


class MailingsPage(DraftingPages):
    """Writes, approves, sends and follows mailings."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """List mailings, the latest first."""
        page = page_of(Mailing.select().order_by(Mailing.id.desc()), request.args.get("page", "1"), MAILINGS)
        titles = {name: purpose.title for name, purpose in purposes().items()}
        return self.render("mailings/admin/list.html", shows=0, page=page, titles=titles, badge_of=badge_of)

    @expose("/<int:number>/")
    def show(self, number: int) -> ResponseReturnValue:
        """Show the steps with the one that comes next; once it was decided to send it, how it goes."""
        mailing = found(number)
        shared: dict[str, Any] = {
            "mailing": mailing,
            "badge_of": badge_of,
            "names": _names(mailing),
            "purpose": _purpose(mailing),
        }
        if mailing.decided:
            return self.render("mailings/admin/progress.html", shows=0, **shared, **_progress(mailing))
        return self.render(
            "mailings/admin/steps.html",
            shows=0,
            **shared,
            steps=steps_of(mailing),
            outcome=outcome_of(mailing),
            mine=actor() in {mailing.writer, mailing.asked_by},
            obligatory=deciding.needs_approval(),
            form=forms.ReturnForm(),
            subject=subjects().get(mailing.about),
        )

    @expose("/<int:number>/goedkeuring/<any(vragen,intrekken):what>/", methods=POST)
    def approval(self, number: int, what: str) -> ResponseReturnValue:
        """Ask for approval, or take it back to change the text."""
        mailing = found(number)
        if what == "vragen":
            deciding.ask_approval(mailing)
            flash_done(_("Your colleagues see on their start page that it waits for approval."))
        else:
            deciding.take_back(mailing)
            flash_done(_("It is a draft again."))
        return self._shown(number)

    @expose("/<int:number>/goedkeuring/<any(geven,terug):what>/", methods=POST)
    @requires(APPROVE)
    def judge(self, number: int, what: str) -> ResponseReturnValue:
        """Approve what another wrote, or say what must change."""
        mailing = found(number)
        if what == "geven":
            deciding.approve(mailing)
            flash_done(_("Approved."))
        else:
            deciding.return_to_writer(mailing, request.form.get("remark", ""))
            flash_done(_("Returned to who wrote it."))
        return self._shown(number)

    @expose("/<int:number>/lijst/", methods=POST)
    @requires(SEND)
    def fix(self, number: int) -> ResponseReturnValue:
        """Fix whom it goes to as they are now."""
        fix_list(found(number))
        return redirect(url_for(".send", number=number), 303)

    @expose("/<int:number>/versturen/", methods=("GET", "POST"))
    @requires(SEND)
    def send(self, number: int) -> ResponseReturnValue:
        """Show the list that was fixed; send to it, now or later, once."""
        mailing, form = found(number), forms.SendingForm()
        if mailing.decided:
            return self._shown(number)
        if form.validate_on_submit():
            snapshot = request.form.get("snapshot", 0, type=int)
            if deciding.send(mailing, snapshot, form.due_at):
                flash_done(_("It is scheduled.") if form.due_at else _("It is being sent."))
            return self._shown(number)
        kept = list_of(mailing)
        page = self.render(
            "mailings/admin/send.html",
            shows=0,
            mailing=mailing,
            form=form,
            kept=kept,
            refreshes=bool(kept and kept.busy and request.args.get("ververs") != "nee"),
            count=count_of(mailing),
            purpose=_purpose(mailing),
            missing=deciding.missing(mailing),
            waits=deciding.needs_approval() and not mailing.approved_by,
        )
        return page, 422 if request.method == "POST" else 200

    @expose("/<int:number>/<any(uitstellen,pauze,verder,stoppen):what>/", methods=POST)
    @requires(SEND)
    def steer(self, number: int, what: str) -> ResponseReturnValue:
        """Do not send it after all, pause, go on, or stop."""
        act, words = {
            "uitstellen": (deciding.unschedule, _("It is not scheduled any more.")),
            "pauze": (deciding.pause, _("Paused. Nothing more leaves until you go on.")),
            "verder": (deciding.resume, _("It goes on.")),
            "stoppen": (deciding.stop, _("Stopped. What was not sent yet never goes.")),
        }[what]
        act(found(number))
        flash_done(words)
        return self._shown(number)

    @expose("/<int:number>/resultaat/")
    def result(self, number: int) -> ResponseReturnValue:
        """Show what became of it for each on the list."""
        mailing, part = found(number), request.args.get("deel", "")
        query, of_mails = results(mailing, part)
        page = page_of(query, request.args.get("page", "1"), ROWS)
        return self.render(
            "mailings/admin/result.html",
            mailing=mailing,
            part=part,
            page=page,
            rows=described(mailing, page.rows, of_mails),
            parts_of=parts_of(),
        )

    @expose("/<int:number>/vervolg/", methods=POST)
    def follow(self, number: int) -> ResponseReturnValue:
        """Begin a mailing to some of those this one was for."""
        toward = request.form.get("aan", "")
        if toward not in {one.value for one in Toward}:
            raise BadInputError("Kies aan wie het vervolg gaat.")
        made = follow_up(found(number), Toward(toward))
        flash_done(_("Here is the follow-up, with the text of the first. Change what is different."))
        return redirect(url_for(".edit", number=made.id), 303)

    @expose("/<int:number>/brieven/", methods=POST)
    def letters(self, number: int) -> ResponseReturnValue:
        """Give a letter for each of the list whom mail does not reach, as PDF."""
        mailing, form = found(number), forms.LettersForm()
        if not may(LETTERS):
            raise DeniedError("U mag geen brieven maken.")
        if not form.validate():
            raise BadInputError("Plaats en datum zijn te lang.")
        content = paper.letters(mailing, form.dated.data or "")
        seen("mailing", mailing.id, "mailings.letters")
        name = f"brieven-mailing-{mailing.id}-{today().isoformat()}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(content, content_type="application/pdf", headers=headers)

    @expose("/<int:number>/verwijderen/", methods=POST)
    def remove(self, number: int) -> ResponseReturnValue:
        """Delete a mailing that was never sent."""
        mailing = draft(number)
        mailing.delete_instance()
        flash_done(_("%(what)s was deleted.", what=mailing.title))
        return redirect(url_for(".index"), 303)

    def _shown(self, number: int) -> ResponseReturnValue:
        return redirect(url_for(".show", number=number), 303)


def views() -> list[MailingsPage]:
    """Give this room's screens."""
    return [MailingsPage(_l("Mailings"), category=_l("Mail"), endpoint="mailings_mailings", url="/beheer/mailings/")]


def _names(mailing: Mailing) -> dict[str, str]:
    return names_of({who for who in (mailing.writer, mailing.asked_by, mailing.approved_by) if who})


def _purpose(mailing: Mailing) -> str:
    known = purposes().get(mailing.purpose)
    return known.title if known else str(mailing.purpose)


def _progress(mailing: Mailing) -> dict[str, Any]:
    post, count = post_of(mailing), count_of(mailing)
    skips = mailing.skips.count()
    expected = post.total if mailing.queued_at else count.mails
    done = post.sent + post.failed + post.doubt + post.dropped
    moving = mailing.state in {MailingState.SCHEDULED, MailingState.SENDING}
    return {
        "post": post,
        "count": count,
        "expected": expected,
        "done": done,
        "percent": 100 * done // expected if expected else 100 if mailing.queued_at else 0,
        "finished": mailing.queued_at is not None and not post.under_way,
        "moving": moving and not (mailing.queued_at and not post.under_way),
        "late_skips": max(0, skips - count.doubles),
        "left": unsubscribed(mailing),
        "variants": variants_of(mailing),
        "silent": mailing.about in subjects(),
        "letters": may(LETTERS),
        "form": forms.LettersForm(),
    }
