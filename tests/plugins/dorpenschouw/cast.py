"""The cast of the tour tests: three villages along the Vecht, their boards, and a tour on Friday 12 June 2026."""

from datetime import UTC, date, datetime, time

from ovkk_core.calendars import from_local
from ovkk_core.contacts import (
    FormOfAddress,
    Municipality,
    Organisation,
    OrganisationKind,
    OrganisationVillage,
    Person,
    Position,
    PositionFunction,
    Province,
    Village,
)
from plugins.dorpenschouw.models import Known, Leg, Stop, VillageTour
from plugins.dorpenschouw.planning import StopPlan, TourPlan, save_stop, save_tour
from plugins.dorpenschouw.publishing import publish_tour

FRIDAY = date(2026, 6, 12)
BEFORE = datetime(2026, 5, 1, 8, tzinfo=UTC)
PLACES = {
    "Vilsteren": ("Ommen", 52.5089, 6.3711),
    "Hoonhorst": ("Dalfsen", 52.4861, 6.2308),
    "Lemele": ("Ommen", 52.4622, 6.4153),
}


def at(clock: str, day: date = FRIDAY) -> datetime:
    """Give the moment of a local time such as "09.30"."""
    return from_local(datetime.combine(day, time.fromisoformat(clock.replace(".", ":"))))


def make_village(name: str, municipality: str = "") -> Village:
    """Store a village with the coordinates of the cast, unless it is there; another has none."""
    place, latitude, longitude = PLACES.get(name, (municipality, None, None))
    province, _ = Province.get_or_create(name="Overijssel")
    seat, _ = Municipality.get_or_create(name=municipality or place, province=province)
    return Village.get_or_none(name=name, municipality=seat) or Village.create(
        name=name, municipality=seat, latitude=latitude, longitude=longitude
    )


def make_council(village: Village, **values: object) -> Organisation:
    """Store the village council of a village."""
    row = {"name": f"Dorpsbelang {village.name}", "email": "", "municipality": village.municipality} | values
    council = Organisation.create(kind=OrganisationKind.VILLAGE_COUNCIL, **row)
    OrganisationVillage.create(organisation=council, village=village)
    return council


def make_secretary(council: Organisation, **values: object) -> Position:
    """Store a person who is secretary of ``council``."""
    row = {
        "given_name": "Anna",
        "name_prefix": "van",
        "family_name": "Dijk",
        "form_of_address": FormOfAddress.FORMAL_MRS,
        "email": "anna@dorp.example",
    }
    person = Person.create(**(row | values))
    return Position.create(person=person, organisation=council, function=PositionFunction.SECRETARY)


def tour_plan(**changes: object) -> TourPlan:
    """Give the plan of the cast's tour with ``changes``."""
    values = {
        "title": "Dorpenschouw Vechtdal",
        "starts_at": at("09.00"),
        "ends_at": at("16.00"),
        "theme": "Wonen in het dorp",
        "intro": "Wij bezoeken drie dorpen langs de Vecht.",
        "boarding_point": "Station Ommen",
        "contact": "kantoor@vereniging.example",
    }
    return TourPlan(**(values | changes))


def stop_plan(village: str, arrives: str, departs: str, **changes: object) -> StopPlan:
    """Give the plan of a stop in a village of the cast."""
    values = {"title": f"Het verhaal van {village}", "village": make_village(village)}
    return StopPlan(arrives_at=at(arrives), departs_at=at(departs), **(values | changes))


def make_tour(**changes: object) -> VillageTour:
    """Store a draft tour without stops."""
    return save_tour(tour_plan(**changes))


def make_stops(tour: VillageTour) -> list[Stop]:
    """Add the three stops of the cast."""
    host = make_council(make_village("Vilsteren"))
    return [
        save_stop(
            tour,
            stop_plan(
                "Vilsteren",
                "09.30",
                "10.15",
                host=host,
                story="Het dorpshuis is van ons allemaal.",
                question="Wat neemt u mee naar huis?",
                address="Vilsterseweg 11",
                toilet=Known.YES,
                step_free=Known.YES,
            ),
        ),
        save_stop(tour, stop_plan("Hoonhorst", "10.45", "12.00")),
        save_stop(tour, stop_plan("Lemele", "13.00", "14.00", leg=Leg.COACH)),
    ]


def make_public_tour(**changes: object) -> VillageTour:
    """Store a published tour with three stops."""
    tour = make_tour(**changes)
    make_stops(tour)
    publish_tour(tour)
    return VillageTour.get_by_id(tour.id)
