"""The demonstration: some of the invented people agreed to the newsletter, some do not want it, one address bounces."""

from datetime import timedelta

from ovkk_core.clock import now
from ovkk_core.consents.deciding import ask, give, withdraw
from ovkk_core.consents.kinds import ConsentWay, SuppressionReason
from ovkk_core.consents.models import Consent, Suppression
from ovkk_core.consents.preferring import save_preference, themes
from ovkk_core.consents.purposes import NEWSLETTER
from ovkk_core.consents.suppressing import suppress
from ovkk_core.consents.wordings import write_wording
from ovkk_core.contacts import Person
from ovkk_core.database import transaction

FIRST = "Ja, mail mij de nieuwsbrief."
NOW = (
    "Ja, mail mij de nieuwsbrief: nieuws over dorpen en wat bewoners er doen, enkele keren per jaar. "
    "Ik kan mij altijd afmelden met de link in elke mail."
)
PROOF = "Verzonnen voor de demonstratie."
SOME = 24


def load() -> None:
    """Add them, unless somebody decided already."""
    people = list(Person.select().where(Person.demo, Person.email != "").order_by(Person.id).limit(SOME))
    if Consent.select().exists() or not people:
        return
    with transaction():
        write_wording(NEWSLETTER, FIRST)
        for number, person in enumerate(people[: SOME // 3]):
            _decide(number, person)
        write_wording(NEWSLETTER, NOW)
        for number, person in enumerate(people[SOME // 3 :], start=SOME // 3):
            _decide(number, person)
        suppress(people[-1].email, SuppressionReason.BOUNCED, person=people[-1], note="Mailbox bestaat niet meer")
        Suppression.update(at=now() - timedelta(days=3)).execute()


def _decide(number: int, person: Person) -> None:
    if number % 7 == 6:
        asked = ask(person, NEWSLETTER, ConsentWay.SPOKEN)
        Consent.update(asked_at=now() - timedelta(days=40)).where(Consent.id == asked.id).execute()
        return
    give(person, NEWSLETTER, ConsentWay.DEMO, proof=PROOF)
    if number % 5 == 4:
        withdraw(person, NEWSLETTER, ConsentWay.LINK)
    known = themes()
    if known and number % 3 == 0:
        save_preference(person, [known[number % len(known)], known[(number + 3) % len(known)]], [])
