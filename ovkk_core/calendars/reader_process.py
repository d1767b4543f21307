"""Reads one foreign calendar file, in a process of its own that may be killed at any moment (CAL-17, CAL-18).

Run by its path (see ``reader.py``): the file on standard input, the window as two moments in the arguments. Gives
one JSON object a line: ``item``, ``dropped`` or ``refused``, and at last ``end``; what was given counts, also when
the process dies halfway. Nothing is expanded that was not judged first, and no time zone is believed but its name.
"""
# long because it is run by its path, without the platform around it: importing that takes longer than reading a file

import json
import os
import re
import resource
import signal
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.parser import Contentline
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

SIZE = 1_000_000  # bytes
COMPONENTS = 5_000
DEPTH = 5
LINE = 20_000  # characters, unfolded
PROPERTIES = 1_000  # of one event
OCCURRENCES = 2_000  # within the window
DATES = 2_000  # in the EXDATE and RDATE of one event
YEARS = range(1970, 2101)
COUNT, INTERVAL = 50_000, 1_000
LONGEST = timedelta(days=366)
TITLE, TEXT, KEPT = 200, 2_000, 2_000  # characters
CPU_SECONDS, MEMORY = 1.7, 200_000_000  # of the processor, however busy the machine is; bytes
MOST_TOLD = 200
_told = count()

