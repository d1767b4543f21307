"""Gives, asks and withdraws consent, and tells who must know after the commit."""

from typing import Any

from ovkk_core.clock import now
from ovkk_core.consents.kinds import ConsentChannel, ConsentState, ConsentWay
from ovkk_core.consents.models import Consent
from ovkk_core.consents.purposes import purpose_named
from ovkk_core.consents.wordings import wording_shown
from ovkk_core.contacts import Language, Person
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import actor, audit
from ovkk_core.registry import registry


def ask(person: Person, purpose: str, how: ConsentWay) -> Consent:
    """Note that we asked ``person`` for consent, in the words shown now; one who has decided is left as it is."""
    _refuse_without_choice(purpose)
    with transaction():
        lock("consents.decision")
        standing = _standing(person, purpose).first()
        if standing:
            return standing
        made: Consent = Consent.create(
            person=person,
            purpose=purpose,
            wording=wording_shown(purpose, _language(person)),
            state=ConsentState.ASKED,
            asked_at=now(),
            how=how,
            entered_by=actor(),
        )
        audit("consents.ask", Consent._meta.table_name, made.id)
    return made


def give(person: Person, purpose: str, how: ConsentWay, *, proof: str = "", wording: Any = None) -> Consent:
    """Store that ``person`` agrees, in place of what they decided before; again the same leaves the first.

    ``wording`` is the version they saw (default: the one shown now); ``proof`` tells how we know. Raises
    ``NotFoundError`` for an unknown purpose and ``BadInputError`` for one that asks nobody's consent.
    """
    _refuse_without_choice(purpose)
    with transaction():
        lock("consents.decision")
        wording = wording or wording_shown(purpose, _language(person))
        standing = list(_standing(person, purpose))
        if [c.state for c in standing] == [ConsentState.GIVEN] and standing[0].wording_id == wording.id:
            return standing[0]
        _replace(person, purpose)
        made: Consent = Consent.create(
            person=person,
            purpose=purpose,
            wording=wording,
            state=ConsentState.GIVEN,
            given_at=now(),
            how=how,
            entered_by=actor(),
            proof=proof,
        )
        audit("consents.give", Consent._meta.table_name, made.id)
        registry.tell("on_consent_changed", person_id=person.id, purpose=purpose)
    return made


def withdraw(person: Person, purpose: str, how: ConsentWay) -> Consent:
    """Store that ``person`` does not want it, whether or not they ever agreed; harmless to do twice.

    Raises ``NotFoundError`` for an unknown purpose and ``BadInputError`` for one that asks nobody's consent.
    """
    _refuse_without_choice(purpose)
    with transaction():
        lock("consents.decision")
        standing = list(_standing(person, purpose))
        withdrawn = next((c for c in standing if c.state is ConsentState.WITHDRAWN), None)
        if withdrawn:
            return withdrawn
        kept = standing[0] if standing else Consent(person=person, purpose=purpose, entered_by=actor())
        for consent in [kept, *standing[1:]]:
            consent.state = ConsentState.WITHDRAWN
            consent.withdrawn_at, consent.withdrawn_how, consent.withdrawn_by = now(), how, actor()
            consent.save()
        audit("consents.withdraw", Consent._meta.table_name, kept.id)
        registry.tell("on_consent_changed", person_id=person.id, purpose=purpose)
    return kept


def take_back_withdrawal(withdrawn: Consent, proof: str) -> None:
    """Let things be as before ``withdrawn``: what was given is given again, in the words of then."""
    person, purpose = withdrawn.person, withdrawn.purpose
    with transaction():
        _replace(person, purpose)
        if withdrawn.given_at:
            Consent.create(
                person=person,
                purpose=purpose,
                wording=withdrawn.wording_id,
                state=ConsentState.GIVEN,
                given_at=now(),
                how=ConsentWay.LINK,
                entered_by=actor(),
                proof=f"{withdrawn.proof} {proof}".strip(),
            )
        audit("consents.undo", Consent._meta.table_name, withdrawn.id)
        registry.tell("on_consent_changed", person_id=person.id, purpose=purpose)


def is_withdrawn(person: Person, purpose: str) -> bool:
    """Say whether ``person`` does not want it now."""
    return any(consent.state is ConsentState.WITHDRAWN for consent in _standing(person, purpose))


def consents_of(person: Person) -> list[Consent]:
    """Give every decision of ``person``, replaced ones too, newest first, with its wording."""
    return list(Consent.select().where(Consent.person == person).order_by(Consent.id.desc()))


def _standing(person: Person, purpose: str) -> Any:
    mine = (Consent.person == person) & (Consent.purpose == purpose) & (Consent.channel == ConsentChannel.EMAIL)
    return Consent.select().where(mine, Consent.replaced_at.is_null()).order_by(Consent.id)


def _replace(person: Person, purpose: str) -> None:
    ids = [consent.id for consent in _standing(person, purpose)]
    Consent.update(replaced_at=now()).where(Consent.id.in_(ids)).execute()


def _refuse_without_choice(purpose: str) -> None:
    if purpose_named(purpose).basis == "legal":
        raise BadInputError("Deze post hoort bij het lidmaatschap: daarvoor vragen wij geen toestemming.")


def _language(person: Person) -> Language:
    return person.language if isinstance(person.language, Language) else Language.NL
