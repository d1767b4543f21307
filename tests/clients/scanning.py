"""What a mail scanner does with mails as delivered, and what SpamAssassin thinks of them."""

import email
import email.policy
import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

from tests.serving import in_installation

SCORE = re.compile(r"X-Spam-Status: \w+, score=(-?[\d.]+) (.*?\nSubject: [^\n]*)", re.DOTALL)
LINK = re.compile(r"https?://[^\s<>\"']+")
FETCH = """
import hashlib, json, pathlib, urllib.parse
from ovkk_core.database import db, models_of

def digests():
    found = {}
    for model in (model for room in registry.rooms() for model in models_of(room)):
        rows = sorted(map(repr, model.select().tuples().iterator()))
        found[model._meta.table_name] = hashlib.sha256("".join(rows).encode()).hexdigest()
    return found

links = json.loads(pathlib.Path(LINKS).read_text())
before, statuses = digests(), {}
for number, link in enumerate(links):
    place = urllib.parse.urlsplit(link)
    for method in ("HEAD", "GET"):
        scanner = app.test_client()  # without a cookie of before
        address = f"10.1.{number // 250}.{number % 250 + 1}"  # scanners come from many
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        answer = scanner.open(path, method=method, environ_base={"REMOTE_ADDR": address})
        statuses.setdefault(str(answer.status_code), []).append(f"{method} {link}")
after = digests()
changed = sorted(table for table in before if before[table] != after[table])
print(json.dumps([changed, statuses]))
"""


class Links(HTMLParser):
    """Gathers the addresses that the HTML of a mail links to or loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of a link or an image."""
        self.found |= {value for name, value in attrs if name in {"href", "src"} and value}


def parsed(content: bytes) -> EmailMessage:
    """Parse a mail as delivered; a defect anywhere fails the test."""
    message = email.message_from_bytes(content, policy=email.policy.SMTP)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert part.defects == []
        assert [value.defects for value in part.values() if value.defects] == []
    return message


def links_of(message: EmailMessage) -> set[str]:
    """Give every address on the web in a mail: in its text, its HTML and its headers."""
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    found = {link.rstrip(".,;:!?)") for link in LINK.findall(text.get_content())}
    found |= {link for link in Links(html.get_content()).found if link.startswith("http")}
    return found | set(LINK.findall(str(message["List-Unsubscribe"] or "")))


def scanned(variables: Mapping[str, str], links: Iterable[str], folder: Path) -> tuple[list[str], dict[str, list[str]]]:
    """Ask for ``links`` as a scanner does; give the tables that changed, and the links by the status they gave."""
    (folder / "links.json").write_text(json.dumps(sorted(links)))
    said = in_installation(variables, f"LINKS = {str(folder / 'links.json')!r}\n{FETCH}")
    changed, statuses = json.loads(said.splitlines()[-1])
    return changed, statuses


def spam_scores(contents: Iterable[bytes], folder: Path) -> list[tuple[float, str]]:
    """Give the scores of mails by SpamAssassin without network tests, the lowest first, with rules and subject."""
    box = b"".join(b"From post@vereniging.example Mon Jan  1 00:00:00 2026\n" + _in_box(one) for one in contents)
    (folder / "mails.mbox").write_bytes(box)
    command = ["spamassassin", "--local", "--mbox", "--prefspath", str(folder / "prefs"), str(folder / "mails.mbox")]
    (folder / "prefs").write_text("report_safe 0\nuse_bayes 0\nuse_auto_whitelist 0\n")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return sorted((float(score), " ".join(about.split())) for score, about in SCORE.findall(done.stdout))


def _in_box(content: bytes) -> bytes:
    return re.sub(rb"(?m)^From ", b">From ", content.replace(b"\r\n", b"\n")) + b"\n"
