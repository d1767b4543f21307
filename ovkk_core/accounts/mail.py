"""The mails of accounts."""

from ovkk_core.hookspecs import MailKind

NAME = "de naam van de gebruiker"
SAMPLE_LINK = "https://www.vereniging.example/wachtwoord-kiezen/voorbeeld"

MAILS = [
    MailKind(
        name="accounts.invitation",
        title="Uitnodiging voor een nieuwe gebruiker",
        template="accounts/mail/invitation",
        placeholders={"name": NAME, "inviter": "wie uitnodigt", "link": "waar het wachtwoord wordt gekozen"},
        sample={"name": "Bram Voorbeeld", "inviter": "Anna Beheer", "link": SAMPLE_LINK},
    ),
    MailKind(
        name="accounts.reset",
        title="Wachtwoord vergeten",
        template="accounts/mail/reset",
        placeholders={"name": NAME, "link": "waar het nieuwe wachtwoord wordt gekozen"},
        sample={"name": "Bram Voorbeeld", "link": SAMPLE_LINK},
    ),
    MailKind(
        name="accounts.password_changed",
        title="Wachtwoord gewijzigd",
        template="accounts/mail/password_changed",
        placeholders={"name": NAME},
        sample={"name": "Bram Voorbeeld"},
    ),
]
