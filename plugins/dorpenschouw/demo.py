"""The tours of the demonstration year: real villages, everything else invented and marked as such."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import peewee

from ovkk_core.calendars import from_local
from ovkk_core.clock import today
from ovkk_core.contacts import Municipality, Organisation, OrganisationKind, OrganisationVillage, Village
from ovkk_core.database import transaction
from plugins.dorpenschouw.models import Known, Leg, Stop, VillageTour
from plugins.dorpenschouw.planning import StopPlan, TourPlan, save_stop, save_tour
from plugins.dorpenschouw.publishing import publish_tour

FRIDAY = 4
# Without public holidays and school holidays in any year: month and day, both included.
QUIET = [((1, 8), (2, 9)), ((3, 8), (3, 19)), ((6, 5), (7, 3)), ((9, 1), (10, 9)), ((11, 5), (12, 18))]
HOSTING = (OrganisationKind.VILLAGE_COUNCIL, OrganisationKind.COMMUNITY_CENTRE)
INVENTED = "Dit is een voorbeeld: de dorpen bestaan, het programma en de gastheren zijn verzonnen."


@dataclass(frozen=True)
class DemoStop:
    """An invented visit to a real village."""

    village: str
    municipality: str
    arrives: time
    departs: time
    title: str
    story: str
    question: str
    leg: Leg = Leg.COACH
    toilet: Known = Known.UNKNOWN


@dataclass(frozen=True)
class DemoTour:
    """An invented tour; the times of its stops are local."""

    title: str
    theme: str
    boarding_point: str
    stops: tuple[DemoStop, ...]


def load() -> None:
    """Add two past tours and one to come; nothing when there are tours already."""
    if VillageTour.select().exists():
        return
    with transaction():
        for tour, day in zip(TOURS, demo_days(today()), strict=True):
            _add(tour, day)


def demo_days(day: date) -> tuple[date, date, date]:
    """Give three Fridays outside holidays: two well before ``day`` and one at least three weeks after it."""
    last = next(_quiet_fridays(day - timedelta(weeks=6), -1))
    return next(_quiet_fridays(last - timedelta(weeks=16), -1)), last, next(_quiet_fridays(day + timedelta(weeks=3), 1))


def _quiet_fridays(day: date, step: int) -> Iterator[date]:
    while True:
        if day.weekday() == FRIDAY and any(first <= (day.month, day.day) <= last for first, last in QUIET):
            yield day
        day += timedelta(days=step)


def _add(demo: DemoTour, day: date) -> None:
    plan = TourPlan(
        title=demo.title,
        starts_at=_moment(day, time(9)),
        ends_at=_moment(day, time(16)),
        theme=demo.theme,
        intro=f"Bestuurders en ambtenaren bezoeken vier dorpen en spreken de mensen die er iets maken. {INVENTED}",
        boarding_point=demo.boarding_point,
        meeting_place="De eerste halte, voor wie zelf rijdt",
        contact="Het kantoor, schouw@vereniging.test",
        practical="Trek schoenen aan waarop u kunt wandelen. Voor een lunch wordt gezorgd.",
        max_participants=45,
    )
    tour = save_tour(plan)
    for number, stop in enumerate(demo.stops):
        _add_stop(tour, stop, day, number)
    publish_tour(tour)


def _add_stop(tour: VillageTour, demo: DemoStop, day: date, number: int) -> None:
    village = _village(demo)
    if village is None:
        return
    plan = StopPlan(
        title=demo.title,
        village=village,
        arrives_at=_moment(day, demo.arrives),
        departs_at=_moment(day, demo.departs),
        leg=demo.leg,
        host=_host(village, tour),
        story=demo.story,
        question=demo.question,
        address=f"Dorpsstraat 1, {village.name}",
        step_free=Known.YES if number % 2 == 0 else Known.UNKNOWN,
        toilet=demo.toilet,
        rain_alternative="Wij blijven binnen, in de zaal." if demo.leg is Leg.FOOT else "",
    )
    save_stop(tour, plan)


def _village(demo: DemoStop) -> Village | None:
    named = Village.select(Village, Municipality).join(Municipality).where(Village.name == demo.village)
    return named.where(Municipality.name == demo.municipality).first()


def _host(village: Village, tour: VillageTour) -> Organisation | None:
    """Give an invented organisation of the village, else of its municipality, else any; each once per tour."""
    busy = Stop.select(Stop.host).where(Stop.tour == tour, Stop.host.is_null(False))
    invented = Organisation.select().where(Organisation.demo, Organisation.kind.in_(HOSTING))
    of_village = OrganisationVillage.select(OrganisationVillage.organisation).where(
        OrganisationVillage.village == village
    )
    near = peewee.Case(
        None,
        [(Organisation.id.in_(of_village), 0), (Organisation.municipality == village.municipality_id, 1)],
        2,
    )
    return (
        invented.where(Organisation.id.not_in(busy)).order_by(near, Organisation.kind.desc(), Organisation.id).first()
    )


def _moment(day: date, clock: time) -> datetime:
    return from_local(datetime.combine(day, clock))


TOURS = (
    DemoTour(
        "Dorpenschouw Kop van Overijssel (voorbeeld)",
        "Hoe blijft een dorp bereikbaar als er veel water en weinig bus is?",
        "Station Zwolle, achterzijde",
        (
            DemoStop(
                "Zwartsluis",
                "Zwartewaterland",
                time(9, 45),
                time(10, 30),
                "De buurtbus van vrijwilligers",
                "Twaalf bewoners rijden om de beurt. De bus haalt ook mensen op voor het spreekuur van de huisarts.",
                "Wat kan uw gemeente doen als de laatste chauffeur stopt?",
                toilet=Known.YES,
            ),
            DemoStop(
                "Belt-Schutsloot",
                "Steenwijkerland",
                time(10, 45),
                time(11, 30),
                "De nieuwe aanlegplaats",
                "Het dorp bouwde zelf een steiger, zodat bezoekers de auto laten staan.",
                "Wie is verantwoordelijk voor het onderhoud na tien jaar?",
            ),
            DemoStop(
                "Sint Jansklooster",
                "Steenwijkerland",
                time(11, 50),
                time(13, 15),
                "Lunch in het dorpshuis",
                "Het dorpshuis kookt elke vrijdag voor wie alleen eet. Leerlingen helpen mee.",
                "Welke regels zitten de vrijwilligers in de weg?",
                toilet=Known.YES,
            ),
            DemoStop(
                "Blokzijl",
                "Steenwijkerland",
                time(13, 40),
                time(15),
                "Wandeling langs de haven",
                "Bewoners laten zien welke huizen leegstaan en wat zij ervan willen maken.",
                "Hoe houden wij hier plaats voor jonge gezinnen?",
            ),
        ),
    ),
    DemoTour(
        "Dorpenschouw Noordoost-Twente (voorbeeld)",
        "Wonen voor jong en oud: wat kan een dorp zelf?",
        "Station Almelo, busplein",
        (
            DemoStop(
                "Zenderen",
                "Borne",
                time(9, 30),
                time(10, 15),
                "Zes huizen van bewoners zelf",
                "Een groep starters kocht samen een stuk grond en bouwt in eigen beheer.",
                "Hoe krijgt de volgende groep ook grond?",
                toilet=Known.YES,
            ),
            DemoStop(
                "Saasveld",
                "Dinkelland",
                time(10, 35),
                time(11, 20),
                "De oude school",
                "In de lokalen komen acht kleine woningen voor ouderen uit het dorp.",
                "Wat is er nodig om de vergunning sneller rond te krijgen?",
            ),
            DemoStop(
                "Rossum",
                "Dinkelland",
                time(11, 40),
                time(13, 15),
                "Lunch en gesprek in het kulturhus",
                "De bibliotheek, de fysiotherapeut en de fanfare delen één gebouw en één beheerder.",
                "Hoe blijft de huur betaalbaar voor verenigingen?",
                toilet=Known.YES,
            ),
            DemoStop(
                "Tilligte",
                "Dinkelland",
                time(13, 35),
                time(15),
                "De energiecoöperatie",
                "Zestig daken, één batterij en een rekensom die het hele dorp kan volgen.",
                "Waar moet de winst heen?",
            ),
        ),
    ),
    DemoTour(
        "Dorpenschouw Hof van Twente (voorbeeld)",
        "Ontmoeten: waar komt het dorp nog bij elkaar?",
        "Station Delden, voorplein",
        (
            DemoStop(
                "Bentelo",
                "Hof van Twente",
                time(9, 30),
                time(10, 15),
                "Koffie in de dorpskamer",
                "De dorpskamer is elke ochtend open. Er is altijd iemand die koffie zet en luistert.",
                "Hoe vindt u de mensen die niet komen?",
                toilet=Known.YES,
            ),
            DemoStop(
                "Hengevelde",
                "Hof van Twente",
                time(10, 30),
                time(11, 30),
                "Het nieuwe beweegplein",
                "Jongeren ontwierpen het plein; de sportclub en de school onderhouden het samen.",
                "Durft u jongeren een eigen budget te geven?",
            ),
            DemoStop(
                "Diepenheim",
                "Hof van Twente",
                time(11, 50),
                time(13, 30),
                "Lunch bij de kunstvereniging",
                "Leegstaande winkels zijn ateliers geworden. De eigenaren vragen alleen de kosten.",
                "Wat gebeurt er als een winkelier terug wil komen?",
                toilet=Known.YES,
            ),
            DemoStop(
                "Markelo",
                "Hof van Twente",
                time(13, 50),
                time(15),
                "Wandeling over de es",
                "Boeren en dorp maakten samen een pad. Wie er loopt, hoort het verhaal van de akkers.",
                "Wat heeft een boer nodig om mee te doen?",
                leg=Leg.COACH,
            ),
        ),
    ),
)
