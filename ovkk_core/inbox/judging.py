"""Judges why a mail came back; only what says that the address itself is wrong is ``HARD`` (MAIL-10, F7).

A bounce parser that trusts every 5xx would take a full mailbox for a dead one. So a code counts as hard only when no
other word of the same server speaks of room, rules or a moment; and words without a code only when a second reader,
flufl.bounce, finds the same address in the message.
"""

import logging
import re
from dataclasses import dataclass

from flufl.bounce import all_failures

from ovkk_core.inbox.kinds import BounceKind
from ovkk_core.inbox.parsing import LONGEST_LINE, Opened, clean_line
from ovkk_core.inbox.statuses import Status, statuses

logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)  # it logs a traceback for every odd message

HARD_CODES = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
CODE = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
FULL = re.compile(
    r"(mail)?box (is )?(too )?full|over ?quota|quota (is )?exceeded|exceed\w* \w* ?(quota|storage)|out of storage"
    r"|insufficient (system )?storage|mailbox size limit|not enough (disk )?space|postvak is vol|mailbox is vol"
)
POLICY = re.compile(
    r"\bspam|blacklist|block ?list|\bblocked\b|spamhaus|\brbl\b|dnsbl|dmarc|\bspf\b|\bdkim\b|reputation|policy|polic"
    r"ies|access denied|not authori[sz]ed|not permitted|relay(ing)? (access )?(denied|not)|authentication required"
    r"|banned|bulk mail|unsolicited|not allowed|sender (address )?(rejected|denied|verify)|bad outbound|refused to talk"
)
CONTENT = re.compile(r"virus|malware|attachment|message (size|too large|too big)|size limit|content (filter|rejected)")
PASSING = re.compile(
    r"try again|again later|temporar|gr[ea]ylist|rate limit|at a rate|too many (connections|messages|errors)"
    r"|timed? ?out|connection refused|deferred|not able to accept|still trying|will keep trying|delayed"
    r"|no route|unreachable"
)
NOBODY = re.compile(
    r"user unknown|unknown user|no such (user|recipient|address|mailbox|account|person|local user)"
    r"|user (does not|doesn.?t) exist|recipient (does not exist|unknown|not found)|mailbox (not found|unknown)"
    r"|unknown (recipient|local part|mailbox|address)"
    r"|(address|mailbox|account|user|recipient)( \S+)? (does not|doesn.?t) exist|no mailbox here|unrouteable address"
    r"|not (a )?known user|invalid (recipient|mailbox)|user not found"
    r"|account( has been| is)? (disabled|inactive|closed)"
    r"|mailbox( is)? (disabled|inactive)|bestaat niet|onbekende (gebruiker|ontvanger)|not listed in|isn.t a valid"
    r"|addressee unknown|user not known|invalid final delivery userid|doesn.?t have an? \S+ account"
    r"|wasn.t found|couldn.t be found|no longer (accepts|available|valid|active|in use)|not our customer"
)
BY_DETAIL = {"2.2": BounceKind.FULL, "2.3": BounceKind.CONTENT, "3.4": BounceKind.CONTENT}
BY_SUBJECT = {"6": BounceKind.CONTENT, "7": BounceKind.POLICY}
RETURNED_COPY = re.compile(
    r"below this line is a copy|this is a copy of (the|your) message|-+ ?(original|returned) message|reporting-mta"
    r"|the headers? of the original|message headers? follow|original message headers",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Bounced:
    """Why a mail came back: the RFC 3463 code ("" without one) and what the server said.

    ``elsewhere`` is the address that failed when it is not the one we wrote to, as of mail that was forwarded.
    ``over`` is False while the server keeps trying.
    """

    kind: BounceKind
    code: str
    words: str
    elsewhere: str = ""
    over: bool = True


def bounced(opened: Opened, address: str) -> Bounced | None:
    """Judge a message about mail to ``address``; None when it does not say that mail could not be delivered."""
    found = statuses(opened)
    if found:
        status = _about(found, address)
        return _by_status(opened, status, address.casefold()) if status.action not in _ARRIVED else None
    temporary, permanent = second_opinion(opened)
    seen = address.casefold() in temporary | permanent
    if speaks_of_failure(opened) or (seen and not opened.raw("Auto-Submitted")):
        passing = seen and address.casefold() not in permanent
        agreed = seen or address.casefold() in opened.raw("X-Failed-Recipients")
        return _by_words(opened, address, passing=passing, agreed=agreed)
    return None


_ARRIVED = ("delivered", "relayed", "expanded")


def speaks_of_failure(opened: Opened) -> bool:
    """Say whether a message without a delivery status is still one of a mail server about mail it could not deliver."""
    machine = re.search(r"mailer-daemon|postmaster|mail delivery|mailbounce", opened.raw("From")) is not None
    emptied = "<>" in opened.raw("Return-Path").split()
    subject = re.search(
        r"undeliver|failure notice|returned mail|delivery (status|failure|problem|has failed)|delivery.*fail|mail"
        r" (system error|delivery)|niet (bezorgd|afgeleverd)|onbestelbaar|non remis|could not be delivered|warning",
        opened.header("Subject").lower(),
    )
    return bool(opened.raw("X-Failed-Recipients")) or (machine and (emptied or subject is not None))


def of_reply(reply: str) -> Bounced:
    """Judge what a mail server answered while we were handing the mail over."""
    return _judged(clean_line(reply), [], hard_by_words=False)


def _about(found: list[Status], address: str) -> Status:
    """Give what is said of ``address``; with one recipient whatever is said."""
    mine = [status for status in found if address.casefold() in (status.final, status.original)]
    return (mine or found)[0]


def _by_status(opened: Opened, status: Status, address: str) -> Bounced:
    named = {status.final, status.original} - {""}
    elsewhere = status.final if named and address not in named else ""
    if status.action == "delayed" or status.code.startswith("4."):
        words = status.words or first_words(opened)
        return Bounced(_soft(status.code, words), status.code, words, elsewhere, over=status.action != "delayed")
    generic = status.code in ("", "5.0.0", "5.0.0.0")
    said = status.words or first_words(opened, 4000)
    judged, words = _judged(said, [] if generic else [status.code], hard_by_words=generic), said[:LONGEST_LINE]
    if judged.kind is BounceKind.HARD and elsewhere:
        return Bounced(BounceKind.OTHER, judged.code, words, elsewhere)
    return Bounced(judged.kind, judged.code, words, elsewhere)


def _by_words(opened: Opened, address: str, *, passing: bool, agreed: bool) -> Bounced:
    """Judge by the text; ``passing`` and ``agreed`` are what the second reader says of our address."""
    text = first_words(opened, 4000)
    telling = text[max(text.lower().find(address.lower()), 0) :][:LONGEST_LINE]
    if passing:
        return Bounced(_soft("", text), "", telling, over=False)
    judged = _judged(text, [], hard_by_words=True)
    unsure = judged.kind is BounceKind.HARD and not agreed
    return Bounced(BounceKind.OTHER if unsure else judged.kind, judged.code, telling)


def _judged(words: str, codes: list[str], *, hard_by_words: bool) -> Bounced:
    """Judge a final answer: hard only when every code is, and no word speaks of something else."""
    said = words.lower()
    codes = [*codes, *CODE.findall(said)]
    telling = [code for code in codes if not code.endswith(".0.0")]
    code = telling[0] if telling else (codes[0] if codes else "")
    hard = bool(telling) and all(one in HARD_CODES for one in telling)
    hard = hard or (not telling and hard_by_words and NOBODY.search(said) is not None)
    other = _soft(next((one for one in telling if one not in HARD_CODES), ""), said, final=True)
    if hard and other is BounceKind.OTHER:
        return Bounced(BounceKind.HARD, code, words[:LONGEST_LINE])
    return Bounced(other, code, words[:LONGEST_LINE])


def _soft(code: str, words: str, *, final: bool = False) -> BounceKind:
    """Say what is the matter when it is not the address."""
    said = words.lower()
    if code.startswith("4.") and not FULL.search(said):
        return BounceKind.TEMPORARY
    for kind, pattern in ((BounceKind.FULL, FULL), (BounceKind.POLICY, POLICY), (BounceKind.CONTENT, CONTENT)):
        if pattern.search(said):
            return kind
    detail = code.partition(".")[2]
    if found := BY_DETAIL.get(detail) or BY_SUBJECT.get(detail.partition(".")[0]):
        return found
    if PASSING.search(said):
        return BounceKind.TEMPORARY
    return BounceKind.OTHER if final else BounceKind.TEMPORARY


def first_words(opened: Opened, longest: int = LONGEST_LINE) -> str:
    """Give the beginning of what the server says, without the copy of our own mail below it."""
    return clean_line(RETURNED_COPY.split(opened.text, maxsplit=1)[0], longest)


def second_opinion(opened: Opened) -> tuple[set[str], set[str]]:
    """Give the addresses that flufl.bounce finds to fail for now and for good; none when it stumbles."""
    try:
        temporary, permanent = all_failures(opened.mime)
    except (AttributeError, LookupError, TypeError, ValueError):
        return set(), set()  # its detectors take every header for text
    return _small(temporary), _small(permanent)


def _small(found: object) -> set[str]:
    """Give the addresses that flufl.bounce found, which come as bytes or as text."""
    group = found if isinstance(found, (set, frozenset)) else set()
    return {(one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one)).casefold() for one in group}
