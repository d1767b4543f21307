"""What somebody decided about our mail, for their dossier."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _

from ovkk_core.consents.declarations import READ
from ovkk_core.consents.models import Consent
from ovkk_core.consents.purposes import purposes
from ovkk_core.contacts import Person
from ovkk_core.hookspecs import Panel, Subject, TimelineItem


def items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Give when a person was asked, agreed and withdrew, the latest first."""
    if subject.kind != "person":
        return []
    titles = {name: purpose.title for name, purpose in purposes().items()}
    found = [
        TimelineItem(
            at=at,
            kind=_("Consent"),
            title=words % {"purpose": titles.get(row.purpose, row.purpose)},
            text=str(how.label) if how else "",
            address=f"/beheer/toestemmingen/persoon/{subject.id}/",
            permission=READ,
        )
        for row in Consent.select().where(Consent.person == subject.id)
        for at, words, how in (
            (row.asked_at, _("Asked for consent: %(purpose)s"), None),
            (row.given_at, _("Consent given: %(purpose)s"), row.how),
            (row.withdrawn_at, _("Consent withdrawn: %(purpose)s"), row.withdrawn_how),
        )
        if at is not None and (until is None or at <= until)
    ]
    return sorted(found, key=lambda item: item.at, reverse=True)[:most]


def panels(subject: Subject) -> Iterable[Panel]:
    """Give how the decisions of a person stand."""
    if subject.kind != "person":
        return []
    person = Person(id=subject.id)
    return [Panel(_("Consents"), "consents/dossier.html", {"person": person}, READ, order=40)]
