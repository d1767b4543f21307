"""The page of users: invite them, give them roles, end their sessions, let them in no more."""

from itertools import islice
from typing import Any

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField
from wtforms.fields import EmailField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from ovkk_core import accounts
from ovkk_core.accounts import ROLES, Role, User, UserRole, ask_to_confirm, may
from ovkk_core.config import Settings
from ovkk_core.errors import NotFoundError, OvkkError
from ovkk_core.history import revisions_of
from ovkk_core.web.admin.page import AdminPage
from ovkk_core.web.admin.people import names_of
from ovkk_core.web.forms import Form, flash_done

LABELS = {"name": _l("Name"), "email": _l("E-mail address"), "active": _l("Can log in"), "language": _l("Language")}


class RolesForm(Form):
    """Which roles somebody has."""

    roles = SelectMultipleField(
        _l("Roles"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        choices=[SelectChoice(name, words) for name, words in ROLES.items()],
    )


class InviteForm(RolesForm):
    """Somebody new."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=255)])
    email = EmailField(_l("E-mail address"), [InputRequired(), Length(max=255)])


class UsersPage(AdminPage):
    """Shows who can log in, and changes that."""

    read, write = "accounts.read", "accounts.write"

    def __init__(self) -> None:
        super().__init__(_l("Users"), endpoint="admin_users", url="/beheer/gebruikers/")

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show everybody, by name."""
        users = list(User.select().order_by(User.name))
        return self.render("web/admin/users.html", users=users, roles=roles_of_all(), shows=len(users))

    @expose("/nieuw/", methods=("GET", "POST"))
    def invite(self) -> ResponseReturnValue:
        """Invite somebody by mail."""
        if way := ask_to_confirm():
            return way
        form = InviteForm()
        if form.validate_on_submit():
            try:
                user = _invite(form)
            except OvkkError as error:
                form.email.errors = [*form.email.errors, str(error)]
            else:
                flash_done(_("%(who)s was invited by mail.", who=user.name))
                return redirect(url_for(".show", number=user.id), 303)
        page = self.render("web/admin/user_form.html", form=form)
        return page, 422 if request.method == "POST" else 200

    @expose("/<int:number>/")
    def show(self, number: int) -> ResponseReturnValue:
        """Show one user: roles, sessions and what happened to the account; who may change it has to be who they say."""
        if may(self.write) and (way := ask_to_confirm()):
            return way
        return _page(self, _user(number))

    @expose("/<int:number>/rollen/", methods=("POST",))
    def change_roles(self, number: int) -> ResponseReturnValue:
        """Give somebody other roles."""
        if way := ask_to_confirm(url_for(".show", number=number)):
            return way
        user = _user(number)
        form = RolesForm()
        if form.validate():
            accounts.change_roles(user, form.roles.data or [])
            return _done(user, _("The roles of %(who)s were changed.", who=user.name))
        return _page(self, user, form), 422

    @expose("/<int:number>/uitschakelen/", methods=("POST",))
    def disable(self, number: int) -> ResponseReturnValue:
        """Let somebody in no more."""
        if way := ask_to_confirm(url_for(".show", number=number)):
            return way
        user = _user(number)
        accounts.disable_user(user)
        return _done(user, _("%(who)s can no longer log in.", who=user.name))

    @expose("/<int:number>/inschakelen/", methods=("POST",))
    def enable(self, number: int) -> ResponseReturnValue:
        """Let somebody in again."""
        if way := ask_to_confirm(url_for(".show", number=number)):
            return way
        user = _user(number)
        accounts.enable_user(user)
        return _done(user, _("%(who)s can log in again.", who=user.name))

    @expose("/<int:number>/sessies/", methods=("POST",))
    def end_sessions(self, number: int) -> ResponseReturnValue:
        """Log somebody out everywhere."""
        if way := ask_to_confirm(url_for(".show", number=number)):
            return way
        user = _user(number)
        accounts.end_sessions(user)
        return _done(user, _("%(who)s was logged out everywhere.", who=user.name))


def roles_of_all() -> dict[int, list[str]]:
    """Give user → names of roles, in one query."""
    found: dict[int, list[str]] = {}
    for user, role in UserRole.select(UserRole.user, Role.name).join(Role).order_by(Role.name).tuples():
        found.setdefault(user, []).append(role)
    return found


def _invite(form: Any) -> User:
    settings: Settings = current_app.config["OVKK"]
    return accounts.invite_user(form.email.data, form.name.data, form.roles.data or [], settings.base_url)


def _user(number: int) -> User:
    user = User.get_or_none(User.id == number) if number < 2**31 else None
    if user is None:
        raise NotFoundError("Deze gebruiker bestaat niet. Ga terug naar het overzicht.")
    return user


def _page(page: UsersPage, user: User, form: Any = None) -> str:
    revisions = list(islice(revisions_of(user), 20))
    return page.render(
        "web/admin/user.html",
        user=user,
        form=form or RolesForm(formdata=None, data={"roles": sorted(user.role_names)}),
        sessions=accounts.sessions_of(user),
        revisions=revisions,
        who=names_of(revision.actor for revision in revisions),
        labels=LABELS,
    )


def _done(user: User, message: str) -> ResponseReturnValue:
    flash_done(message)
    return redirect(url_for(".show", number=user.id), 303)
