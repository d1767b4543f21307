"""What the worker does for files, and how they are."""

from collections.abc import Iterator

from ovkk_core.errors import ConfigError, NotFoundError
from ovkk_core.files import keeping, storage
from ovkk_core.files.models import File
from ovkk_core.hookspecs import Health, JobSpec

JOBS = (JobSpec("files.sweep", "Resten van afgebroken uploads wissen", keeping.sweep, "41 3 * * *"),)
LOST = "Van het nieuwste bestand is de inhoud weg. Kijk of OVKK_FILES_URL klopt, of zet een reservekopie terug."


def checks() -> Iterator[Health]:
    """Say whether the newest file can be read where files are kept."""
    newest = File.select().order_by(File.id.desc()).first()
    problem = _problem(newest) if newest else ""
    yield Health("Bestanden", not problem, problem or f"{File.select().count()} foto's en documenten.")


def _problem(file: File) -> str:
    try:
        storage.read(file.name, keeping.main_part(file))
    except NotFoundError:
        return LOST
    except (OSError, ConfigError) as error:
        return f"De opslag van bestanden antwoordt niet: {error}"
    return ""
