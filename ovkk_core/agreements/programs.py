"""Which kind of program fetches a feed, from what it calls itself; versions are not kept."""

OTHER = "Ander programma"
FEW_ADDRESSES = frozenset({"Google Agenda", "Outlook"})  # these fetch for many people from a few networks
PROGRAMS = (
    ("Outlook", ("outlook", "microsoft", "msoffice", "exchange")),
    ("Google Agenda", ("google-calendar", "googlebot", "google")),
    ("Thunderbird", ("thunderbird", "lightning")),
    ("Apple", ("dataaccessd", "calendaragent", "accountsd", "remindd", "calendarstore", "ios/", "macos/", "mac os x")),
)


def program_of(user_agent: str) -> str:
    """Give the name of the program, or that it is another one."""
    said = user_agent.casefold()
    return next((name for name, marks in PROGRAMS if any(mark in said for mark in marks)), OTHER)
