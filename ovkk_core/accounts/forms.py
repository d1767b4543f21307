"""Flask-Security's forms, slowed down for who guesses and made to say the same about known and unknown (SEC-10)."""

from typing import Any

import flask_security as fs
from flask_babel import lazy_gettext as _l
from flask_security import current_user as visitor
from flask_security.utils import get_message
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from ovkk_core.accounts.attempts import count_try, forget_tries
from ovkk_core.accounts.follow_up import renew_session
from ovkk_core.accounts.passwords import weakness
from ovkk_core.history import audit


class Repairs:
    """What the macros of ``web/forms.html`` ask of a form."""

    @property
    def mistakes(self) -> list[tuple[Any, str]]:
        """Give each field that needs repair with the first thing that is wrong with it."""
        fields: Any = self
        return [(field, str(field.errors[0])) for field in fields if field.errors]


class LoginForm(Repairs, fs.LoginForm):
    """The first step: an address and a password."""

    remember = None

    def validate(self, **kwargs: Any) -> bool:
        """Count the try; whatever is wrong, say that the two do not belong together."""
        account = (self.email.data or "").strip().lower()
        count_try(account)
        if super().validate(**kwargs):
            forget_tries(account)
            return True
        if self.user is None:
            audit("account.failed", "user", "")
        self.email.errors = []
        self.password.errors = [get_message("GENERIC_AUTHN_FAILED")[0]]
        return False


class VerifyForm(Repairs, fs.VerifyForm):
    """The password again, before something that matters."""

    def validate(self, **kwargs: Any) -> bool:
        """Count the try as one to log in."""
        count_try(self.user.email)
        if not super().validate(**kwargs):
            return False
        forget_tries(self.user.email)
        renew_session(self.user)
        return True


class CodeForm(Repairs, fs.TwoFactorVerifyCodeForm):
    """The second step: a code of the authenticator app."""

    def validate(self, **kwargs: Any) -> bool:
        """Count the try; a few digits are quickly guessed."""
        return _counted(self, super().validate, **kwargs)


class RecoveryForm(Repairs, fs.MfRecoveryForm):
    """The second step without the phone: a recovery code."""

    def validate(self, **kwargs: Any) -> bool:
        """Count the try together with those of the app's codes."""
        right = _counted(self, super().validate, **kwargs)
        if not right:
            self.user.track_failed_authn("recovery code", True)
        return right


class ChangePasswordForm(Repairs, fs.ChangePasswordForm):
    """The present password and a new one."""

    def validate(self, **kwargs: Any) -> bool:
        """Count the try: whoever sits at an open browser may not guess either."""
        count_try(visitor.email)
        if not super().validate(**kwargs):
            return False
        forget_tries(visitor.email)
        return True


class PasskeyForm(Repairs, fs.WebAuthnRegisterForm):
    """The name of a new passkey, which takes the place of password and code."""

    usage = RadioField(choices=[SelectChoice("first", "")], default="first")


class LogoutForm(Repairs, fs.LogoutForm):
    """Nothing but the token."""


class SetupForm(Repairs, fs.TwoFactorSetupForm):
    """The start or the end of the second step."""

    setup = RadioField(choices=[SelectChoice("authenticator", ""), SelectChoice("disable", "")])


class RescueForm(Repairs, fs.TwoFactorRescueForm):
    """Not shown: our page links to the recovery codes itself."""

    help_setup = RadioField(choices=[])


class RecoveryCodesForm(Repairs, fs.MfRecoveryCodesForm):
    """Nothing but the token."""


class PasskeyResponseForm(Repairs, fs.WebAuthnRegisterResponseForm):
    """What the browser says of a new passkey."""


class PasskeyLoginForm(Repairs, fs.WebAuthnSigninForm):
    """The start of a login with a passkey."""


class PasskeyLoginResponseForm(Repairs, fs.WebAuthnSigninResponseForm):
    """What the browser says of a passkey."""

    def validate(self, **kwargs: Any) -> bool:
        """Give a new session to who confirms in the middle of one."""
        right = bool(super().validate(**kwargs))
        if right and self.is_verify and self.user == visitor:
            renew_session(self.user)
        return right


class PasskeyDeleteForm(Repairs, fs.WebAuthnDeleteForm):
    """The name of the passkey to remove."""


class PasskeyVerifyForm(Repairs, fs.WebAuthnVerifyForm):
    """The passkey again, before something that matters."""


FORMS = {
    "login_form": LoginForm,
    "logout_form": LogoutForm,
    "verify_form": VerifyForm,
    "change_password_form": ChangePasswordForm,
    "two_factor_setup_form": SetupForm,
    "two_factor_verify_code_form": CodeForm,
    "two_factor_rescue_form": RescueForm,
    "mf_recovery_form": RecoveryForm,
    "mf_recovery_codes_form": RecoveryCodesForm,
    "wan_register_form": PasskeyForm,
    "wan_register_response_form": PasskeyResponseForm,
    "wan_signin_form": PasskeyLoginForm,
    "wan_signin_response_form": PasskeyLoginResponseForm,
    "wan_delete_form": PasskeyDeleteForm,
    "wan_verify_form": PasskeyVerifyForm,
}


class ForgottenForm(Repairs, FlaskForm):
    """The address of who forgot the password."""

    email = EmailField(
        _l("E-mail address"),
        validators=[InputRequired(_l("Fill in your e-mail address.")), Length(max=254)],
        render_kw={"autocomplete": "email"},
    )


class ChoosePasswordForm(Repairs, FlaskForm):
    """A new password, twice."""

    password = PasswordField(
        _l("New password"),
        validators=[InputRequired(_l("Choose a password."))],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("The same password again"),
        validators=[
            InputRequired(_l("Type the password again.")),
            EqualTo("password", _l("These two passwords differ.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a password that others try first."""
        wrong = weakness(field.data or "")
        if wrong:
            raise ValidationError(wrong)


class ProfileForm(Repairs, FlaskForm):
    """What somebody may change of their own account."""

    name = StringField(
        _l("Name"),
        validators=[InputRequired(_l("Fill in your name.")), Length(max=255)],
        render_kw={"autocomplete": "name"},
    )
    language = SelectField(
        _l("Language"),
        validators=[InputRequired()],
        choices=[SelectChoice("nl", "Nederlands"), SelectChoice("en", "English")],
    )


def _counted(form: Any, check: Any, **kwargs: Any) -> bool:
    account = f"second step of {form.user.id}"
    count_try(account)
    if not check(**kwargs):
        return False
    forget_tries(account)
    return True
