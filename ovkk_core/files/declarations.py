"""Who may do what with files, and what the worker does."""

from ovkk_core.hookspecs import Permission, Processing

READ, WRITE = "files.read", "files.write"

PERMISSIONS = (
    Permission(READ, "Foto’s en bestanden bekijken", frozenset({"redacteur", "coordinator", "adviseur", "lezer"})),
    Permission(WRITE, "Foto’s en bestanden plaatsen en wijzigen", frozenset({"redacteur", "coordinator", "adviseur"})),
)

PROCESSING = (
    Processing(
        name="files.pictures",
        title="Foto's waarop mensen te herkennen zijn",
        purpose="Laten zien wat er in de dorpen gebeurt, op de website en in de post",
        basis="consent",
        people="Bewoners, vrijwilligers en bezoekers van activiteiten",
        data="Hun beeltenis, en hoe zij toestemming gaven; nooit waar en wanneer de foto is gemaakt",
        recipients="Iedereen, als de foto openbaar is",
        term="Tot iemand de toestemming intrekt of de foto niet meer nodig is; dan verwijdert een redacteur haar",
        source="Wie de foto plaatst",
        tables=frozenset(),
        exempt={
            "files_file": "Foto's liggen niet op naam. Wie een foto weg wil hebben, wijst haar aan; dan is zij met "
            "één handeling helemaal weg. Wie haar plaatste, staat in de geschiedenis"
        },
    ),
)
