"""A kind of mail for tests: a newsletter, which is not sent twice when in doubt."""

from ovkk_core.hookspecs import MailKind

NEWS = MailKind("mail.news", "Nieuws", "", {"name": "naam"}, {"name": "Bram"}, resend_in_doubt=False, automatic=False)
