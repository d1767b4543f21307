"""Addresses that are secrets: given out once, kept as a hash, replaced with overlap, taken back (FEED-5)."""

from datetime import datetime

import peewee

from ovkk_core.agreements.choices import OVERLAP
from ovkk_core.agreements.models import FeedAgreement, FeedToken
from ovkk_core.clock import now, today
from ovkk_core.contacts import Organisation, Person, Position
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import audit
from ovkk_core.tokens import hash_token, new_token


def give(agreement: FeedAgreement) -> str:
    """Give a new token, which nobody can see again; earlier ones work for two more weeks.

    Raises ``BadInputError`` when the agreement is over or its contact has left.
    """
    if agreement.ended:
        raise BadInputError("Deze afspraak is afgelopen. Kies eerst een latere einddatum.")
    if agreement.left:
        raise BadInputError("De contactpersoon heeft deze functie niet meer. Kies eerst een andere contactpersoon.")
    token = new_token()
    with transaction():
        until = now() + OVERLAP
        later = FeedToken.expires_at.is_null() | (FeedToken.expires_at > until)
        FeedToken.update(expires_at=until).where(FeedToken.agreement == agreement, later).execute()
        FeedToken.create(agreement=agreement, holder=agreement.contact_id, digest=hash_token(token))
        audit("agreements.token", "agreements_feed_agreement", agreement.id)
    return token


def take_back(agreement: FeedAgreement) -> None:
    """Let no address of ``agreement`` work any more, from the next fetch on."""
    with transaction():
        mine = (FeedToken.agreement == agreement) & FeedToken.revoked_at.is_null()
        FeedToken.update(revoked_at=now()).where(mine).execute()
        audit("agreements.revoke", "agreements_feed_agreement", agreement.id)


def agreement_of(token: str) -> FeedAgreement:
    """Give the agreement that ``token`` opens. Raises ``NotFoundError``, the same for wrong, revoked and expired.

    One question decides, so that the answer takes as long whatever the reason (FEED-6).
    """
    opened = _working(FeedToken.agreement).where(FeedToken.digest == hash_token(token))
    found = (
        FeedAgreement.select(FeedAgreement, Position, Organisation, Person)
        .join(Position)
        .join(Organisation)
        .switch(Position)
        .join(Person, peewee.JOIN.LEFT_OUTER, on=Position.person)
        .where(FeedAgreement.id.in_(opened), _running())
        .first()
    )
    if found is None:
        raise NotFoundError("Deze kalender bestaat niet. Vraag een nieuw adres aan wie het u gaf.")
    return found


def leak(token: str) -> FeedToken | None:
    """Let ``token`` work no more, as others may have read it; give it when it worked until now."""
    with transaction():
        same = FeedToken.id.in_(_working(FeedToken.id).where(FeedToken.digest == hash_token(token)))
        found: FeedToken | None = FeedToken.get_or_none(same)
        moment = now()
        revoked = FeedToken.update(revoked_at=moment, leaked_at=moment)
        if found is None or not revoked.where(FeedToken.id == found.id, FeedToken.leaked_at.is_null()).execute():
            return None
        audit("agreements.leak", "agreements_feed_agreement", found.agreement_id)
    return found


def leaked_tokens(agreement: FeedAgreement) -> list[FeedToken]:
    """Give the addresses that were asked for in the open, newest first."""
    leaked = FeedToken.leaked_at.is_null(False)
    return list(FeedToken.select().where(FeedToken.agreement == agreement, leaked).order_by(FeedToken.id.desc()))


def last_leaked() -> set[int]:
    """Give the agreements whose newest address was asked for in the open."""
    rows = FeedToken.select(FeedToken.agreement, FeedToken.leaked_at).order_by(FeedToken.id).tuples()
    return {agreement for agreement, leaked_at in dict(rows).items() if leaked_at}


def working_tokens(agreement: FeedAgreement) -> list[FeedToken]:
    """Give the addresses that work now, oldest first."""
    ids = _working(FeedToken.id).where(FeedToken.agreement == agreement)
    return list(FeedToken.select().where(FeedToken.id.in_(ids)).order_by(FeedToken.id))


def current_since() -> dict[int, datetime]:
    """Give per agreement with a working address when the newest of those was given out."""
    rows = _working(FeedToken.agreement, FeedToken.created_at).order_by(FeedToken.created_at).tuples()
    return dict(rows)


def _working(*columns: peewee.Field) -> peewee.ModelSelect:
    day = today()
    return (
        FeedToken.select(*columns)
        .join(Position, on=(FeedToken.holder == Position.id))
        .where(
            FeedToken.revoked_at.is_null(),
            FeedToken.expires_at.is_null() | (FeedToken.expires_at > now()),
            Position.starts_on.is_null() | (Position.starts_on <= day),
            Position.ends_on.is_null() | (Position.ends_on >= day),
        )
    )


def _running() -> peewee.Expression:
    return FeedAgreement.ends_on.is_null() | (FeedAgreement.ends_on >= today())
