"""Makes calendar files that mean harm, or are merely broken; and ordinary ones to put beside them."""

from collections.abc import Callable

STARTS = "DTSTART;TZID=Europe/Amsterdam:20260310T193000"
ENDS = "DTEND;TZID=Europe/Amsterdam:20260310T213000"


def event(uid: str = "1", title: str = "Raadsvergadering", *lines: str, start: str = STARTS, end: str = ENDS) -> str:
    """Give one event with further ``lines``."""
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", start, end, *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    """Give a calendar file."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//proef//NL", *parts, "END:VCALENDAR", ""]).encode()


def rule(text: str) -> bytes:
    """Give a calendar with an innocent event, and one that recurs by ``text``."""
    return calendar(event(), event("2", "Bom", f"RRULE:{text}"))


LYING_ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Europe/Amsterdam\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    "TZOFFSETFROM:-1100\r\nTZOFFSETTO:-1100\r\nEND:STANDARD\r\nEND:VTIMEZONE"
)

# each with a part of what is said about it
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "every second": (lambda: rule("FREQ=SECONDLY"), "vaker dan eens per dag"),
    "every second until 9999": (lambda: rule("FREQ=SECONDLY;UNTIL=99991231T235959Z"), "vaker dan eens per dag"),
    "every second by the hour": (
        lambda: rule("FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3;BYSECOND=1,2,3"),
        "vaker dan eens per dag",
    ),
    "every minute from year 1": (
        lambda: calendar(event(), event("2", "Bom", "RRULE:FREQ=MINUTELY", start="DTSTART:00010101T000000Z")),
        "niet tussen 1970 en 2100",
    ),
    "interval 0": (lambda: rule("FREQ=DAILY;INTERVAL=0"), "onmogelijke tussentijd"),
    "count of a billion": (lambda: rule("FREQ=DAILY;COUNT=1000000000"), "onmogelijk aantal"),
    "never happens": (lambda: rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "te veel tijd"),
    "cancels itself": (
        lambda: calendar(event(), event("2", "Bom", "RRULE:FREQ=DAILY", "EXRULE:FREQ=DAILY")),
        "EXRULE",
    ),
    "two rules": (
        lambda: calendar(event(), event("2", "Bom", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY")),
        "meer dan één herhaling",
    ),
    "many loose dates": (
        lambda: calendar(event(), event("2", "Bom", "RDATE:" + ",".join(["20260401T100000Z"] * 3000))),
        "2.000 losse datums",
    ),
    "many daily series": (
        lambda: calendar(event(), *(event(f"b{n}", "Bom", "RRULE:FREQ=DAILY") for n in range(2000))),
        "meer dan 2.000",
    ),
    "10 MB line": (lambda: calendar(event("1", "x" * 10_000_000)), "groter dan 1 MB"),
    "long line": (lambda: calendar(event(), event("2", "Bom", "X-LANG:" + "x" * 900_000)), "te lang"),
    "deep nesting": (lambda: calendar("BEGIN:VEVENT\r\n" * 4000 + "END:VEVENT\r\n" * 4000), "te diep"),
    "many components": (lambda: calendar("BEGIN:VTODO\r\nEND:VTODO\r\n" * 6000), "meer dan 5.000 onderdelen"),
    "unclosed": (lambda: b"BEGIN:VCALENDAR\r\n" + event().encode() + b"\r\nBEGIN:VEVENT\r\nUID:2", "afgebroken"),
    "crossed": (lambda: calendar("BEGIN:VEVENT", "END:VTODO"), "niet goed afgesloten"),
    "NUL": (lambda: calendar(event(), event("2", "Bo\0m")), "tekens in die niet mogen"),
    "only NUL": (lambda: b"\0" * 5000, "leeg"),
    "empty": (lambda: b"", "leeg"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "geen agendabestand"),
    "a web page": (lambda: b"<!DOCTYPE html><title>404</title>", "geen agendabestand"),
    "Latin-1": (lambda: calendar(event("1", "Café")).decode().encode("latin-1"), "geen UTF-8"),
    "UTF-16": (lambda: calendar(event("1", "Café")).decode().encode("utf-16"), "geen agendabestand"),
    "a byte order mark": (lambda: b"\xef\xbb\xbf" + calendar(event()), ""),
    "lying zone": (lambda: calendar(LYING_ZONE, event()), ""),
    "zone that is a path": (
        lambda: calendar(event(start="DTSTART;TZID=../../../../etc/passwd:20260310T193000")),
        "onbekend",
    ),
    "31 February": (lambda: calendar(event(), event("2", "Bom", start="DTSTART:20260231T100000Z")), "Bom"),
    "ends before it starts": (lambda: calendar(event(), event("2", "Bom", end="DTEND:20260101T100000Z")), "eindigt"),
    "endless duration": (
        lambda: calendar(event(), event("2", "Bom", end="DURATION:P999999999999W")),
        "duur van deze activiteit",
    ),
    "no start": (lambda: calendar(event(), event("2", "Bom", start="X-A:1", end="X-B:2")), "geen begin"),
    "lone carriage returns": (lambda: calendar(event("1", "Raadsvergadering\rATTENDEE:x")), ""),
}
REFUSED = {"10 MB line", "deep nesting", "many components", "crossed", "only NUL", "empty"} | {
    *("a picture", "a web page", "UTF-16"),
}
