"""What records of contacts have in common: a key to sort by, ways of writing, a postal address."""

from collections.abc import Callable
from typing import Any, ClassVar

import peewee

from ovkk_core.contacts import formats, names
from ovkk_core.contacts.slugs import unused_slug
from ovkk_core.database import LineField
from ovkk_core.history import TrackedModel
from ovkk_core.mail import Recipient


class Sorted:
    """A record with a ``sort_key``: folded text to list and search by, derived again at every save."""

    UNTRACKED: ClassVar[frozenset[str]] = frozenset({"sort_key"})
    name: str
    sort_key: str

    def derived_sort_key(self) -> str:
        """Give the key: the name under its main word."""
        return names.place_sort_key(self.name)

    def slug_wishes(self) -> tuple[str, ...]:
        """Give the texts to make an address of, the best first; none for a record without an address."""
        return (self.name,)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save with a fresh sort key, and with a slug when it has none yet."""
        key = self.derived_sort_key()
        if key != self.sort_key:
            self.sort_key = key
        if self.slug_wishes() and not getattr(self, "slug", ""):
            self.slug = unused_slug(type(self), *self.slug_wishes())
        return super().save(*args, **kwargs)  # type: ignore[misc]  # stands before TrackedModel


class Written:
    """A record with fields that have one way of writing; saving stores that, or raises ``BadInputError``."""

    WAYS: ClassVar[dict[str, Callable[[str], str]]] = {}

    def ways(self) -> dict[str, Callable[[str], str]]:
        """Give how each such field is written."""
        return self.WAYS

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save with every such field in its one way of writing."""
        for name, stored in self.ways().items():
            put_as_stored(self, name, stored)
        return super().save(*args, **kwargs)  # type: ignore[misc]  # stands before TrackedModel


class Reachable:
    """A record with an ``email`` and a ``phone``, "" for none; saving refuses what is neither (``BadInputError``)."""

    email: str
    phone: str

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save with the address in its one way of writing, and the number as E.164 (+31529478194)."""
        put_as_stored(self, "email", lambda text: Recipient(text).address if text else "")
        put_as_stored(self, "phone", formats.stored_phone)
        return super().save(*args, **kwargs)  # type: ignore[misc]  # stands before TrackedModel


class Located(TrackedModel):
    """A record with a postal address; ``street`` may be a PO box, letter and addition follow the number."""

    street = LineField(default="")
    house_number = peewee.IntegerField(null=True)
    house_letter = LineField(default="")
    house_addition = LineField(default="")
    postcode = LineField(default="")
    city = LineField(default="")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save with the postcode as ``7734 PD``; refuse what is none with ``BadInputError``."""
        put_as_stored(self, "postcode", formats.stored_postcode)
        return super().save(*args, **kwargs)

    @property
    def street_line(self) -> str:
        """The line with street and number: ``Vilsterseweg 11a-2``; "" without a street."""
        number = "" if self.house_number is None else f" {self.house_number}{self.house_letter}"
        addition = f"-{self.house_addition}" if number and self.house_addition else ""
        return f"{self.street}{number}{addition}" if self.street else ""

    @property
    def postal_lines(self) -> tuple[str, ...]:
        """Street and number, then postcode, two spaces and place in capitals (PostNL); () when not complete."""
        if not (self.street and self.postcode and self.city):
            return ()
        return self.street_line, f"{self.postcode}  {str(self.city).upper()}"


def put_as_stored(record: Any, name: str, stored: Callable[[str], str]) -> None:
    """Put the stored form in the field, and leave a value that has it already untouched."""
    value = getattr(record, name) or ""
    if value != (right := stored(value)):
        setattr(record, name, right)
