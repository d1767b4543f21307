"""What calendars keep of people: the agenda is of organisations."""

from ovkk_core.hookspecs import nothing_personal

PUBLIC = "Openbare agenda van organisaties; een naam van iemand in een tekst wordt bij inzage en wissen opgezocht"
PROCESSING = [nothing_personal("calendars.events", {"calendars_event": PUBLIC})]
