"""What files keep of people: pictures with people on them, and who uploaded."""

from collections.abc import Collection, Iterator

from ovkk_core.accounts import User
from ovkk_core.files.models import File
from ovkk_core.history import row_in_words
from ovkk_core.hookspecs import PersonalData, Processing

PROCESSING = [
    Processing(
        name="files.pictures",
        title="Foto's en documenten",
        purpose="Laten zien wat de vereniging doet",
        basis="consent",
        people="Wie herkenbaar op een foto staat; medewerkers die bestanden toevoegen",
        data="Beeld zonder plaatsgegevens, hoe toestemming is gegeven, wie het toevoegde",
        recipients="Bezoekers van de site en lezers van de mail, voor wat openbaar is",
        term="Tot het bestand wordt verwijderd of de toestemming wordt ingetrokken",
        source="Medewerkers en vrijwilligers; de mensen op de foto",
        tables=frozenset({"files_file"}),
    )
]
LABELS = {"Titel": "title", "Beschrijving": "alt", "Toegevoegd": "created_at"}


def held(addresses: Collection[str]) -> Iterator[PersonalData]:
    """Give the files that the person uploaded; who is on a picture is known to people only."""
    mine = User.select(User.id).where(User.email.in_(sorted(addresses)))
    rows = File.select().where(File.uploaded_by.in_(mine)).order_by(File.id)
    yield PersonalData("Bestanden die u toevoegde", tuple(row_in_words(file, LABELS) for file in rows))


def erase(addresses: Collection[str]) -> None:
    """Forget that the person uploaded files; the files stay."""
    mine = User.select(User.id).where(User.email.in_(sorted(addresses)))
    File.update(uploaded_by=None).where(File.uploaded_by.in_(mine)).execute()
