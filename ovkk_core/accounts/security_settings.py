"""Flask-Security's settings: our addresses, our limits, and nothing on that we do not use."""

import hashlib
import hmac
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask_security import uia_email_mapper

from ovkk_core.accounts.texts import MESSAGES
from ovkk_core.clock import now
from ovkk_core.config import Settings

FRESH = timedelta(minutes=15)  # changing an account asks for a login no older than this (SEC-24)
ARGON2 = {"type": "ID", "memory_cost": 32 * 1024, "rounds": 2, "parallelism": 1}  # OWASP: m >= 19 MiB, t >= 2 (SEC-8)

TEXTS = Path(__file__).parent / "translations"  # Flask-Security's texts are in our catalogue: texts.py

ADDRESSES = {
    "LOGIN_URL": "/inloggen",
    "LOGOUT_URL": "/uitloggen",
    "VERIFY_URL": "/inloggen/bevestigen",
    "CHANGE_URL": "/mijn-account/wachtwoord",
    "TWO_FACTOR_SETUP_URL": "/mijn-account/tweede-stap",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/inloggen/code",
    "TWO_FACTOR_RESCUE_URL": "/inloggen/hulp",
    "TWO_FACTOR_SELECT_URL": "/inloggen/keuze",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/mijn-account/herstelcodes",
    "MULTI_FACTOR_RECOVERY_URL": "/inloggen/herstelcode",
    "WAN_REGISTER_URL": "/mijn-account/passkeys",
    "WAN_DELETE_URL": "/mijn-account/passkeys/verwijderen",
    "WAN_SIGNIN_URL": "/inloggen/passkey",
    "WAN_VERIFY_URL": "/inloggen/bevestigen/passkey",
    "POST_LOGIN_VIEW": "/beheer/",
    "POST_LOGOUT_VIEW": "/",
    "POST_CHANGE_VIEW": "/mijn-account",
    "POST_VERIFY_VIEW": "/mijn-account",
    "TWO_FACTOR_POST_SETUP_VIEW": "/mijn-account",
    "WAN_POST_REGISTER_VIEW": "/mijn-account",
}
TEMPLATES = {
    "LOGIN_USER_TEMPLATE": "login",
    "LOGOUT_USER_TEMPLATE": "logout",
    "VERIFY_TEMPLATE": "verify",
    "CHANGE_PASSWORD_TEMPLATE": "change_password",
    "TWO_FACTOR_SETUP_TEMPLATE": "second_factor_setup",
    "TWO_FACTOR_VERIFY_CODE_TEMPLATE": "second_factor_code",
    "MULTI_FACTOR_RECOVERY_TEMPLATE": "recovery_code",
    "MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "recovery_codes",
    "WAN_REGISTER_TEMPLATE": "passkeys",
    "WAN_SIGNIN_TEMPLATE": "passkey_login",
    "WAN_VERIFY_TEMPLATE": "passkey_verify",
}


def security_settings(settings: Settings) -> dict[str, Any]:
    """Give the ``SECURITY_*`` configuration."""
    chosen = ADDRESSES | {key: f"accounts/{name}.html" for key, name in TEMPLATES.items()} | _features(settings)
    chosen |= {f"MSG_{key}": message for key, message in MESSAGES.items()}
    return {f"SECURITY_{key}": value for key, value in chosen.items()}


def derived_key(settings: Settings, purpose: str) -> str:
    """Give a key for one ``purpose``, from which the secret key cannot be found."""
    return hmac.new(settings.secret_key.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def _features(settings: Settings) -> dict[str, Any]:
    return {
        "CHANGEABLE": True,
        "RECOVERABLE": False,  # ours, in passwords by link: equal for known and unknown addresses
        "REGISTERABLE": False,
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "TWO_FACTOR_ALWAYS_VALIDATE": True,
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "WEBAUTHN": True,
        "WAN_RP_NAME": "OVKK",
        "WAN_ALLOW_USER_HINTS": False,
        "TOTP_SECRETS": {"1": derived_key(settings, "totp")},
        "TOTP_ISSUER": "OVKK",
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SINGLE_HASH": {"argon2"},
        "PASSWORD_HASH_PASSLIB_OPTIONS": {f"argon2__{key}": value for key, value in ARGON2.items()},
        "SEND_PASSWORD_CHANGE_EMAIL": False,
        "RETURN_GENERIC_RESPONSES": True,
        "USER_IDENTITY_ATTRIBUTES": [{"email": {"mapper": uia_email_mapper, "case_insensitive": True}}],
        "EMAIL_VALIDATOR_ARGS": {"test_environment": True},  # also knows .test, where demonstrations live
        "FRESHNESS": FRESH,
        "FRESHNESS_GRACE_PERIOD": timedelta(0),
        "I18N_DOMAIN": "messages",
        "I18N_DIRNAME": [str(TEXTS)],
        "API_ENABLED_METHODS": ["session"],
        "DATETIME_FACTORY": now,
        "LOGOUT_CSRF": True,
        "CLI_USERS_NAME": None,
        "CLI_ROLES_NAME": None,
        "REDIRECT_ALLOW_SUBDOMAINS": False,
    }
