"""What a mail is made of: to whom, and what is enclosed; both refuse what could add a header or a part (MAIL-3)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from email_validator import EmailNotValidError, validate_email

from ovkk_core.errors import BadInputError

LONGEST_NAME = 200
MIMETYPE = re.compile(r"(text|image|application|audio|video|font)/[a-z0-9][a-z0-9.+-]{0,60}")
TOKEN = re.compile(r"[A-Za-z0-9-]{1,40}")


@dataclass(frozen=True)
class Recipient:
    """One address with the name to show. The domain is kept in lower case as A-label (RFC 5891), the rest in NFC.

    Letters outside ASCII before the at sign are allowed (RFC 6531); not every mail server takes them. Raises
    :class:`BadInputError` for what is no address and for control characters.
    """

    address: str
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", one_line(self.name, "de naam van de ontvanger"))
        try:
            valid = validate_email(self.address, check_deliverability=False, test_environment=True)
        except EmailNotValidError as error:
            raise BadInputError(
                f"'{printable(self.address)}' is geen mailadres waar post heen kan. Controleer hoe het is getypt."
            ) from error
        object.__setattr__(self, "address", valid.ascii_email or f"{valid.local_part}@{valid.ascii_domain}")

    @property
    def domain(self) -> str:
        """The part after the at sign."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True)
class Attachment:
    """A file to enclose: a plain ``filename``, and what its Content-Type says, such as ``{"method": "REQUEST"}``.

    Raises :class:`BadInputError` for names and types that cannot stand in a header as they are.
    """

    filename: str
    content: bytes
    mimetype: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "filename", one_line(self.filename, "de bestandsnaam van de bijlage"))
        if not self.filename or any(c in self.filename for c in "/\\"):
            raise BadInputError("De bijlage heeft geen bruikbare bestandsnaam. Geef een naam zonder schuine streep.")
        if not MIMETYPE.fullmatch(self.mimetype):
            raise BadInputError(f"De bijlage '{self.filename}' heeft een onbekend soort: '{printable(self.mimetype)}'.")
        for name, value in self.parameters.items():
            if not (TOKEN.fullmatch(name) and TOKEN.fullmatch(value)):
                raise BadInputError(f"De bijlage '{self.filename}' heeft een kenmerk dat niet in een mail past.")


def one_line(text: str, what: str) -> str:
    """Give ``text`` in NFC with single spaces; raise :class:`BadInputError` unless it is one printable line."""
    if any(is_control(c) for c in text):
        raise BadInputError(
            f"In {what} staat een regeleinde of een onzichtbaar stuurteken. Typ het opnieuw in plaats van te plakken."
        )
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if len(text) > LONGEST_NAME:
        raise BadInputError(f"{what[0].upper()}{what[1:]} is te lang: hoogstens {LONGEST_NAME} tekens.")
    return text


def safe_text(text: str, what: str) -> str:
    """Give ``text`` with line feeds only; raise :class:`BadInputError` for other control characters but the tab."""
    text = text.replace("\r\n", "\n")
    if any(is_control(c) and c not in "\n\t" for c in text):
        raise BadInputError(
            f"In '{what}' staat een onzichtbaar stuurteken. Typ de tekst opnieuw in plaats van te plakken."
        )
    return text


def is_control(character: str) -> bool:
    """Say whether ``character`` controls rather than shows: C0, C1, lone surrogates, line and paragraph separators."""
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


def printable(text: str) -> str:
    """Give ``text`` fit to show in an error: nothing invisible, not endless."""
    return "".join("\N{REPLACEMENT CHARACTER}" if is_control(c) else c for c in text)[:80]
