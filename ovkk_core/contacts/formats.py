"""Dutch ways of writing (glossary, "Formats"): read what people type into the stored form, and show it again."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

import phonenumbers
from stdnum import iban as iban_number
from stdnum.exceptions import ValidationError

from ovkk_core.errors import BadInputError

HOME = 31  # the country code of the Netherlands
POSTCODE = re.compile(r"([1-9][0-9]{3})\s*(?!S[ADS])([A-Z]{2})")
MUNICIPAL = re.compile(r"14(0[1-9]\d{1,2})")  # the 14-numbers: 14 and the area code


def stored_postcode(text: str) -> str:
    """Give a postcode as ``7734 PD``, "" for none; raise :class:`BadInputError` when it cannot be one."""
    if not text.strip():
        return ""
    found = POSTCODE.fullmatch(text.strip().upper())
    if not found:
        raise BadInputError(f"'{text}' is geen postcode. Schrijf vier cijfers en twee letters, zoals 7734 PD.")
    return f"{found[1]} {found[2]}"


def stored_phone(text: str) -> str:
    """Give a number as E.164 (``+31529478194``), "" for none; a 14-number becomes ``+31140523``.

    Without a country code it is Dutch. Raises :class:`BadInputError` when no such number can exist.
    """
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.extension or re.search("[A-Za-z]", text) or not phonenumbers.is_valid_number(number):
        raise BadInputError(
            f"'{text}' is geen telefoonnummer. Schrijf het zoals 0529 47 81 94, 06 12 34 56 78 of 14 0523; "
            "een buitenlands nummer begint met + en de landcode."
        )
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def stored_iban(text: str) -> str:
    """Give an account without spaces, "" for none; raise :class:`BadInputError` when its check digits are wrong."""
    if not text.strip():
        return ""
    try:
        return str(iban_number.validate(text))
    except ValidationError as error:
        raise BadInputError(f"'{text}' is geen IBAN. Schrijf het zoals NL20 INGB 0001 2345 67.") from error


def stored_kvk(text: str) -> str:
    """Give the eight digits of a KvK number as text, "" for none; leading zeros count."""
    digits = re.sub(r"[\s.]", "", text)
    if digits and not re.fullmatch("[0-9]{8}", digits):
        raise BadInputError(f"'{text}' is geen KvK-nummer. Het heeft acht cijfers, zoals 05012345.")
    return digits


def stored_web_address(text: str) -> str:
    """Give an address on the web with its scheme, "" for none; ``www.dorp.test`` becomes ``https://www.dorp.test``."""
    if not text.strip():
        return ""
    address = text.strip() if re.match("[a-z][a-z0-9+.-]*:", text.strip(), re.IGNORECASE) else f"https://{text.strip()}"
    try:
        parts = urlsplit(address)
        fits = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        fits = False
    if not fits or re.search(r"\s", address):
        raise BadInputError(f"'{text}' is geen webadres. Schrijf het zoals https://www.dorpsbelang.example.")
    return address


def shown_phone(stored: str) -> str:
    """Give a stored number as people write it: ``0529 47 81 94``, ``06 12 34 56 78``, ``14 0523``; abroad with +."""
    return _written(stored) if stored else ""


@lru_cache(4096)
def _written(stored: str) -> str:
    try:
        number = phonenumbers.parse(stored, None)
    except phonenumbers.NumberParseException:
        return stored
    if number.country_code != HOME:
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    local = str(number.national_number)
    if municipal := MUNICIPAL.fullmatch(local):
        return f"14 {municipal[1]}"
    if local.startswith(("800", "900", "906", "909")):
        return f"0{local[:3]} {_in_pairs(local[3:])}"
    if local.startswith("6") and len(local) == 9:
        return f"06 {_in_pairs(local[1:])}"
    area = phonenumbers.length_of_geographical_area_code(number) or (2 if local.startswith("8") else 0)
    return f"0{local[:area]} {_in_pairs(local[area:])}" if area else f"0{local}"


def shown_iban(stored: str) -> str:
    """Give an account in fours: ``NL20 INGB 0001 2345 67``."""
    return " ".join(stored[at : at + 4] for at in range(0, len(stored), 4))


def shown_postcode(stored: str) -> str:
    """Give a postcode in its one way of writing; what is no postcode stays as it is."""
    found = POSTCODE.fullmatch(stored.strip().upper())
    return f"{found[1]} {found[2]}" if found else stored


def _in_pairs(digits: str) -> str:
    """Give digits in twos from the right; an odd one makes the first group three, four or fewer stay together."""
    if len(digits) <= 4:
        return digits
    odd = 3 if len(digits) % 2 else 2
    return " ".join([digits[:odd], *(digits[at : at + 2] for at in range(odd, len(digits), 2))])
