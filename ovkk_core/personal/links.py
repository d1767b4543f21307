"""Personal links: 256 random bits in a mail, a hash in the database; made, opened, taken back (FEED-5, ITIP-8)."""

from collections.abc import Sequence
from datetime import timedelta

import peewee
from flask import current_app

from ovkk_core.clock import now
from ovkk_core.contacts import Organisation, Person, Position, current_positions
from ovkk_core.errors import NotFoundError
from ovkk_core.personal.kinds import LinkScope
from ovkk_core.personal.models import PersonalLink
from ovkk_core.tokens import hash_token, new_token

WORKS_FOR = timedelta(days=90)


def personal_link(
    person: Person | None,
    scope: LinkScope = LinkScope.OWN,
    *,
    organisation: Organisation | None = None,
    lasts: timedelta = WORKS_FOR,
) -> str:
    """Make another link and give its whole address, which nobody can see again; earlier ones keep working.

    With scope ``ORGANISATION`` it opens the details of ``organisation`` only, for ``person`` while that holds a
    position there; without a person for whoever reads the general address. Mail it, and keep it nowhere.
    """
    token = new_token()
    PersonalLink.create(
        digest=hash_token(token), scope=scope, person=person, organisation=organisation, expires_at=now() + lasts
    )
    return f"{current_app.config['OVKK'].base_url}/u/{token}"


def link_of(token: str) -> PersonalLink:
    """Give the link with its person and organisation; ``NotFoundError`` for wrong, expired and revoked ones alike.

    One question decides, so that the answer takes as long whatever the reason.
    """
    found = (
        PersonalLink.select(PersonalLink, Person, Organisation)
        .join(Person, peewee.JOIN.LEFT_OUTER)
        .switch(PersonalLink)
        .join(Organisation, peewee.JOIN.LEFT_OUTER)
        .where(PersonalLink.digest == hash_token(token), working())
        .first()
    )
    if found is None:
        raise NotFoundError("Deze link werkt niet, of niet meer. Vraag een nieuwe link aan.")
    return found


def own_link_of(token: str) -> PersonalLink:
    """Give the link when it opens somebody's own page; raise as :func:`link_of` does."""
    link = link_of(token)
    if link.scope is not LinkScope.OWN:
        raise NotFoundError("Deze link werkt niet, of niet meer. Vraag een nieuwe link aan.")
    return link


def working() -> peewee.Expression:
    """Give the condition that a link works now."""
    in_office = current_positions().where(
        Position.person == PersonalLink.person, Position.organisation == PersonalLink.organisation
    )
    held = peewee.fn.EXISTS(in_office.order_by().select(Position.id))
    return (
        (PersonalLink.expires_at > now())
        & PersonalLink.revoked_at.is_null()
        & (PersonalLink.organisation.is_null() | PersonalLink.person.is_null() | held)
    )


def links_of(person: Person) -> list[PersonalLink]:
    """Give the links of ``person`` that work, newest first."""
    return links_of_all([person])[person.id]


def links_of_all(people: Sequence[Person]) -> dict[int, list[PersonalLink]]:
    """Give the links that work of each of ``people``, newest first, in one question."""
    found: dict[int, list[PersonalLink]] = {person.id: [] for person in people}
    query = PersonalLink.select().where(PersonalLink.person.in_(list(found)), working())
    for link in query.order_by(PersonalLink.id.desc()):
        found[link.person_id].append(link)
    return found


def used(link: PersonalLink) -> None:
    """Note that something was sent from the page."""
    PersonalLink.update(last_used_at=now()).where(PersonalLink.id == link.id).execute()


def revoke(where: peewee.Expression) -> int:
    """Let the links of ``where`` work no more; give how many did."""
    mine = where & PersonalLink.revoked_at.is_null()
    return int(PersonalLink.update(revoked_at=now()).where(mine).execute())
