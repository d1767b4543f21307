"""What a message changes; only one that proves which mail of ours it is about changes anything (MAIL-9 to 11)."""

from ovkk_core.consents import (
    ConsentWay,
    SuppressionReason,
    purposes,
    suppress,
    unsubscribe,
    unsubscribe_url,
    withdraw,
)
from ovkk_core.contacts import Person
from ovkk_core.inbox.judging import Bounced
from ovkk_core.inbox.kinds import BounceKind
from ovkk_core.inbox.models import Bounce, Message
from ovkk_core.mail import OutboxMail, drop_queued, mark_returned
from ovkk_core.registry import registry

UNPROVEN = (
    "Er is niets veranderd: het kenmerk waaruit blijkt dat dit over een mail van ons gaat, ontbreekt of klopt niet."
)


def bounce(mail: OutboxMail, why: Bounced, source: str, message: Message | None = None) -> str:
    """Note that ``mail`` did not arrive; write nowhere any more that does not exist. Say in Dutch what was done."""
    row = Bounce.insert(
        source=source,
        address=mail.address,
        kind=why.kind,
        code=why.code,
        words=why.words,
        mail=mail,
        message=message,
    )
    row.on_conflict_ignore().execute()
    if not why.over:
        return "Er is niets veranderd: de mailserver probeert het nog."
    code = "" if why.code in why.words else why.code
    reason = " ".join(filter(None, [code, why.words])) or str(why.kind.label)
    mark_returned(mail, reason)
    address = str(mail.address)
    registry.tell("on_bounced", address=address, reason=reason)
    if why.kind is not BounceKind.HARD:
        further = f" Zij kwam terug van {why.elsewhere}: de mail wordt daarheen doorgestuurd." if why.elsewhere else ""
        return f"De mail staat als niet aangekomen ({why.kind.label}); het adres blijft in gebruik.{further}"
    suppress(address, SuppressionReason.BOUNCED, note=reason[:200], person=_only_person(mail))
    return "De mail staat als niet aangekomen en naar dit adres gaat geen mail meer: het bestaat niet."


def complaint(mail: OutboxMail) -> str:
    """Stop everything that asks consent to the address of ``mail`` at once, what is in the queue too (MAIL-11)."""
    address = str(mail.address)
    stopped = [p for p in purposes().values() if p.marketing or (p.name == _purpose_of(mail) and p.basis != "legal")]
    for purpose in stopped:
        for person in persons_at(mail):
            withdraw(person, purpose.name, ConsentWay.COMPLAINT)
        suppress(address, SuppressionReason.COMPLAINT, purpose=purpose.name)
    dropped = drop_queued(person_id=mail.person, address=address)
    waiting = f" Uit de wachtrij gehaald: {dropped}." if dropped else ""
    titles = ", ".join(purpose.title for purpose in stopped)
    return f"Naar dit adres gaat niet meer: {titles}.{waiting}" if stopped else "Er was niets om te stoppen."


def unsubscription(mail: OutboxMail) -> str:
    """Do as the link to unsubscribe in ``mail`` does; "" when it has none."""
    purpose = _purpose_of(mail)
    if not purpose:
        return ""
    person = Person.get_or_none(id=mail.person) if mail.person else None
    url = unsubscribe_url(person, purpose, str(mail.address))
    unsubscribe(url.rpartition("/")[2])
    return f"Afgemeld voor: {purposes()[purpose].title}. Een mail met een link om dat terug te draaien is klaargezet."


def persons_at(mail: OutboxMail) -> list[Person]:
    """Give whom ``mail`` was to: the person it names, and who has that address."""
    return list(Person.select().where((Person.id == mail.person) | (Person.email == mail.address)))


def _only_person(mail: OutboxMail) -> Person | None:
    found = [person for person in persons_at(mail) if person.email.casefold() == str(mail.address).casefold()]
    return found[0] if len(found) == 1 else None


def _purpose_of(mail: OutboxMail) -> str:
    """Give the purpose of consent that ``mail`` was for, "" for a mail on its own."""
    purpose = str(mail.body.purpose) if mail.body_id else ""
    return purpose if purpose in purposes() else ""
