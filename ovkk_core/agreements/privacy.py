"""What agreements about calendars keep of people: who has one, and an address that works while they do."""

from collections.abc import Iterator
from typing import Any

from ovkk_core.agreements.models import FeedAgreement, FeedToken
from ovkk_core.clock import now
from ovkk_core.contacts import Position
from ovkk_core.history import row_in_words
from ovkk_core.hookspecs import PersonalData, Processing

PROCESSING = [
    Processing(
        name="agreements.feeds",
        title="Agenda's voor partners en functies",
        purpose="Een partner of iemand met een functie een eigen agenda geven, en zien of die wordt gebruikt",
        basis="contract",
        people="Contactpersonen van partners, en wie een eigen agenda vroeg",
        data="Bij welke functie de agenda hoort, en per dag welk soort programma hem hoe vaak ophaalde; geen IP-adres",
        recipients="Niemand buiten de vereniging",
        term="Zolang de afspraak en de functie duren; het geheime adres werkt dan niet meer",
        source="De afspraak, en het programma dat de agenda ophaalt",
        tables=frozenset({"agreements_feed_agreement", "agreements_feed_token"}),
        exempt={"agreements_fetch": "Tellingen per afspraak en dag, zonder wie"},
    )
]
AGREEMENT = {"Agenda": "name", "Doel": "purpose", "Tot en met": "ends_on"}
TOKEN: dict[str, Any] = {
    "Agenda": lambda token: token.agreement.name,
    "Gegeven": "created_at",
    "Werkt tot": "expires_at",
    "Ingetrokken": "revoked_at",
}


def held(person_id: int) -> Iterator[PersonalData]:
    """Give the agreements and addresses of the positions that the person holds."""
    positions = _positions(person_id)
    agreed = FeedAgreement.select().where(FeedAgreement.contact.in_(positions)).order_by(FeedAgreement.id)
    yield PersonalData("Agenda's waarvan u contact bent", tuple(row_in_words(one, AGREEMENT) for one in agreed))
    given = (
        FeedToken.select(FeedToken, FeedAgreement)
        .join(FeedAgreement)
        .where(FeedToken.holder.in_(positions))
        .order_by(FeedToken.id)
    )
    yield PersonalData("Adressen van agenda's die u kreeg", tuple(row_in_words(one, TOKEN) for one in given))


def erase(person_id: int) -> None:
    """Let the addresses that the person had work no more; the agreement stays with the position."""
    mine = FeedToken.holder.in_(_positions(person_id)) & FeedToken.revoked_at.is_null()
    FeedToken.update(revoked_at=now()).where(mine).execute()


def _positions(person_id: int) -> Any:
    return Position.select(Position.id).where(Position.person == person_id)
