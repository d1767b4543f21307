"""Reads what a domain publishes about its mail: SPF (RFC 7208), DKIM keys (RFC 6376) and DMARC (RFC 9989)."""

import re
from dataclasses import dataclass

from ovkk_core.inbox.lookups import Lookup

MOST_LOOKUPS = 10  # RFC 7208 4.6.4
MOST_LABELS = 8  # RFC 9989 4.10
ASKING = re.compile(r"[+?~-]?(include:|a(?=[:/]|$)|mx(?=[:/]|$)|ptr(?=:|$)|exists:)", re.IGNORECASE)


@dataclass(frozen=True)
class Spf:
    """The record of a domain, "" without one; ``several`` when there is more than one, which counts as an error."""

    record: str
    several: bool
    lookups: int
    end: str  # what happens to every other server: "-", "~", "?", "+", or "" when it does not say


def spf_of(look: Lookup, domain: str) -> Spf:
    """Read the SPF record of ``domain`` and count what it makes others look up, in included records too."""
    found = _spf_records(look, domain)
    if len(found) != 1:
        return Spf("", len(found) > 1, 0, "")
    return Spf(found[0], False, *_follow(look, found[0], {domain}))


def _spf_records(look: Lookup, domain: str) -> list[str]:
    return [text for text in look.texts(domain) if re.match(r"v=spf1( |$)", text, re.IGNORECASE)]


def _follow(look: Lookup, record: str, seen: set[str]) -> tuple[int, str]:
    """Give the number of lookups and what the record ends with; never go round in circles."""
    count, end = 0, ""
    for term in record.split()[1:]:
        small = term.lower()
        if small.lstrip("+?~-") == "all":
            end = small[0] if small[0] in "+?~-" else "+"
        elif small.startswith("redirect=") or ASKING.match(small):
            count += 1
            deeper, last = _inner(look, small, seen) if count <= MOST_LOOKUPS else (0, "")
            count += deeper
            end = end or (last if small.startswith("redirect=") else "")
    return count, end


def _inner(look: Lookup, term: str, seen: set[str]) -> tuple[int, str]:
    """Follow an include or redirect."""
    target = re.sub(r"^[+?~-]?(include:|redirect=)", "", term)
    if target == term or target in seen or "%" in target:
        return 0, ""
    records = _spf_records(look, target)
    return _follow(look, records[0], seen | {target}) if len(records) == 1 else (0, "")


def tags_of(record: str) -> dict[str, str]:
    """Give the tags of a DKIM or DMARC record by their names in small letters."""
    pairs = (part.partition("=") for part in record.split(";") if "=" in part)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def dkim_key(look: Lookup, selector: str, domain: str) -> str | None:
    """Give the public key that is published for a selector, in base64 without blanks; None without a record."""
    for text in look.texts(f"{selector}._domainkey.{domain}"):
        tags = tags_of(text)
        if "p" in tags:
            return re.sub(r"\s", "", tags["p"])
    return None


@dataclass(frozen=True)
class Dmarc:
    """The policy for mail from a domain: where it stands ("" when nowhere), what it asks, and its tags."""

    at: str
    policy: str
    tags: dict[str, str]


def dmarc_of(look: Lookup, domain: str) -> Dmarc:
    """Find the policy by the tree walk of RFC 9989 4.10: at the domain itself, else at its organisational domain."""
    found = {name: tags for name in _walk(domain) if (tags := _dmarc_record(look, name)) is not None}
    if domain in found:
        return Dmarc(domain, found[domain].get("p", "none").lower(), found[domain])
    organisation = _organisation(found)
    if not organisation:
        return Dmarc("", "", {})
    tags = found[organisation]
    return Dmarc(organisation, (tags.get("sp") or tags.get("p", "none")).lower(), tags)


def _walk(domain: str) -> list[str]:
    """Give the names to ask, from the domain up; of a name with more than eight labels the middle is passed over."""
    labels = domain.split(".")
    tails = labels[1:] if len(labels) <= MOST_LABELS else labels[-(MOST_LABELS - 1) :]
    return [domain, *(".".join(tails[at:]) for at in range(len(tails)))]


def _organisation(found: dict[str, dict[str, str]]) -> str:
    """Give the organisational domain: one that says psd=n, else the highest with a record that is no public suffix."""
    for name, tags in found.items():
        if tags.get("psd", "").lower() == "n":
            return name
    own = [name for name, tags in found.items() if tags.get("psd", "").lower() != "y"]
    return own[-1] if own else next(reversed(found), "")


def _dmarc_record(look: Lookup, name: str) -> dict[str, str] | None:
    records = [tags_of(text) for text in look.texts(f"_dmarc.{name}") if re.match(r"v\s*=\s*DMARC1\s*(;|$)", text)]
    return records[0] if len(records) == 1 else None
