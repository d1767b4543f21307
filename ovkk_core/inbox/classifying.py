"""Says what a received message is, by what its sender cannot help writing rather than by its subject alone."""

import re

from ovkk_core.inbox.judging import Bounced, bounced
from ovkk_core.inbox.kinds import MessageKind
from ovkk_core.inbox.parsing import Opened, content
from ovkk_core.inbox.statuses import complaint_fields

AUTOMATIC_SUBJECT = re.compile(
    r"^(auto(matisch)?[ :-]|automatic reply|autoreply|auto-reply|out of (the )?office|afwezig|abwesend|absence"
    r"|ik ben (er )?(even )?niet|vakantie|away from|r(é|e)ponse automatique)"
)
AUTOMATIC_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From", "X-Mail-Autoreply")
UNSUBSCRIBE_SUBJECT = re.compile(r"^(re: ?)?(unsubscribe|afmelden|uitschrijven|afmelding)\b")
METHOD = re.compile(r"^METHOD:(\w+)", re.MULTILINE | re.IGNORECASE)


def classify(opened: Opened, *, address: str, answers: bool) -> tuple[MessageKind, Bounced | None]:
    """Say what ``opened`` is, and of a bounce why.

    ``address`` is where the mail went that this is about, "" when we do not know; ``answers`` says that it names a
    mail of ours. What machines send is judged first: a person seldom writes it by accident.
    """
    if complaint_fields(opened) is not None:
        return MessageKind.COMPLAINT, None
    if why := bounced(opened, address):
        return MessageKind.BOUNCE, why
    if _calendar_method(opened) in {"REPLY", "COUNTER", "REFRESH"}:
        return MessageKind.CALENDAR_REPLY, None
    if is_automatic(opened, about_ours=bool(address)):
        return MessageKind.AUTOMATIC, None
    if UNSUBSCRIBE_SUBJECT.match(opened.header("Subject").lower()):
        return MessageKind.UNSUBSCRIBE, None
    return (MessageKind.ANSWER if answers else MessageKind.OTHER), None


def is_automatic(opened: Opened, *, about_ours: bool) -> bool:
    """Say whether no person wrote it (RFC 3834 2): an absence, a receipt. What comes by a list waits for a reader.

    Old programs mark an absence as ``bulk``, as lists do; so that counts only of what is ``about_ours``.
    """
    submitted = opened.raw("Auto-Submitted").split(";")[0].strip()
    if submitted and submitted != "no":
        return True
    if any(opened.raw(name) for name in AUTOMATIC_HEADERS):
        return True
    marks = {"auto_reply", "bulk", "junk"} if about_ours else {"auto_reply"}
    if marks & set(opened.raw("Precedence").split()) or opened.mime.get_content_type() == "multipart/report":
        return True
    emptied = "<>" in opened.raw("Return-Path").split()
    return emptied or AUTOMATIC_SUBJECT.match(opened.header("Subject").lower()) is not None


def _calendar_method(opened: Opened) -> str:
    """Give the METHOD of an enclosed calendar, "" without one; the part counts before the parameter (RFC 6047 2.2)."""
    part = opened.part("text/calendar", "application/ics")
    if part is None:
        return ""
    found = METHOD.search(content(part))
    return found[1].upper() if found else str(part.get_param("method") or "").upper()
