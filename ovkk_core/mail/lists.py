"""The header lines by which mail programs know a mailing list, and leave it with one click (MAIL-4)."""

from ovkk_core.mail.envelope import return_address
from ovkk_core.mail.headers import HeaderLine, line, phrase
from ovkk_core.mail.models import MailBody, OutboxMail
from ovkk_core.mail.office import office

LONGEST = 255  # octets of a List-Id (RFC 2919 3)
UNSUBSCRIBE_SUBJECT = "afmelden"


def list_lines(body: MailBody) -> list[HeaderLine]:
    """Give the lines of RFC 2919 and 2369 that all copies share; none for mail that is no list."""
    if not body.list_id:
        return []
    help_line = line("List-Help", f"<{office.settings.base_url}/>")
    return [_list_id(body), help_line, line("List-Owner", f"<mailto:{body.sender}>")]


def leaving_lines(body: MailBody, mail: OutboxMail, unsubscribe: str) -> list[HeaderLine]:
    """Give the lines of RFC 2369 and 8058 by which the reader of one copy leaves the list."""
    lines = []
    if body.list_id or unsubscribe:
        by_mail = f"<mailto:{return_address(mail)}?subject={UNSUBSCRIBE_SUBJECT}>"
        ways = f"<{unsubscribe}>,\r\n {by_mail}" if unsubscribe else by_mail
        lines.append(line("List-Unsubscribe", ways))
    if unsubscribe.startswith("https://"):
        lines.append(line("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return lines


def full_list_id(list_id: str) -> str:
    """Give the whole identifier: the same for every mail of the list."""
    return f"{list_id}.{office.domain}"


def _list_id(body: MailBody) -> HeaderLine:
    identifier = f"<{full_list_id(body.list_id)}>"
    name = phrase(body.list_name) if body.list_name else ""
    if not name or len(name) + len(identifier) > LONGEST:
        return line("List-Id", identifier)
    return line("List-Id", f"{name}\r\n {identifier}")
