"""What personal pages keep of people: for the register, for who asks, to go in time, and to be erased."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import peewee

from ovkk_core.clock import now
from ovkk_core.history import actor, row_in_words
from ovkk_core.hookspecs import PersonalData, Processing, RetentionRule
from ovkk_core.personal.kinds import ErasureState
from ovkk_core.personal.models import CheckItem, CheckRound, ErasureRequest, Handover, LinkRequest, PersonalLink

PROCESSING = [
    Processing(
        name="personal.pages",
        title="Persoonlijke pagina's",
        purpose="U zelf laten zien en wijzigen wat wij van u weten",
        basis="legal_obligation",
        people="Iedereen van wie wij gegevens hebben",
        data="Wanneer een link is gegeven en gebruikt; een verzoek om verwijdering",
        recipients="Niemand buiten de vereniging",
        term="Links: 30 dagen nadat zij niet meer werken; verzoeken: 60 maanden, zonder naam zodra zij zijn uitgevoerd",
        source="De persoon zelf",
        tables=frozenset({"personal_personal_link", "personal_link_request", "personal_erasure_request"}),
    ),
    Processing(
        name="personal.checks",
        title="Klopt dit nog? en bestuurswissels",
        purpose="Weten wie nu waarvoor aanspreekbaar is",
        basis="legitimate_interest",
        people="Wie in een organisatie een functie heeft of had",
        data="Of iemand antwoordde, wie wie opvolgde en wanneer",
        recipients="Niemand buiten de vereniging",
        term="24 maanden",
        source="De persoon zelf, of de organisatie",
        tables=frozenset({"personal_check_item", "personal_handover"}),
        exempt={"personal_check_round": "De vraag zelf; aan wie zij is gesteld, staat in een andere tabel"},
    ),
]
LINKS: dict[str, Any] = {
    "Soort": lambda link: str(link.scope.label),
    "Gegeven": "created_at",
    "Werkt tot": "expires_at",
    "Ingetrokken": "revoked_at",
    "Laatst gebruikt": "last_used_at",
}
REQUESTS: dict[str, Any] = {
    "Gevraagd": "asked_at",
    "Toelichting": "note",
    "Stand": lambda asked: str(asked.state.label),
    "Antwoord": "answer",
}
CHECKS: dict[str, Any] = {
    "Ronde": lambda item: item.round.name,
    "Antwoord": lambda item: str(item.state.label),
    "Gevraagd": "mailed_at",
    "Geantwoord": "answered_at",
}


def held(person_id: int, addresses: Collection[str]) -> Iterator[PersonalData]:
    """Give the links, requests and answers of a person."""
    yield PersonalData("Links naar uw pagina", _rows(PersonalLink, person_id, LINKS))
    yield PersonalData("Verzoeken om verwijdering", _rows(ErasureRequest, person_id, REQUESTS))
    yield PersonalData("Klopt dit nog?", _rows(CheckItem, person_id, CHECKS))


def erase(person_id: int, addresses: Collection[str]) -> None:
    """Delete the links and answers; of a request stays that it was carried out, as proof, without who or what."""
    who = f"persoon:{person_id}"
    PersonalLink.delete().where(PersonalLink.person == person_id).execute()
    LinkRequest.delete().where(peewee.fn.LOWER(LinkRequest.address).in_(sorted(addresses))).execute()
    mine = ErasureRequest.person == person_id
    done = {"state": ErasureState.DONE, "decided_at": now(), "decided_by": actor()}
    ErasureRequest.update(done).where(mine, ErasureRequest.state == ErasureState.OPEN).execute()
    ErasureRequest.update(person=None, note="", answer="").where(mine).execute()
    CheckItem.delete().where(CheckItem.person == person_id).execute()
    CheckItem.update(answered_by="").where(CheckItem.answered_by == who).execute()
    Handover.update(entered_by="").where(Handover.entered_by == who).execute()


def _rows(model: Any, person_id: int, labels: dict[str, Any]) -> tuple[dict[str, str], ...]:
    query = model.select(model, CheckRound).join(CheckRound) if model is CheckItem else model.select()
    return tuple(row_in_words(row, labels) for row in query.where(model.person == person_id).order_by(model.id))


def _ended_links(before: datetime) -> Any:
    stopped = (PersonalLink.expires_at < before) | (PersonalLink.revoked_at < before)
    return PersonalLink.select().where(stopped).order_by(PersonalLink.id)


def _delete_ended_links(before: datetime) -> int:
    stopped = (PersonalLink.expires_at < before) | (PersonalLink.revoked_at < before)
    return int(PersonalLink.delete().where(stopped).execute())


def _old_rounds(before: datetime) -> Any:
    return CheckRound.select().where(CheckRound.started_at < before).order_by(CheckRound.id)


def _delete_old_rounds(before: datetime) -> int:
    return int(CheckRound.delete().where(CheckRound.started_at < before).execute())


def _old_handovers(before: datetime) -> Any:
    return Handover.select().where(Handover.entered_at < before, Handover.told_at.is_null(False)).order_by(Handover.id)


def _delete_old_handovers(before: datetime) -> int:
    return int(Handover.delete().where(Handover.entered_at < before, Handover.told_at.is_null(False)).execute())


def _old_requests(before: datetime) -> Any:
    return ErasureRequest.select().where(ErasureRequest.decided_at < before).order_by(ErasureRequest.id)


def _delete_old_requests(before: datetime) -> int:
    return int(ErasureRequest.delete().where(ErasureRequest.decided_at < before).execute())


RULES = [
    RetentionRule(
        name="personal.links",
        title="Persoonlijke links die niet meer werken",
        keep=30,
        after="nadat de link niet meer werkt",
        basis="Tot dan kan worden gezien wanneer de link is gebruikt.",
        find=_ended_links,
        run=_delete_ended_links,
        unit="days",
        show=lambda link: f"link van {link.created_at:%d-%m-%Y}",
    ),
    RetentionRule(
        name="personal.rounds",
        title="Rondes 'Klopt dit nog?', met wie antwoordde",
        keep=24,
        after="na het begin van de ronde",
        basis="Zo kan de vorige ronde met deze worden vergeleken.",
        find=_old_rounds,
        run=_delete_old_rounds,
    ),
    RetentionRule(
        name="personal.handovers",
        title="Verslagen van bestuurswissels",
        keep=24,
        after="nadat de wissel is ingevoerd",
        basis="Tot dan kan worden nagegaan wie een wissel meldde; de functies zelf blijven.",
        find=_old_handovers,
        run=_delete_old_handovers,
        show=lambda handover: f"wissel bij {handover.organisation} op {handover.starts_on:%d-%m-%Y}",
    ),
    RetentionRule(
        name="personal.erasure_requests",
        title="Verzoeken om verwijdering waarover is beslist",
        keep=60,
        after="na de beslissing",
        basis="Bewijs dat aan het verzoek is voldaan (AVG 5, tweede lid).",
        find=_old_requests,
        run=_delete_old_requests,
        show=lambda asked: f"verzoek van {asked.asked_at:%d-%m-%Y}",
    ),
]
