"""What the web keeps of people: nothing that says who."""

from ovkk_core.hookspecs import nothing_personal

PROCESSING = [
    nothing_personal("web.tries", {"web_tries": "Alleen versleutelde tellers van pogingen, die vanzelf vervallen"})
]
