"""Measures whether agenda and polls stay quick while somebody uploads calendars that repeat without end."""

import re
import statistics
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

from bench import loading, measuring
from ovkk_core.accounts import demo

EVENTS, SECONDS, PAUSE, ROUNDS = 1000, 6, 0.03, 2
PATHS = ("/agenda", measuring.FEED)
UPLOAD = "/beheer/agenda-uploaden/"
BOUNDARY = "bench-boundary"
RULES = {"harmless": "", "bombs": "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"}  # 30 February never comes


class Visitor:
    """A browser that is logged in as an administrator of the demonstration."""

    def __init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.sent = dict.fromkeys(RULES, 0)
        self._post("/inloggen/demo/beheerder", "/inloggen", {})

    def upload(self, kind: str) -> None:
        """Send a calendar; that a bomb is refused is what should happen."""
        self._post(UPLOAD, UPLOAD, {"title": f"{kind} {self.sent[kind]}", "municipality": "0"}, _calendar(RULES[kind]))
        self.sent[kind] += 1

    def _post(self, path: str, form: str, values: dict[str, str], file: bytes = b"") -> None:
        page = self._opener.open(measuring.BASE + form).read().decode()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token, form
        values = values | {"csrf_token": token[1]}
        headers = {"Referer": measuring.BASE + form, "Origin": measuring.BASE}
        body = urllib.parse.urlencode(values).encode()
        if file:
            headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
            body = _multipart(values, file)
        request = urllib.request.Request(measuring.BASE + path, body, headers)
        try:
            self._opener.open(request, timeout=measuring.PATIENCE).read()
        except urllib.error.HTTPError as error:
            if error.code != 422:
                raise


def main() -> None:
    """Print the slowest of 95 % without uploads, with bombs and with harmless ones, in turns."""
    found: dict[tuple[str, str], list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        with loading.installation(Path(name), EVENTS):
            demo.load()
        variables = loading.environment(Path(name)) | {"OVKK_DEMO": "1"}
        with measuring.server(measuring.ours(), variables):
            visitor = Visitor()
            watch()
            for _ in range(ROUNDS):
                for state in ("quiet", *RULES):
                    with uploading(visitor, state):
                        for path, p95 in watch().items():
                            found.setdefault((path, state), []).append(p95)
    print(f"\np95 while {visitor.sent['bombs']} bombs were read, server and readers on one core")
    for path in PATHS:
        quiet, harmless, bombs = (statistics.median(found[path, state]) for state in ("quiet", *RULES))
        print(f"  {path:<20}{quiet:7.1f} ms without, {bombs:7.1f} ms with: {bombs / quiet:.1f} ×", end="")
        print(f"   (beside {visitor.sent['harmless']} small calendars {harmless:.1f} ms)")
    print("  goal: ≤ 2 ×")


def watch() -> dict[str, float]:
    """Ask the pages in turns for some seconds; give the slowest of 95 % of each in milliseconds."""
    etag = measuring.fetch()[1]["etag"]
    took: dict[str, list[float]] = {path: [] for path in PATHS}
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        for path in PATHS:
            began = time.perf_counter()
            status, _, _ = measuring.fetch(path, {"If-None-Match": etag})
            took[path].append((time.perf_counter() - began) * 1000)
            assert status in {200, 304}, (path, status)
            time.sleep(PAUSE)
    return {path: statistics.quantiles(times, n=20)[-1] for path, times in took.items()}


@contextmanager
def uploading(visitor: Visitor, kind: str) -> Iterator[None]:
    """Upload one calendar of this kind after another until the block ends; "quiet" is none."""
    over = threading.Event()

    def go_on() -> None:
        while not over.is_set():
            visitor.upload(kind)

    thread = threading.Thread(target=go_on)
    if kind in RULES:
        thread.start()
    try:
        yield
    finally:
        over.set()
        if kind in RULES:
            thread.join()


def _calendar(rule: str) -> bytes:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART:20000101T000000Z\r\n{rule}SUMMARY:x\r\nEND:VEVENT\r\n"
        for number in range(200)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//NL\r\n{events}END:VCALENDAR\r\n".encode()


def _multipart(values: dict[str, str], file: bytes) -> bytes:
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in values.items()]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="bom.ics"\r\n\r\n'
    return f"{''.join(parts)}{head}".encode() + file + f"\r\n--{BOUNDARY}--\r\n".encode()


if __name__ == "__main__":
    main()
