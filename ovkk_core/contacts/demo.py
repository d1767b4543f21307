"""The contacts of the demonstration: the real places of Overijssel, with invented people on ``.test`` addresses.

Always the same: everything follows from one fixed seed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from statistics import mean

from ovkk_core.contacts.belonging import set_villages
from ovkk_core.contacts.kinds import FormOfAddress, LegalForm, OrganisationKind, PositionFunction
from ovkk_core.contacts.models import Municipality, Organisation, Person, Position, Province, Village
from ovkk_core.contacts.place_import import import_places
from ovkk_core.database import slug, transaction

PLACES = Path(__file__).parent / "data/demo_places.csv"
COUNCILS, CENTRES, GROUPS, STATES_MEMBERS = 20, 10, 3, 5
SMALL = 5_000  # inhabitants of a village in common use
MEN = (
    *("Arjan", "Bert", "Dirk", "Egbert", "Gerrit", "Hendrik", "Herman", "Jan"),
    *("Johan", "Karel", "Klaas", "Mark", "Peter", "Roelof", "Sander", "Wim"),
)
WOMEN = (
    *("Alie", "Anneke", "Esther", "Femke", "Gerda", "Hanneke", "Ina", "Janneke"),
    *("Karin", "Lies", "Marieke", "Nienke", "Petra", "Riet", "Tineke", "Wilma"),
)
FAMILIES = (
    *("Bakker", "van den Berg", "ter Beek", "Bosch", "de Boer", "Dijkstra", "van Dijk", "Eshuis", "Hofman"),
    *("te Hove", "IJzerman", "Jansen", "Jansen-de Jong", "in 't Veld", "Kamphuis", "Kuipers", "van der Linde"),
    *("Mulder", "Nijland", "Oude Elferink", "Pot", "Reinders", "Scholten", "Smit", "Tuten", "Veldhuis", "de Vries"),
    *("Wolters", "van der Zee"),
)
PREFIXES = ("van den", "van der", "in 't", "van", "ter", "te", "de")
BOARD = (PositionFunction.CHAIR, PositionFunction.SECRETARY, PositionFunction.TREASURER)
ADDRESS_OF = {
    PositionFunction.CHAIR: "voorzitter",
    PositionFunction.SECRETARY: "secretaris",
    PositionFunction.TREASURER: "penningmeester",
}
LIAISON_TITLES = ("kerncontactambtenaar", "dorpencoördinator", "gebiedscoördinator", "dorpscontactambtenaar")
WISHES = (FormOfAddress.FIRST_NAME, FormOfAddress.FIRST_NAME, FormOfAddress.NEUTRAL, FormOfAddress.FULL_NAME)


@dataclass
class Cast:
    """Draws people and dates; the same seed gives the same demonstration."""

    random: Random
    names: Iterator[tuple[str, str]]

    @classmethod
    def ready(cls) -> "Cast":
        """Give a cast with every name in a fixed, mixed order."""
        random = Random(2026)  # noqa: S311 - no secret: the demonstration must be the same each time
        names = list(product((*MEN, *WOMEN), FAMILIES))
        random.shuffle(names)
        return cls(random, iter(names))

    def person(self, domain: str) -> Person:
        """Store the next person, with an address at ``domain``."""
        given_name, family = next(self.names)
        prefix = next((p for p in PREFIXES if family.startswith(f"{p} ")), "")
        formal = FormOfAddress.FORMAL_MR if given_name in MEN else FormOfAddress.FORMAL_MRS
        return Person.create(
            given_name=given_name,
            initials=f"{given_name[0]}.",
            name_prefix=prefix,
            family_name=family.removeprefix(prefix).strip(),
            form_of_address=self.random.choice((formal, formal, *WISHES)),
            email=f"{slug(given_name)}.{slug(family)}@{domain}",
            demo=True,
        )

    def hold(self, organisation: Organisation, function: PositionFunction, domain: str, **more: object) -> None:
        """Store a position that somebody holds since some years."""
        Position.create(
            organisation=organisation,
            function=function,
            person=self.person(domain),
            starts_on=date(self.random.randint(2019, 2025), self.random.randint(1, 12), 1),
            **more,
        )


def load() -> None:
    """Add places, some sixty organisations and some hundred and fifty persons, in one transaction."""
    with transaction():
        import_places(PLACES)
        cast = Cast.ready()
        add_governments(cast)
        villages = list(Village.select().where(Village.population < SMALL).order_by(Village.sort_key, Village.id))
        for number, village in enumerate(cast.random.sample(villages, COUNCILS)):
            add_council(cast, number, village)
            if number < CENTRES:
                add_centre(cast, number, village)
            if number >= COUNCILS - GROUPS:
                add_group(cast, village)
        add_states(cast)


def add_governments(cast: Cast) -> None:
    """Add the province and every municipality as an organisation, with its alderman and its liaison officer."""
    for number, municipality in enumerate(Municipality.select().order_by(Municipality.sort_key)):
        place_on_map(municipality)
        add_municipality(cast, number, municipality)
    province = Province.get()
    body = organisation(f"Provincie {province.name}", OrganisationKind.PROVINCE, f"{province.slug}.test")
    for title in ("beleidsmedewerker leefbaarheid", "beleidsmedewerker landelijk gebied"):
        cast.hold(body, PositionFunction.POLICY_OFFICER, f"{province.slug}.test", own_title=title)
    cast.hold(body, PositionFunction.COUNCIL_OFFICE, f"{province.slug}.test", own_title="statengriffie")
    partner = organisation("Stichting Platteland Voorbeeld", OrganisationKind.PARTNER, "platteland-voorbeeld.test")
    cast.hold(partner, PositionFunction.OTHER, "platteland-voorbeeld.test", own_title="projectleider dorpen")


def place_on_map(municipality: Municipality) -> None:
    """Give the municipality the middle of its known villages as its point."""
    points = [(v.latitude, v.longitude) for v in municipality.villages if v.latitude is not None]
    if points:
        municipality.latitude = round(mean(latitude for latitude, _ in points), 4)
        municipality.longitude = round(mean(longitude for _, longitude in points), 4)
        municipality.save()


def add_municipality(cast: Cast, number: int, municipality: Municipality) -> None:
    """Add the body with its council office; every eighth has a vacancy for its liaison officer."""
    domain = f"gemeente-{municipality.slug}.test"
    body = organisation(
        f"Gemeente {municipality.name}", OrganisationKind.MUNICIPALITY, domain, municipality=municipality
    )
    give_address(body, "Raadhuisplein", number, municipality.name)
    cast.hold(body, PositionFunction.ALDERMAN, domain)
    griffie = {"email": f"griffie@{domain}", "starts_on": date(2019, 1, 1)}
    Position.create(organisation=body, function=PositionFunction.COUNCIL_OFFICE, **griffie)
    title = LIAISON_TITLES[number % len(LIAISON_TITLES)]
    if number % 8 == 7:
        Position.create(organisation=body, function=PositionFunction.LIAISON_OFFICER, own_title=title)
    else:
        cast.hold(body, PositionFunction.LIAISON_OFFICER, domain, own_title=title, email=f"dorpen@{domain}")


def add_council(cast: Cast, number: int, village: Village) -> None:
    """Add a village council with its board; some have a member more, a former chair or no treasurer."""
    title = ("Plaatselijk Belang", "Dorpsbelang", "Plaatselijk Belang", "Dorpsraad")[number % 4]
    domain = f"pb-{village.slug}.test"
    council = organisation(f"{title} {village.name}", OrganisationKind.VILLAGE_COUNCIL, domain, of=village)
    give_address(council, "Dorpsstraat", number, village.name)
    for function in BOARD:
        if function is PositionFunction.TREASURER and number % 5 == 4:
            Position.create(organisation=council, function=function)
        else:
            cast.hold(council, function, "dorpsbewoner.test", email=f"{ADDRESS_OF[function]}@{domain}")
    if number % 3 == 0:
        cast.hold(council, PositionFunction.BOARD_MEMBER, "dorpsbewoner.test")
    if number % 4 == 0:
        Position.create(
            organisation=council,
            function=PositionFunction.CHAIR,
            person=cast.person("dorpsbewoner.test"),
            starts_on=date(2014, 3, 1),
            ends_on=date(2018, 12, 31),
        )


def add_centre(cast: Cast, number: int, village: Village) -> None:
    """Add a village hall with a chair and a secretary."""
    name = ("De Brink", "De Schakel", "Ons Huis", "De Spil", "Het Trefpunt")[number % 5]
    domain = f"dorpshuis-{village.slug}.test"
    centre = organisation(f"Dorpshuis {name} {village.name}", OrganisationKind.COMMUNITY_CENTRE, domain, of=village)
    for function in BOARD[:2]:
        cast.hold(centre, function, "dorpsbewoner.test", email=f"{ADDRESS_OF[function]}@{domain}")


def add_group(cast: Cast, village: Village) -> None:
    """Add residents with a plan, without a legal form."""
    domain = f"energie-{village.slug}.test"
    group = organisation(f"Werkgroep Energie {village.name}", OrganisationKind.INITIATIVE_GROUP, domain, of=village)
    cast.hold(group, PositionFunction.OTHER, "dorpsbewoner.test", own_title="initiatiefnemer")


def add_states(cast: Cast) -> None:
    """Add some members of the Provincial States with their term, one whose term is over, and an executive."""
    body = Organisation.get(Organisation.kind == OrganisationKind.PROVINCE)
    terms = [(date(2023, 3, 29), date(2027, 3, 30))] * STATES_MEMBERS + [(date(2019, 3, 28), date(2023, 3, 28))]
    for starts_on, ends_on in terms:
        values = {"starts_on": starts_on, "ends_on": ends_on}
        Position.create(
            organisation=body,
            function=PositionFunction.STATES_MEMBER,
            person=cast.person("staten.test"),
            **values,
        )
    cast.hold(body, PositionFunction.PROVINCIAL_EXECUTIVE, f"{slug(body.name)}.test")


def give_address(body: Organisation, street: str, number: int, city: str) -> None:
    """Give an invented postal address, of a postcode that is not in use."""
    address = {"street": street, "house_number": number + 1, "postcode": f"{7700 + number} ZZ", "city": city}
    for name, value in address.items():
        setattr(body, name, value)
    body.save()


def organisation(
    name: str,
    kind: OrganisationKind,
    domain: str,
    *,
    of: Village | None = None,
    municipality: Municipality | None = None,
) -> Organisation:
    """Store an invented organisation, of a village or a municipality or neither."""
    forms = {
        OrganisationKind.VILLAGE_COUNCIL: LegalForm.ASSOCIATION,
        OrganisationKind.COMMUNITY_CENTRE: LegalForm.FOUNDATION,
        OrganisationKind.PARTNER: LegalForm.FOUNDATION,
    }
    made = Organisation.create(
        name=name,
        kind=kind,
        legal_form=forms.get(kind),
        municipality=of.municipality if of else municipality,
        email=f"info@{domain}",
        city=of.name if of else "",
        demo=True,
    )
    if of:
        set_villages(made, [of.id])
    return made
