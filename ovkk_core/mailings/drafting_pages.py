"""The screens on which a mailing is written, addressed and looked over."""

from typing import Any

from flask import Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _

from ovkk_core.accounts import current_user
from ovkk_core.audiences import Audience, count, judged, sample, sentence
from ovkk_core.errors import BadInputError, NotFoundError, OvkkError
from ovkk_core.mailings import deciding, forms, trying
from ovkk_core.mailings.blocks import Block, BlockKind, read_blocks
from ovkk_core.mailings.declarations import PLACEHOLDERS, READ, WRITE
from ovkk_core.mailings.following_up import sentence_of_follow_up
from ovkk_core.mailings.models import Mailing
from ovkk_core.registry import setting
from ovkk_core.web import FRAMED, AdminPage, flash_done, policy_with_frame, with_policy

BOTH = ("GET", "POST")
SAMPLE, MOST_JUDGED, SHOWN = 10, 500, 20


class DraftingPages(AdminPage):
    """Write, address, look over."""

    read, write = READ, WRITE

    @expose("/nieuw/", methods=BOTH)
    def new(self) -> ResponseReturnValue:
        """Write a new mailing."""
        return self._written(None)

    @expose("/<int:number>/schrijven/", methods=BOTH)
    def edit(self, number: int) -> ResponseReturnValue:
        """Change the text."""
        return self._written(draft(number))

    @expose("/<int:number>/doelgroep/", methods=BOTH)
    def audience(self, number: int) -> ResponseReturnValue:
        """Choose whom it is for; show how many that are, ten of them, and who gets none and why."""
        mailing = draft(number)
        form = forms.AudienceForm(mailing)
        if form.validate_on_submit():
            chosen = Audience.get_or_none(slug=form.audience.data) if form.audience else None
            deciding.choose_audience(mailing, chosen, form.purpose.data)
            flash_done(_("Saved. Below you see who they are."))
            return redirect(url_for(".audience", number=number), 303)
        page = self.render("mailings/admin/audience.html", mailing=mailing, form=form, outcome=outcome_of(mailing))
        return page, 422 if request.method == "POST" else 200

    @expose("/<int:number>/voorbeeld/")
    def look(self, number: int) -> ResponseReturnValue:
        """Show the mail as one of the recipients gets it: on a desktop, on a phone and as plain text."""
        mailing, name = found(number), request.args.get("naam", "")
        member = trying.chosen(mailing, request.args.get("wie", ""))
        trouble, letter = "", None
        try:
            letter = trying.as_seen_by(mailing, member)
        except OvkkError as error:
            trouble = str(error)
        page = self.render(
            "mailings/admin/look.html",
            mailing=mailing,
            letter=letter,
            trouble=trouble,
            member=member,
            key=trying.key_of(member) if member else "",
            members=[(trying.key_of(one), one) for one in trying.found(mailing, name)],
            name=name,
        )
        return with_policy(make_response(page), policy_with_frame())

    @expose("/<int:number>/voorbeeld/opmaak/")
    def framed(self, number: int) -> ResponseReturnValue:
        """Give the mail with its layout for the frame: nothing in it can run or send."""
        mailing = found(number)
        letter = trying.as_seen_by(mailing, trying.chosen(mailing, request.args.get("wie", "")))
        answer = Response(letter.html, mimetype="text/html")
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
        return with_policy(answer, FRAMED)

    @expose("/<int:number>/testmail/", methods=("POST",))
    def test(self, number: int) -> ResponseReturnValue:
        """Send it to oneself."""
        mailing, user = found(number), current_user()
        assert user is not None  # noqa: S101 - only who is logged in comes here
        address = trying.send_test(mailing, user, trying.chosen(mailing, request.form.get("wie", "")))
        flash_done(_("The test mail is on its way to %(address)s.", address=address))
        return redirect(url_for(".show", number=number), 303)

    def _written(self, mailing: Mailing | None) -> ResponseReturnValue:
        form, what, focus = forms.WritingForm(mailing), request.form.get("do", "save"), None
        blocks = forms.posted_blocks(request.form) if request.method == "POST" else _blocks_of(mailing)
        saving = request.method == "POST" and what == "save"
        if saving and form.validate():
            if saved := self._saved(form, blocks, mailing):
                return redirect(url_for(".show", number=saved.id), 303)
        elif request.method == "POST":
            blocks, focus = forms.changed_blocks(blocks, what)
        page = self.render(
            "mailings/admin/write.html",
            mailing=mailing,
            form=form,
            blocks=forms.shown_blocks(blocks, judge=saving, focus=focus),
            kinds=forms.titles(),
            pictures=forms.picture_choices(),
            placeholders=PLACEHOLDERS,
        )
        return page, 422 if saving else 200

    def _saved(self, form: forms.WritingForm, blocks: list[Block], mailing: Mailing | None) -> Mailing | None:
        """Store it; unfinished blocks too, so that nothing typed is lost: they are named on the next screen."""
        values = (str(form.title.data), str(form.subject.data), tuple(blocks), form.about.data or "")
        try:
            saved = deciding.save_draft(deciding.Draft(*values), mailing)
        except BadInputError as error:
            form.form_errors.append(str(error))
            return None
        flash_done(_("%(what)s was saved.", what=saved.title))
        return saved


def found(number: int) -> Mailing:
    """Give the mailing, or raise ``NotFoundError``."""
    mailing: Mailing | None = Mailing.get_or_none(Mailing.id == number) if number < 2**31 else None
    if mailing is None:
        raise NotFoundError("Deze mailing bestaat niet (meer). Ga terug naar de lijst.")
    return mailing


def draft(number: int) -> Mailing:
    """Give the mailing while it may change; raises ``BadInputError`` when it may not any more."""
    mailing = found(number)
    if not (mailing.changeable and mailing.own):
        raise BadInputError("Deze mailing verandert nu niet. Maak er eerst weer een concept van.")
    return mailing


def outcome_of(mailing: Mailing) -> dict[str, Any] | None:
    """Give whom it is for as they are now, for the screen; None when that was not chosen yet."""
    if mailing.follows_id:
        return {"sentence": sentence_of_follow_up(mailing), "count": None}
    if mailing.audience is None:
        return None
    try:
        looked_at = list(judged(mailing.audience, mailing.purpose, most=MOST_JUDGED))
        left_out = [one for one in looked_at if one.reason]
        return {
            "sentence": sentence(mailing.audience),
            "count": count(mailing.audience),
            "sample": sample(mailing.audience, SAMPLE),
            "judged": len(looked_at),
            "unreached": len(left_out),
            "by_letter": sum(one.by_letter for one in left_out),
            "left_out": left_out[:SHOWN],
        }
    except OvkkError as error:
        return {"trouble": str(error)}


def _blocks_of(mailing: Mailing | None) -> list[Block]:
    """Give the blocks to begin with; a new mailing has a greeting and a closing."""
    if mailing:
        return read_blocks(mailing.blocks)
    closing = f"Met vriendelijke groet,\n{setting('association.name')}"
    return [Block(BlockKind.TEXT, "{aanhef}"), Block(BlockKind.TEXT), Block(BlockKind.TEXT, closing)]
