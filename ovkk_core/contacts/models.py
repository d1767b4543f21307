"""The tables of contacts: places, organisations, persons, and who does what where from when until when."""

from typing import Any, ClassVar

import peewee

from ovkk_core.clock import now
from ovkk_core.contacts import formats, names
from ovkk_core.contacts.behaviour import Located, Reachable, Sorted, Written
from ovkk_core.contacts.kinds import (
    ChannelKind,
    FormOfAddress,
    Language,
    LegalForm,
    OrganisationKind,
    PositionFunction,
    VillageKind,
)
from ovkk_core.database import BaseModel, JsonField, LineField, StateField, UtcDateTimeField, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import TrackedModel


class Province(Sorted, TrackedModel):
    """A province; also a funder."""

    name = LineField(unique=True)
    slug = LineField(unique=True)
    sort_key = LineField(index=True, default="")

    def __str__(self) -> str:
        return str(self.name)


class Municipality(Sorted, TrackedModel):
    """A municipality, with its CBS code such as GM0148 and a point to put it on the map."""

    name = LineField()
    slug = LineField(unique=True)
    cbs_code = LineField(null=True, unique=True)
    province = peewee.ForeignKeyField(Province, backref="municipalities", on_delete="RESTRICT")
    latitude = peewee.DoubleField(null=True)
    longitude = peewee.DoubleField(null=True)
    sort_key = LineField(index=True, default="")

    class Meta:
        indexes = ((("name", "province"), True),)

    def __str__(self) -> str:
        return str(self.name)

    def slug_wishes(self) -> tuple[str, ...]:
        """Give the name, and with the province when another has that name."""
        return self.name, f"{self.name} {self.province.name}"


class Village(Sorted, TrackedModel):
    """A village or hamlet. A name is not a key: Sibculo lies in two municipalities."""

    name = LineField()
    slug = LineField(unique=True)
    municipality = peewee.ForeignKeyField(Municipality, backref="villages", on_delete="RESTRICT")
    kind = StateField(VillageKind, default=VillageKind.DORP)
    bag_code = LineField(null=True)
    population = peewee.IntegerField(null=True)
    population_note = LineField(default="", max_length=500)
    latitude = peewee.DoubleField(null=True)
    longitude = peewee.DoubleField(null=True)
    sort_key = LineField(index=True, default="")

    class Meta:
        indexes = ((("name", "municipality"), True), (("bag_code", "municipality"), True))

    def __str__(self) -> str:
        return str(self.name)

    def slug_wishes(self) -> tuple[str, ...]:
        """Give the name, and with the municipality when another village has that name."""
        return self.name, f"{self.name} {self.municipality.name}"


class Organisation(Written, Reachable, Sorted, Located):
    """A body with an address of its own. ``demo`` marks an invented one; ``source`` says where we have it from."""

    WAYS: ClassVar = {
        "kvk_number": formats.stored_kvk,
        "iban": formats.stored_iban,
        "website": formats.stored_web_address,
    }

    name = LineField()
    slug = LineField(unique=True)
    kind = StateField(OrganisationKind)
    legal_form = StateField(LegalForm, null=True)
    municipality = peewee.ForeignKeyField(Municipality, backref="organisations", null=True, on_delete="RESTRICT")
    email = LineField(default="")
    phone = LineField(default="")
    website = LineField(default="")
    kvk_number = LineField(default="")
    iban = LineField(default="")
    demo = peewee.BooleanField(default=False)
    source = LineField(default="")
    created_at = UtcDateTimeField(default=now)
    sort_key = LineField(index=True, default="")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def villages(self) -> Any:
        """The villages it is of, in the order of lists, as a query."""
        return (
            Village.select()
            .join(OrganisationVillage)
            .where(OrganisationVillage.organisation == self)
            .order_by(Village.sort_key)
        )

    @property
    def village_names(self) -> str:
        """The names of its villages, "" for none."""
        return ", ".join(str(village) for village in self.villages)

    def delete_instance(self, *args: Any, **kwargs: Any) -> Any:
        """Delete it with its villages and channels; refused with ``BadInputError`` while it has positions."""
        _refuse_with_positions(self)
        with transaction():
            for link in (*self.village_links, *self.channels):
                link.delete_instance()
            return super().delete_instance(*args, **kwargs)


class OrganisationVillage(TrackedModel):
    """An organisation is of a village; an organisation may be of several."""

    organisation = peewee.ForeignKeyField(Organisation, backref="village_links", on_delete="RESTRICT")
    village = peewee.ForeignKeyField(Village, backref="organisation_links", on_delete="RESTRICT")

    class Meta:
        indexes = ((("organisation", "village"), True),)


