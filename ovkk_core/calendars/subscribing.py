"""Ways to subscribe to a feed."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask_babel import lazy_gettext as _l

from ovkk_core.calendars.feeds import Feed
from ovkk_core.calendars.joining import Link


@dataclass(frozen=True)
class Offer:
    """A feed with the addresses by which programs subscribe to it."""

    key: str
    title: str
    description: str
    https: str
    webcal: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Program:
    """A calendar program, and what to do in it, in order."""

    name: Any  # a name, or one to translate
    steps: tuple[Any, ...]


PROGRAMS = (
    Program(
        "Outlook (Windows, Mac)",
        (
            _l("Copy the address of the agenda you chose."),
            _l("Open the calendar in Outlook and choose “Add calendar”."),
            _l("Choose “From internet” or “Subscribe from web”."),
            _l("Paste the address and confirm."),
        ),
    ),
    Program(
        _l("Outlook.com and Microsoft 365 in the browser"),
        (
            _l("Copy the address of the agenda you chose."),
            _l("Open the calendar and choose “Add calendar”."),
            _l("Choose “Subscribe from web”, paste the address and give the calendar a name."),
            _l("Choose “Import”."),
        ),
    ),
    Program(
        _l("Google Agenda"),
        (
            _l("Copy the address of the agenda you chose."),
            _l("Open Google Agenda on a computer; it cannot be done in the app."),
            _l("Choose the plus sign beside “Other calendars”, then “From URL”."),
            _l("Paste the address and choose “Add calendar”. It appears on your phone by itself."),
        ),
    ),
    Program(
        "Apple (iPhone, iPad, Mac)",
        (
            _l("Choose the button “Subscribe” on this page."),
            _l("Confirm that you want to subscribe."),
            _l("On a Mac, choose how often the calendar refreshes: every hour is fine."),
        ),
    ),
    Program(
        "Thunderbird",
        (
            _l("Copy the address of the agenda you chose."),
            _l("Open the calendar, right-click in the list of calendars and choose “New calendar”."),
            _l("Choose “On the network”, paste the address and choose “Find calendars”."),
            _l("Choose “Subscribe”."),
        ),
    ),
)

APPLE = Program(
    "Apple (iPhone, iPad, Mac)",
    (
        _l("Copy the address you were given."),
        _l("On a Mac, choose “File” and “New Calendar Subscription” in the calendar."),
        _l("On an iPhone or iPad, choose “Calendars”, “Add Calendar” and “Add Subscription Calendar” in the calendar."),
        _l("Paste the address and confirm."),
    ),
)
# an address of webcal: would let some programs ask for the secret over plain http first
PRIVATE_PROGRAMS = tuple(APPLE if program.name == APPLE.name else program for program in PROGRAMS)


def offer(feed: Feed, base_url: str) -> Offer:
    """Give the ways to subscribe to ``feed`` (FEED-4)."""
    address = f"{base_url}{feed.path}"
    webcal = urlsplit(address)._replace(scheme="webcal").geturl()
    outlook = urlencode({"url": address, "name": feed.title})
    links = (
        Link("Google Agenda", f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal})}"),
        Link("Outlook.com", f"https://outlook.live.com/calendar/0/addfromweb?{outlook}"),
        Link("Outlook (Microsoft 365)", f"https://outlook.office.com/calendar/0/addfromweb?{outlook}"),
    )
    return Offer(feed.key.replace("/", "-"), feed.title, feed.description, address, webcal, links)
