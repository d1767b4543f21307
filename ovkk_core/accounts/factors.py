"""The second step: codes that work once, recovery codes kept as hashes, passkeys that ask a finger or PIN (SEC-9)."""

import io
from typing import Any

import segno
from flask import current_app
from flask_security import MfRecoveryCodesUtil, WebauthnUtil, hash_password, verify_password
from flask_security.totp import Totp
from markupsafe import Markup
from passlib.exc import UsedTokenError  # type: ignore[import-untyped]
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ovkk_core.accounts.models import User
from ovkk_core.accounts.permissions import current_user
from ovkk_core.database import lock, transaction
from ovkk_core.errors import DeniedError
from ovkk_core.history import audit

RECOVERY_CODES = 8


class SingleUseTotp(Totp):
    """Codes of an authenticator app, each good for one login."""

    def get_last_counter(self, user: User) -> int | None:
        """Give the moment (in steps of 30 s) of the last code that was used."""
        return user.tf_last_counter

    def set_last_counter(self, user: User, tmatch: Any) -> None:
        """Use the code up; of two logins at once with the same code one is refused."""
        older = User.tf_last_counter.is_null() | (User.tf_last_counter < tmatch.counter)
        if not User.update(tf_last_counter=tmatch.counter).where(User.id == user.id, older).execute():
            raise UsedTokenError
        user.tf_last_counter = tmatch.counter

    def generate_qrcode(self, username: str, totp: str) -> Markup:
        """Give the QR code as an SVG element, which needs no exception in the content policy."""
        file = io.BytesIO()
        segno.make(self.get_totp_uri(username, totp)).save(
            file, kind="svg", scale=5, xmldecl=False, svgns=False, light="#fff"
        )
        return Markup(file.getvalue().decode())  # noqa: S704 - made by segno from our own address


class HashedRecoveryCodes(MfRecoveryCodesUtil):
    """Codes for who lost the phone: shown once, kept as hashes, each good for one login."""

    def create_recovery_codes(self, user: User) -> list[str]:
        """Make new codes in place of the old ones and give them, for the only time."""
        totp: Totp = current_app.extensions["security"].totp_factory
        codes: list[str] = totp.generate_recovery_codes(RECOVERY_CODES)
        with transaction():
            user.mf_recovery_codes = [hash_password(code) for code in codes]
            user.save()
            audit("account.recovery_codes", "user", user.id)
        return codes

    def get_recovery_codes(self, user: User) -> list[str]:
        """Give nothing: not even we know the codes."""
        return []

    def check_recovery_code(self, user: User, code: str) -> bool:
        """Say whether ``code`` is one of the codes left."""
        return _matching(user, code) is not None

    def delete_recovery_code(self, user: User, code: str) -> bool:
        """Use the code up; of two logins at once with the same code one is refused."""
        with transaction():
            lock("accounts.recovery")
            fresh = User.get_by_id(user.id)
            used = _matching(fresh, code)
            if used is None:
                raise DeniedError("Deze herstelcode is al gebruikt. Neem een andere.")
            fresh.mf_recovery_codes = [kept for kept in fresh.mf_recovery_codes if kept != used]
            fresh.save()
            audit("account.recovery_code_used", "user", user.id)
        return True


class OurPasskeys(WebauthnUtil):
    """Passkeys that take the place of password and code: kept by the device, opened by finger, face or PIN."""

    def authenticator_selection(self, user: User, usage: str) -> AuthenticatorSelectionCriteria:
        """Accept phones, laptops and keys alike, as long as they verify who holds them."""
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(self, user: User | None, usage: list[str]) -> UserVerificationRequirement:
        """Ask for finger, face or PIN at every login."""
        return UserVerificationRequirement.REQUIRED


def recovery_codes_left(user: User | None = None) -> int:
    """Give how many recovery codes ``user`` (default: who is logged in) has left."""
    user = user or current_user()
    return len(user.mf_recovery_codes or []) if user else 0


def _matching(user: User, code: str) -> str | None:
    """Give the kept hash of ``code``; spaces and capitals do not matter."""
    plain = code.strip().lower().replace(" ", "")
    return next((kept for kept in user.mf_recovery_codes or [] if verify_password(plain, kept)), None)