class OrganisationChannel(Written, TrackedModel):
    """Where an organisation tells its news; ``address`` is a web address, save of another kind of channel."""

    organisation = peewee.ForeignKeyField(Organisation, backref="channels", on_delete="RESTRICT")
    kind = StateField(ChannelKind)
    address = LineField(max_length=500)

    class Meta:
        indexes = ((("organisation", "kind", "address"), True),)

    def ways(self) -> dict[str, Any]:
        """Give how the address is written: freely for a channel of another kind."""
        return {} if self.kind is ChannelKind.OTHER else {"address": formats.stored_web_address}


class Person(Reachable, Sorted, Located):
    """Somebody. ``demo`` marks an invented one; ``source`` says where we have the details from (PRIV-12).

    Addresses are for us, never for the public site (PRIV-11).
    """

    title = LineField(default="")
    initials = LineField(default="")
    given_name = LineField(default="")
    nickname = LineField(default="")
    name_prefix = LineField(default="")
    family_name = LineField(default="")
    form_of_address = StateField(FormOfAddress, default=FormOfAddress.NEUTRAL)
    language = StateField(Language, default=Language.NL)
    email = LineField(default="")
    phone = LineField(default="")
    demo = peewee.BooleanField(default=False)
    source = LineField(default="")
    created_at = UtcDateTimeField(default=now)
    sort_key = LineField(index=True, default="")

    def __str__(self) -> str:
        return self.full_name or str(self.email)

    @property
    def first_name(self) -> str:
        """The name a friend uses: nickname or given name, without either ""."""
        return str(self.nickname or self.given_name)

    @property
    def full_name(self) -> str:
        """As in a sentence: ``Jan van der Berg``, ``J. van der Berg``, ``Van der Berg``; never a title."""
        return names.full_name(self.first_name or self.initials, self.name_prefix, self.family_name)

    @property
    def list_name(self) -> str:
        """As in a list: ``Berg, J. van der``."""
        return names.list_name(self.initials or self.first_name, self.name_prefix, self.family_name)

    @property
    def salutation(self) -> str:
        """The first line of a letter with its comma: ``Geachte mevrouw Van Dijk,``."""
        return names.salutation(self.form_of_address, self.first_name, self.name_prefix, self.family_name)

    def derived_sort_key(self) -> str:
        """Give the key: family name, first name, prefix."""
        return names.person_sort_key(self.family_name, self.first_name or self.initials, self.name_prefix)

    def slug_wishes(self) -> tuple[str, ...]:
        """Give nothing: a person has no public address."""
        return ()

    def delete_instance(self, *args: Any, **kwargs: Any) -> Any:
        """Delete; refused with ``BadInputError`` while there are positions, past ones too."""
        _refuse_with_positions(self)
        return super().delete_instance(*args, **kwargs)


class Position(Reachable, TrackedModel):
    """Who does what in which organisation; without a person it is a vacancy. Both dates are included.

    ``email`` and ``phone`` are those of the function itself and stay with the successor; ``deputy`` stands in.
    ``confirmed_at`` is when somebody last said that all this is still right.
    """

    person = peewee.ForeignKeyField(Person, backref="positions", null=True, on_delete="RESTRICT")
    organisation = peewee.ForeignKeyField(Organisation, backref="positions", on_delete="RESTRICT")
    function = StateField(PositionFunction)
    own_title = LineField(default="")
    deputy = peewee.ForeignKeyField(Person, backref="deputy_positions", null=True, on_delete="RESTRICT")
    starts_on = peewee.DateField(null=True)
    ends_on = peewee.DateField(null=True)
    ended_reason = LineField(default="")
    email = LineField(default="")
    phone = LineField(default="")
    confirmed_at = UtcDateTimeField(null=True)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save; raises ``BadInputError`` when it would end before it starts, or when the holder is the deputy."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise BadInputError("De einddatum ligt vóór de begindatum. Pas een van de twee aan.")
        if self.person_id and self.person_id == self.deputy_id:
            raise BadInputError("Iemand kan niet de eigen plaatsvervanger zijn. Kies iemand anders.")
        return super().save(*args, **kwargs)


class ExpectedPosition(TrackedModel):
    """What the association decided otherwise than the defaults of ``expecting.py``; ask ``expected_functions``.

    ``expected`` says whether every organisation of the kind ought to have the function.
    """

    kind = StateField(OrganisationKind)
    function = StateField(PositionFunction)
    expected = peewee.BooleanField(default=True)

    class Meta:
        indexes = ((("kind", "function"), True),)


class PlaceImport(BaseModel):
    """One import of places and what became of each row; read it with ``report_of``."""

    at = UtcDateTimeField(default=now, index=True)
    actor = LineField()
    created = peewee.IntegerField()
    rejected_count = peewee.IntegerField()
    report = JsonField()


def _refuse_with_positions(holder: Organisation | Person) -> None:
    if holder.positions.exists() or (isinstance(holder, Person) and holder.deputy_positions.exists()):
        raise BadInputError(f"'{holder}' heeft nog functies. Verwijder die eerst, of geef ze een einddatum.")
