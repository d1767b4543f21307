"""What accounts keep of people who log in, for the register, for who asks, and to be erased."""

from collections.abc import Collection, Iterator
from typing import Any

from ovkk_core.accounts.models import Passkey, Session, User, UserRole
from ovkk_core.accounts.users import refuse_without_admin
from ovkk_core.database import lock, transaction
from ovkk_core.history import AuditEntry, forget_history, row_in_words
from ovkk_core.hookspecs import PersonalData, Processing

PROCESSING = [
    Processing(
        name="accounts.users",
        title="Gebruikers die inloggen",
        purpose="Alleen wie dat mag, toegang geven tot de gegevens, en misbruik tegengaan",
        basis="legitimate_interest",
        people="Medewerkers en vrijwilligers van de vereniging",
        data="Naam, e-mailadres, rollen, wachtwoord en tweede stap (versleuteld), browsers waarin iemand is ingelogd",
        recipients="Niemand buiten de vereniging",
        term="Zolang iemand voor de vereniging werkt",
        source="De persoon zelf of wie uitnodigde",
        tables=frozenset(
            {
                "accounts_user",
                "accounts_user_role",
                "accounts_passkey",
                "accounts_session",
                "accounts_password_link",
            }
        ),
        exempt={
            "accounts_role": "Namen van rollen",
            "accounts_role_permission": "Rechten van rollen",
            "accounts_seeded_permission": "Namen van rechten",
            "accounts_login_attempt": "Alleen versleutelde tellers, na een dag weg",
        },
    )
]
USER: dict[str, Any] = {
    "Naam": "name",
    "E-mailadres": "email",
    "Taal": "language",
    "Gemaakt": "created_at",
    "Mag inloggen": "active",
    "Rollen": lambda user: sorted(user.role_names),
}
SESSION = {"Browser": "browser", "Ingelogd": "created_at", "Laatst gezien": "seen_at"}
PASSKEY = {"Naam": "name", "Gemaakt": "create_datetime", "Laatst gebruikt": "lastuse_datetime"}
DONE = {"Wanneer": "at", "Wat": "action", "Soort": "object_type", "Nummer": "object_id"}


def held(addresses: Collection[str]) -> Iterator[PersonalData]:
    """Give the account at one of ``addresses``, where it is logged in, and what it did."""
    for user in _at(addresses):
        yield PersonalData("Uw account", (row_in_words(user, USER),))
        sessions = Session.select().where(Session.user == user).order_by(Session.id)
        yield PersonalData("Waar u bent ingelogd", tuple(row_in_words(one, SESSION) for one in sessions))
        keys = Passkey.select().where(Passkey.user == user).order_by(Passkey.id)
        yield PersonalData("Uw toegangssleutels", tuple(row_in_words(one, PASSKEY) for one in keys))
        done = AuditEntry.select().where(AuditEntry.actor == f"user:{user.id}").order_by(AuditEntry.id)
        yield PersonalData("Wat u met uw account deed", tuple(row_in_words(one, DONE) for one in done))


def erase(addresses: Collection[str]) -> None:
    """Delete the account at one of ``addresses`` with its history; ``BadInputError`` for the last administrator."""
    with transaction():
        lock("accounts.roles")
        for user in list(_at(addresses)):
            refuse_without_admin(user)
            links = [link.id for link in UserRole.select(UserRole.id).where(UserRole.user == user)]
            User.delete().where(User.id == user.id).execute()
            forget_history(User, [user.id])
            forget_history(UserRole, links)


def _at(addresses: Collection[str]) -> Any:
    return User.select().where(User.email.in_(sorted(addresses))).order_by(User.id)
