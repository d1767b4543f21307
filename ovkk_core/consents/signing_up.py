"""Signing up on the site: nothing is kept for good before the owner of the address says so by mail (PRIV-2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import peewee
from flask import current_app

from ovkk_core.clock import AMSTERDAM, now
from ovkk_core.consents import deciding, mail
from ovkk_core.consents.kinds import ConsentWay, SuppressionReason
from ovkk_core.consents.models import ConfirmationMail, SignUp, Wording
from ovkk_core.consents.preferring import save_preference
from ovkk_core.consents.purposes import purposes
from ovkk_core.consents.suppressing import lift, suppressed_digest, suppression_of
from ovkk_core.consents.wordings import wording_shown
from ovkk_core.contacts import Language, Person
from ovkk_core.database import fold, lock, transaction
from ovkk_core.errors import NotFoundError
from ovkk_core.history import acting
from ovkk_core.jobs import enqueue
from ovkk_core.mail import Recipient
from ovkk_core.tokens import hash_token, new_token

SEND_JOB = "consents.send_confirmation"
VALID_FOR = timedelta(days=7)
MOST_PER_DAY = 2
DAY = timedelta(days=1)
SOURCE = "aanmelding op de site"
FINAL = (SuppressionReason.BOUNCED, SuppressionReason.COMPLAINT)  # no mail goes there, whoever asks for it


@dataclass(frozen=True)
class Request:
    """What somebody filled in; ``purposes`` are names."""

    address: str
    purposes: Sequence[str]
    given_name: str = ""
    family_name: str = ""
    themes: Sequence[str] = ()
    municipalities: Sequence[int] = ()
    language: Language = Language.NL


def sign_up(asked: Request) -> SignUp:
    """Keep what was asked for and have the worker mail a link to confirm it.

    Known and unknown addresses go the same way here, so that the answer tells nothing (SEC-10). Raises
    ``BadInputError`` when the address is none.
    """
    with transaction():
        made: SignUp = SignUp.create(
            address=Recipient(asked.address.strip()).address,
            given_name=asked.given_name,
            family_name=asked.family_name,
            wordings=[wording_shown(purpose, asked.language).id for purpose in asked.purposes],
            themes=list(asked.themes),
            municipalities=list(asked.municipalities),
            language=asked.language,
        )
        enqueue(SEND_JOB, sign_up_id=made.id)
    return made


def send_confirmation(sign_up_id: int) -> None:
    """Mail the link, at most twice a day to one address; a sign-up that gets no mail is deleted."""
    with transaction():
        lock("consents.confirmation")
        waiting = SignUp.get_or_none((SignUp.id == sign_up_id) & SignUp.token_hash.is_null())
        if waiting is None:
            return
        if not _may_be_mailed(waiting.address):
            waiting.delete_instance()
            return
        token = new_token()
        waiting.token_hash = hash_token(token)
        waiting.save()
        ConfirmationMail.create(digest=suppressed_digest(waiting.address))
        link = f"{current_app.config['OVKK'].base_url}/aanmelden/bevestigen/{token}"
        mail.queue_confirmation(waiting, _titles(waiting), link)


def sign_up_of(token: str) -> SignUp:
    """Give what the link is for, confirmed or not; raise the same ``NotFoundError`` for unknown and expired ones."""
    valid = (SignUp.token_hash == hash_token(token)) & (SignUp.at > now() - VALID_FOR)
    found: SignUp | None = SignUp.get_or_none(valid)
    if found is None:
        raise NotFoundError("Deze link werkt niet, of niet meer. Meld u opnieuw aan.")
    return found


def confirm(token: str) -> SignUp:
    """Make what was asked for real: the person, the consents with their proof, and the preferences.

    Harmless to repeat. Raises what :func:`sign_up_of` raises.
    """
    with transaction():
        lock("consents.confirmation")
        asked = sign_up_of(token)
        if asked.confirmed_at:
            return asked
        person = _person_of(asked)
        with acting(f"persoon:{person.id}"):
            for wording in _wordings(asked):
                deciding.give(person, wording.purpose, ConsentWay.SITE, proof=_proof(asked), wording=wording)
            save_preference(person, asked.themes, asked.municipalities)
            _lift_own(asked.address)
        asked.address = asked.given_name = asked.family_name = ""
        asked.confirmed_at = now()
        asked.save()
    return asked


def titles_of(asked: SignUp) -> list[str]:
    """Give the purposes in words, in the order in which they were shown."""
    return list(_titles(asked).values())


def delete_expired() -> None:
    """Delete sign-ups after seven days, and after a day what counts the mails to an address."""
    SignUp.delete().where(SignUp.at <= now() - VALID_FOR).execute()
    ConfirmationMail.delete().where(ConfirmationMail.at <= now() - DAY).execute()


def _may_be_mailed(address: str) -> bool:
    listed = suppression_of(address)
    if listed and listed.reason in FINAL:
        return False
    mine = (ConfirmationMail.digest == suppressed_digest(address)) & (ConfirmationMail.at > now() - DAY)
    return bool(ConfirmationMail.select().where(mine).count() < MOST_PER_DAY)


def _titles(asked: SignUp) -> Mapping[str, str]:
    known = purposes()
    return {w.purpose: known[w.purpose].title for w in _wordings(asked) if w.purpose in known}


def _wordings(asked: SignUp) -> list[Wording]:
    """Give the versions that were shown, of purposes that still exist."""
    rows = Wording.select().where(Wording.id.in_(asked.wordings)).order_by(Wording.id)
    return [wording for wording in rows if wording.purpose in purposes()]


def _person_of(asked: SignUp) -> Person:
    """Give whose address it is: the one with the same name, else the only or first one; a new person for none.

    What we knew of somebody is not changed: who reads the mail need not be who signed up.
    """
    own = peewee.fn.LOWER(Person.email) == asked.address.lower()
    found = list(Person.select().where(own).order_by(Person.id))
    name = fold(f"{asked.given_name} {asked.family_name}")
    same = [person for person in found if fold(person.full_name) == name]
    if found:
        return same[0] if same else found[0]
    made: Person = Person.create(
        email=asked.address,
        given_name=asked.given_name,
        family_name=asked.family_name,
        language=asked.language,
        source=SOURCE,
    )
    return made


def _proof(asked: SignUp) -> str:
    asked_at, confirmed_at = (f"{moment.astimezone(AMSTERDAM):%d-%m-%Y %H.%M} uur" for moment in (asked.at, now()))
    return f"Aangemeld op {asked_at}; bevestigd op {confirmed_at} met de link in de mail aan {asked.address}."


def _lift_own(address: str) -> None:
    """Take the address off the list: its owner asks for mail by a link that only the owner has."""
    listed = suppression_of(address)
    if listed and listed.purpose == "":
        lift(listed)
