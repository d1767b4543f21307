"""Flask-Security's messages in our own words; its labels are here so that our catalogue translates them too."""


def _(text: str) -> str:
    """Mark ``text`` for the catalogue; Flask-Security translates it when it is shown."""
    return text


MESSAGES = {
    "ANONYMOUS_USER_REQUIRED": (_("You are already logged in."), "info"),
    "API_ERROR": (_("This did not work. Start again."), "error"),
    "DISABLED_ACCOUNT": (_("This account has been closed. Ask an administrator."), "error"),
    "EMAIL_NOT_PROVIDED": (_("Fill in your e-mail address."), "error"),
    "GENERIC_AUTHN_FAILED": (_("This e-mail address and password do not belong together."), "error"),
    "INVALID_CODE": (_("This code is not right."), "error"),
    "INVALID_EMAIL_ADDRESS": (_("This is not a valid e-mail address."), "error"),
    "INVALID_INPUT": (_("This cannot be used. Type something else."), "error"),
    "INVALID_INPUT_LENGTH": (_("This is too long."), "error"),
    "INVALID_PASSWORD": (_("This password is not right."), "error"),
    "INVALID_RECOVERY_CODE": (_("This recovery code is not right or was used before."), "error"),
    "INVALID_REDIRECT": (_("This link leads to another website."), "error"),
    "PASSWORD_CHANGE": (_("Your password has been changed. Other browsers were logged out."), "done"),
    "PASSWORD_IS_THE_SAME": (_("Choose another password than the one you have."), "error"),
    "PASSWORD_NOT_PROVIDED": (_("Fill in your password."), "error"),
    "REAUTHENTICATION_REQUIRED": (_("Please confirm first that it is you."), "info"),
    "REAUTHENTICATION_SUCCESSFUL": (_("Thank you. You can go on."), "done"),
    "RETYPE_PASSWORD_MISMATCH": (_("These two passwords differ."), "error"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (_("The second step has been set up."), "done"),
    "TWO_FACTOR_DISABLED": (_("The second step has been switched off."), "done"),
    "TWO_FACTOR_INVALID_TOKEN": (_("This code is not right or no longer valid. Take the newest one."), "error"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (_("You are logged in."), "done"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (_("This way is not available."), "error"),
    "TWO_FACTOR_PERMISSION_DENIED": (_("Log in first."), "error"),
    "TWO_FACTOR_SETUP_EXPIRED": (_("This took too long. Start again."), "error"),
    "UNAUTHENTICATED": (_("Log in first."), "info"),
    "UNAUTHORIZED": (_("You do not have the right to see this page."), "error"),
    "USER_DOES_NOT_EXIST": (_("This e-mail address and password do not belong together."), "error"),
    "WEBAUTHN_CREDENTIAL_DELETED": (_("The passkey %(name)s has been removed."), "done"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": (_("This passkey is in use already."), "error"),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": (_("This passkey cannot be used here."), "error"),
    "WEBAUTHN_EXPIRED": (_("This took too long. Start again."), "error"),
    "WEBAUTHN_MISMATCH_USER_HANDLE": (_("This passkey belongs to somebody else."), "error"),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": (_("Use letters, digits, spaces and hyphens only."), "error"),
    "WEBAUTHN_NAME_INUSE": (_("You already have a passkey with this name."), "error"),
    "WEBAUTHN_NAME_NOT_FOUND": (_("You do not have a passkey with this name."), "error"),
    "WEBAUTHN_NAME_REQUIRED": (_("Give the passkey a name."), "error"),
    "WEBAUTHN_NO_VERIFY": (_("The passkey was not accepted. Try again."), "error"),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": (_("This passkey is not known here."), "error"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": (_("The passkey %(name)s has been added."), "done"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (_("This passkey is not known here."), "error"),
}
LABELS = (
    _("Email Address"),
    _("Password"),
    _("New Password"),
    _("Retype Password"),
    _("Authentication Code"),
    _("Recovery Code"),
    _("Nickname"),
    _("authenticator"),
    _("passkey"),
    _("none"),
    _("Available Second Factor Methods:"),
)
