"""This room's hook implementations."""

from ovkk_core.hookspecs import JobSpec, MailKind, Permission, SettingSpec, hookimpl
from ovkk_core.mail import declarations
from ovkk_core.mail.jobs import JOBS
from ovkk_core.mail.mail import TEST


@hookimpl
def register_jobs() -> list[JobSpec]:
    return JOBS


@hookimpl
def register_mails() -> list[MailKind]:
    return [TEST]


@hookimpl
def register_permissions() -> list[Permission]:
    return declarations.PERMISSIONS


@hookimpl
def register_settings() -> list[SettingSpec]:
    return declarations.SETTINGS
