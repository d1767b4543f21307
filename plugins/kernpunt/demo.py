"""The newsletter of the demonstration: one of the past, one on its way to 1,500 readers, one in the making."""

from datetime import datetime, time, timedelta
from itertools import product

from flask import current_app

from ovkk_core.audiences import Audience
from ovkk_core.calendars import from_local
from ovkk_core.clock import now, today
from ovkk_core.consents import NEWSLETTER, Consent, ConsentState, ConsentWay, Wording
from ovkk_core.contacts import FormOfAddress, Person, person_sort_key
from ovkk_core.database import transaction
from ovkk_core.files import File, FileKind
from ovkk_core.history import acting
from plugins.kernpunt import approving, editing, placing, sending
from plugins.kernpunt.collecting import assemble
from plugins.kernpunt.content import contents, public_items
from plugins.kernpunt.demo_texts import EARLIER, INTRO_EARLIER, INTRO_NEXT, INTRO_TODAY, LEADS, TODAY, DemoItem
from plugins.kernpunt.editions import EditionPlan, newsletter_title, save_edition, set_dates, variants_of
from plugins.kernpunt.models import Edition, EditionState, Outlet, Section

READERS = 1_500
ROWS = 200  # in one statement
SUBSCRIBERS = "Abonnees van de nieuwsbrief"
GIVEN = ("Anne", "Bart", "Carla", "Daan", "Els", "Frank", "Greet", "Hans", "Ineke", "Joke", "Kees", "Leo", "Mieke")
BEGIN = (
    *("Aals", "Boek", "Cam", "Doorn", "Eer", "Fle", "Groot", "Hamm", "Ies", "Jaar", "Koel", "Land", "Meer", "Noord"),
    *("Oost", "Paal", "Quis", "Rood", "Stee", "Til", "Uit", "Veen", "West", "Xan", "Ypen", "Zand", "Bruns", "Derk"),
    *("Esch", "Gers", "Hol", "Kamp", "Lint", "Mors", "Nier", "Olt", "Plas", "Riet", "Schip", "Tonk", "Vos", "Woud"),
)
END = (
    *("akker", "beek", "camp", "dam", "einde", "feld", "gaard", "horst", "ing", "kate", "laar", "man", "nes", "oord"),
    *("pol", "rade", "stra", "toren", "veld", "weide", "zicht", "berg", "bos", "brink", "daal", "elt", "hof", "huis"),
    *("kamer", "kerk", "linde", "mark", "poort", "schot", "stede", "wijk"),
)


def load() -> None:
    """Add them, unless there are editions already."""
    if Edition.select().exists():
        return
    audience = _add_readers()
    placing.seed_outlets()
    _add_earlier(audience)
    _add_sent_today(audience)
    _add_next()


def _add_readers() -> Audience:
    """Add invented people who agreed to the newsletter, and the audience of all who did."""
    wording = Wording.select().where(Wording.purpose == NEWSLETTER).order_by(Wording.version.desc()).first()
    with transaction():
        names = [f"{begin}{end}" for begin, end in product(BEGIN, END)][:READERS]
        people = [_reader(number, name) for number, name in enumerate(names)]
        for start in range(0, len(people), ROWS):
            Person.insert_many(people[start : start + ROWS]).execute()
        added = Person.select(Person.id).where(Person.demo, Person.source == SUBSCRIBERS).tuples()
        consents = [_consent(person, wording) for (person,) in added]
        for start in range(0, len(consents), ROWS):
            Consent.insert_many(consents[start : start + ROWS]).execute()
        rule = {"how": "all", "parts": [{"condition": "audiences.consent", "values": [NEWSLETTER]}]}
        return Audience.create(name=SUBSCRIBERS, purpose=NEWSLETTER, rule=rule)


def _reader(number: int, family_name: str) -> dict[str, object]:
    given = GIVEN[number % len(GIVEN)]
    return {
        "given_name": given,
        "family_name": family_name,
        "form_of_address": FormOfAddress.FIRST_NAME,
        "email": f"{given.lower()}.{family_name.lower()}@lezers.test",
        "demo": True,
        "source": SUBSCRIBERS,
        "sort_key": person_sort_key(family_name, given, ""),
    }


def _consent(person: int, wording: Wording | None) -> dict[str, object]:
    return {
        "person": person,
        "purpose": NEWSLETTER,
        "wording": wording,
        "state": ConsentState.GIVEN,
        "given_at": now() - timedelta(days=200),
        "how": ConsentWay.DEMO,
        "entered_by": "cli",
        "proof": "Verzonnen voor de demonstratie.",
    }


def _plan(title: str, days: int, intro: str) -> EditionPlan:
    day = today() + timedelta(days=days)
    return EditionPlan(title, day - timedelta(days=1), from_local(datetime.combine(day, time(9))), intro)


def _title(days: int) -> str:
    months = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober")
    day = today() + timedelta(days=days)
    return f"{newsletter_title()} {(*months, 'november', 'december')[day.month - 1]} {day.year}"


def _made(plan: EditionPlan, items: tuple[DemoItem, ...], audience: Audience, appeared: datetime | None) -> Edition:
    """Store an edition with what the rooms offer and pieces of its own; with ``appeared`` one of the past."""
    edition = save_edition(plan)
    if audience.id not in {variant.audience_id for variant in variants_of(edition)}:
        editing.set_variants(edition, [*(v.audience_id for v in variants_of(edition)), audience.id])
    if appeared:
        edition.publishes_at, edition.deadline = appeared, (appeared - timedelta(days=7)).date()
        with transaction():
            set_dates(edition)
            edition.save()
    assemble(edition)
    everybody = frozenset(variant.audience_id for variant in variants_of(edition))
    pictures = list(File.select().where(File.kind == FileKind.PICTURE, File.public).order_by(File.id).limit(2))
    for item in items:
        picture = pictures.pop(0) if pictures and item.pictured else None
        plan_of = editing.ItemPlan(
            Section.get(title=item.section), item.title, item.text, item.address, everybody, picture=picture
        )
        editing.save_item(edition, plan_of)
    return Edition.get_by_id(edition.id)


def _add_earlier(audience: Audience) -> None:
    appeared = now() - timedelta(days=75)
    edition = _made(_plan(_title(-75), 30, INTRO_EARLIER), EARLIER, audience, appeared)
    with transaction():
        sending.write_ledger(edition, [one for one in contents(edition) if one.sent])
        edition.state = EditionState.SENT
        edition.save()
    outlets = list(Outlet.select().order_by(Outlet.id))
    for number, item in enumerate(public_items(edition)[:4]):
        address = f"https://voorbeeldkrant.example/{item.id}" if number % 2 == 0 else ""
        placing.place(item, outlets[number % len(outlets)], address, appeared.date() + timedelta(days=3 + number))


def _add_sent_today(audience: Audience) -> None:
    """Make the edition that goes to everybody who agreed, as soon as a worker runs; only where mails are kept here."""
    edition = _made(_plan(_title(0), 1, INTRO_TODAY), TODAY, audience, None)
    for variant in variants_of(edition):
        lead = LEADS.get(variant.audience.name, "")
        editing.save_variant(variant, f"{edition.title}: {TODAY[0].title}", lead, included=True)
    with acting("job:kernpunt.demo", "demonstratie"):  # another than who wrote it
        approving.approve(edition)
        sending.fix_lists(edition)
        if current_app.config["OVKK"].mail_url.startswith("capture:"):
            sending.schedule(edition, at_once=True)


def _add_next() -> None:
    edition = save_edition(_plan(_title(42), 42, INTRO_NEXT))
    assemble(edition)