LOCAL = "Europe/Amsterdam"
TIMES = {"DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID"}
USED = TIMES | {"UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "DURATION", "RRULE", "EXRULE"}
SINGLE = USED - {"EXDATE", "RDATE"}
ORDINARY = {"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
PERSONAL = {"ATTENDEE", "ORGANIZER", "CONTACT"}  # people who did not ask to be here
NAME = re.compile(r"([A-Za-z0-9-]{1,100})(?=[;:])")
MOMENT = re.compile(r"(\d{4})\d{4}(?:T\d{6}(Z?))?")
LENGTH = re.compile(r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?", re.I)
RULE_PART = re.compile(r"(BYDAY|BYMONTHDAY|BYMONTH|BYYEARDAY|BYWEEKNO|BYSETPOS|WKST)=[-+0-9A-Z,]{1,200}")


class UnfitError(Exception):
    """Something cannot be used; the words say why, in Dutch."""


@dataclass
class Group:
    """The events of one UID, cleaned: the series and its changed dates; ``kept`` are lines we do not understand."""

    title: str = ""
    lines: list[list[str]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    kept_size: int = 0


def tell(kind: str, **values: Any) -> None:
    """Give one line of the answer, at once."""
    sys.stdout.write(json.dumps({"kind": kind, **values}) + "\n")
    sys.stdout.flush()


def dropped(what: str, why: str) -> None:
    """Say what is left out; not endlessly."""
    number = next(_told)
    if number < MOST_TOLD:
        tell("dropped", what=clean(what)[:TITLE], why=why)
    elif number == MOST_TOLD:
        tell("dropped", what="En nog meer", why="de rest van de opmerkingen is weggelaten")


def clean(text: str, allowed: str = "") -> str:
    """Give ``text`` without control characters other than ``allowed``."""
    kept = (c if c in allowed or unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"} else " " for c in text)
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def decoded(content: bytes) -> str:
    """Give the text; Latin-1 is understood, and NUL taken out."""
    if len(content) > SIZE:
        raise UnfitError("Het bestand is groter dan 1 MB. Vraag om een kleiner bestand.")
    if b"\0" in content:
        dropped("Nultekens", "er stonden tekens in die niet mogen; die zijn weggelaten")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
        dropped("Tekenset", "het bestand is geen UTF-8; het is gelezen als Windows-1252 (Latijns schrift)")
    return text.replace("\0", "")


def unfolded(text: str) -> Iterator[str]:
    """Give the content lines."""
    for line in re.sub(r"\r?\n[ \t]|\r[ \t]", "", text).replace("\r", "\n").split("\n"):
        if line.strip():
            yield line


def events(text: str) -> list[list[str]]:
    """Give the lines of each event. Raises :class:`UnfitError` for what is no calendar or too much of one."""
    found: list[list[str]] = []
    others: Counter[str] = Counter()
    stack: list[str] = []
    for line in unfolded(text):
        word, _, name = line[:100].partition(":")
        word, name = word.upper(), name.strip().upper()
        if not stack and (word, name) != ("BEGIN", "VCALENDAR"):
            raise UnfitError("Dit is geen agendabestand: het begint niet met BEGIN:VCALENDAR. Kies een .ics-bestand.")
        if word == "BEGIN":
            stack.append(name)
            others[name] += 1
            _judge_nesting(others.total(), len(stack))
            if stack[1:] == ["VEVENT"]:
                found.append([])
        elif word == "END" and stack.pop() != name:
            raise UnfitError("Het bestand is stuk: onderdelen zijn niet goed afgesloten (BEGIN en END).")
        elif stack[1:] == ["VEVENT"] and word != "END":
            found[-1].append(line)
    _tell_others(others, stack)
    return found


def _judge_nesting(parts: int, depth: int) -> None:
    if parts > COMPONENTS:
        raise UnfitError("Er staan meer dan 5.000 onderdelen in het bestand. Vraag om een kleiner bestand.")
    if depth > DEPTH:
        raise UnfitError("De onderdelen van het bestand zitten te diep in elkaar. Dit bestand wordt niet gelezen.")


def _tell_others(parts: Counter[str], still_open: list[str]) -> None:
    if not parts:
        raise UnfitError("Het bestand is leeg. Kies een agendabestand (.ics).")
    if still_open:
        dropped("Het einde van het bestand", "het bestand is afgebroken; wat er wel stond is gelezen")
    for name, times in parts.items():
        if name not in ORDINARY:
            dropped(f"{name[:40]} ({times}×)", "alleen activiteiten (VEVENT) worden overgenomen, zonder herinneringen")


def grouped(found: Iterable[list[str]]) -> dict[str, Group]:
    """Give the events by UID, each cleaned; say which are left out and why."""
    groups: dict[str, Group] = {}
    for number, lines in enumerate(found, 1):
        title = next((line.partition(":")[2] for line in lines if line[:8].upper() == "SUMMARY:"), "")
        title = clean(title)[:TITLE] or f"activiteit {number}"
        uid = next((line.partition(":")[2].strip() for line in lines if line[:4].upper() == "UID:"), "")
        group = Group(title)
        try:
            group.lines.append(cleaned(lines, group))
        except UnfitError as error:
            dropped(title, str(error))
            continue
        known = groups.setdefault(clean(uid)[:500] or f"zonder-uid-{title}-{_start_in(group.lines[0])}", group)
        if known is not group:
            known.lines += group.lines
    return groups


def _start_in(lines: list[str]) -> str:
    return next(line for line in lines if line.startswith("DTSTART"))


def cleaned(lines: list[str], group: Group) -> list[str]:
    """Give the lines that we use, judged and rewritten; keep or name the others."""
    if len(lines) > PROPERTIES:
        raise UnfitError("deze activiteit heeft meer dan 1.000 gegevens")
    given: list[str] = []
    seen: set[str] = set()
    dates = 0
    for line in lines:
        name = _name_of(line, group.title)
        if name in SINGLE & seen:
            _refuse_twice(name, group.title)
        elif name in USED:
            given.append(rewritten(name, line, group.title))
        elif name:
            _keep(name, line, group)
        seen.add(name)
        dates += line.count(",") + 1 if name in TIMES else 0
    if "DTSTART" not in seen:
        raise UnfitError("deze activiteit heeft geen begin")
    if dates > DATES:
        raise UnfitError("deze activiteit noemt meer dan 2.000 losse datums")
    return given


def _name_of(line: str, title: str) -> str:
    """Give the name of what stands on the line; "" when it cannot be used."""
    match = NAME.match(line)
    if not match:
        dropped(title, f"een onleesbare regel is weggelaten: {clean(line)[:60]}")
        return ""
    if len(line) > LINE and match[1].upper() not in TIMES:
        dropped(title, f"het gegeven {match[1].upper()} is te lang en is weggelaten")
        return ""
    return match[1].upper()


def _refuse_twice(name: str, title: str) -> None:
    if name == "RRULE":
        raise UnfitError("deze activiteit heeft meer dan één herhaling; dat wordt niet gelezen")
    dropped(title, f"{name} staat er meer dan één keer; de eerste telt")


def rewritten(name: str, line: str, title: str) -> str:
    """Give a line that we use so that it is safe to read. Raises :class:`UnfitError` when it cannot be."""
    if name in TIMES:
        return moments(name, line, title)
    if name == "RRULE":
        return f"RRULE:{judged(line.partition(':')[2])}"
    if name == "EXRULE":
        raise UnfitError("deze activiteit gebruikt EXRULE, een verouderde herhaling; dat wordt niet gelezen")
    if name == "DURATION" and not LENGTH.fullmatch(line.partition(":")[2].strip()):
        raise UnfitError("de duur van deze activiteit is niet te lezen")
    return line


def _keep(name: str, line: str, group: Group) -> None:
    if name in {"DTSTAMP", "SEQUENCE", "CREATED", "LAST-MODIFIED"}:
        return  # says how old the entry is; the comparison with what we had says more
    if name in PERSONAL:
        dropped(group.title, f"{name}: gegevens van personen worden niet overgenomen")
    elif group.kept_size + len(line) > KEPT:
        dropped(group.title, f"het onbekende gegeven {name} is te groot om te bewaren")
    else:
        group.kept.append(clean(line))
        group.kept_size += len(line)


def moments(name: str, line: str, title: str) -> str:
    """Give a line of dates or times in a zone that exists. A time without a zone is one in Europe/Amsterdam."""
    try:
        _, parameters, value = Contentline(line).parts()
    except ValueError as error:
        raise UnfitError(f"{name} is niet te lezen") from error
    values = [part.strip().upper().partition("/")[0] for part in value.split(",")]
    matches = [MOMENT.fullmatch(one) for one in values]
    if not all(matches):
        raise UnfitError(f"{name} is geen datum of tijd: {clean(value)[:40]}")
    if any(int(match[1]) not in YEARS for match in matches if match):
        raise UnfitError(f"{name} ligt niet tussen 1970 en 2100")
    text = ",".join(values)
    if "T" not in text:
        return f"{name};VALUE=DATE:{text}"
    if text.endswith("Z"):
        return f"{name}:{text}"
    wanted = parameters.get("TZID", "")
    return f"{name};TZID={zone(wanted if isinstance(wanted, str) else wanted[0], title)}:{text}"


@cache
def _names() -> dict[str, str]:
    names = (files("tzdata") / "zones").read_text()  # not what the machine has: that may name a link of its own
    windows = {key.casefold(): value for key, value in WINDOWS_TO_OLSON.items()}
    return windows | {name.casefold(): name for name in names.split()}


@cache
def zone(wanted: str, title: str) -> str:
    """Give the zone of that name, from the list of the IANA or that of Windows; ours when it is in neither."""
    if not wanted:
        return LOCAL
    ending = wanted.casefold().split("/")
    for parts in range(min(len(ending), 3), 0, -1):  # some write /their.site/Europe/Amsterdam
        known = _names().get("/".join(ending[-parts:]))
        if known:
            return known
    dropped(title, f"de tijdzone {clean(wanted)[:60]} is onbekend; gelezen als Nederlandse tijd")
    return LOCAL


def judged(rule: str) -> str:
    """Give a recurrence rule that is safe to expand. Raises :class:`UnfitError` for another."""
    parts = [part.strip().upper() for part in rule.strip().split(";") if part.strip()]
    values = dict(part.partition("=")[::2] for part in parts)
    if len(values) != len(parts) or values.get("FREQ") not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        raise UnfitError("deze activiteit herhaalt zich vaker dan eens per dag, of op een onbekende manier")
    if not _between(values.get("INTERVAL", "1"), INTERVAL) or not _between(values.get("COUNT", "1"), COUNT):
        raise UnfitError("de herhaling heeft een onmogelijke tussentijd of een onmogelijk aantal")
    until = values.get("UNTIL", "")
    if until and not MOMENT.fullmatch(until):
        raise UnfitError("het einde van de herhaling is geen datum")
    if until and int(until[:4]) not in YEARS:
        parts = [part for part in parts if not part.startswith("UNTIL=")]  # 9999 says: without end
    known = {"FREQ", "INTERVAL", "COUNT", "UNTIL"}
    if not all(part.partition("=")[0] in known or RULE_PART.fullmatch(part) for part in parts):
        raise UnfitError("deze activiteit herhaalt zich vaker dan eens per dag, of op een onbekende manier")
    return ";".join(parts)


def _between(number: str, most: int) -> bool:
    return number.isdecimal() and len(number) < 10 and 1 <= int(number) <= most


def occurrences(uid: str, group: Group, since: datetime, until: datetime) -> Iterator[dict[str, Any]]:
    """Give what happens in the window. Raises :class:`UnfitError` when the series cannot be expanded."""
    calendar = Calendar()
    for lines in group.lines:
        calendar.add_component(_component(lines, group.title))
    recurs = any(line.startswith(("RRULE", "RDATE")) for lines in group.lines for line in lines)
    found = recurring_ical_events.of(calendar).between(since, until) if recurs else calendar.subcomponents
    for event in found:
        item = _item(event)
        if item["starts_at"] < until and item["ends_at"] > since:
            moments = {name: item[name].astimezone(UTC).isoformat() for name in ("starts_at", "ends_at")}
            yield {**item, **moments, "uid": uid, "kept": group.kept}


def _component(lines: list[str], title: str) -> Any:
    event = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
    for name, why in event.errors:
        dropped(title, f"{name} is niet te lezen en is weggelaten: {clean(str(why))[:80]}")
    if "DTSTART" not in event:
        raise UnfitError("het begin is geen bestaande datum of tijd")
    return event


def _item(event: Any) -> dict[str, Any]:
    """Give one occurrence in plain values, but for its moments."""
    start, end = event.start, event.end
    all_day = not isinstance(start, datetime)
    starts_at, ends_at = _aware(start), _aware(end)
    if ends_at < starts_at or ends_at - starts_at > LONGEST:
        raise UnfitError("deze activiteit eindigt voor zij begint, of duurt langer dan een jaar")
    known = event.get("RECURRENCE-ID")
    address = clean(str(event.get("URL", "")))
    return {
        "title": clean(str(event.get("SUMMARY", "")))[:TITLE].strip() or "(zonder titel)",
        "description": clean(str(event.get("DESCRIPTION", "")), "\n\t")[:TEXT].strip(),
        "place": clean(str(event.get("LOCATION", "")))[:TITLE].strip(),
        "address": address if address.startswith(("https://", "http://")) and len(address) <= TITLE else "",
        "starts_at": starts_at,
        "ends_at": ends_at if ends_at > starts_at or not all_day else _aware(start + timedelta(days=1)),
        "all_day": all_day,
        "cancelled": str(event.get("STATUS", "")).upper() == "CANCELLED",
        "recurrence": _aware(known.dt).astimezone(UTC).isoformat() if known else "",
    }


def _aware(moment: date) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), ZoneInfo(LOCAL))
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(LOCAL))


def read(content: bytes, since: datetime, until: datetime) -> bool:
    """Tell everything that is in ``content``; say whether nothing had to be left for its number."""
    given = 0
    for uid, group in grouped(events(decoded(content))).items():
        try:
            for item in occurrences(uid, group, since, until):
                given += 1
                if given > OCCURRENCES:
                    dropped("De overige data", "er zijn er meer dan 2.000 in de komende tijd")
                    return False
                tell("item", **item)
        except UnfitError as error:
            dropped(group.title, str(error))
        except Exception as error:  # noqa: BLE001 - a hostile file may provoke any; the others are still read
            dropped(group.title, f"deze activiteit is niet te lezen ({type(error).__name__})")
    return True


def main() -> None:
    """Read standard input, within limits that the system guards."""
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)  # then the system ends this process
    resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.nice(10)  # whoever asks for a page goes first
    since, until = (datetime.fromisoformat(text) for text in sys.argv[1:3])
    try:
        whole = read(sys.stdin.buffer.read(SIZE + 1), since, until)
    except UnfitError as error:
        tell("refused", why=str(error))
    else:
        tell("end", whole=whole)


if __name__ == "__main__":
    main()
