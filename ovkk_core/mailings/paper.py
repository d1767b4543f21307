"""Letters for those of the list whom mail does not reach."""

import peewee

from ovkk_core.audiences import SnapshotMember
from ovkk_core.errors import BadInputError
from ovkk_core.letters import MOST_LETTERS, Letter, letters_pdf
from ovkk_core.mailings.blocks import read_blocks
from ovkk_core.mailings.models import Mailing, variants_of
from ovkk_core.mailings.people import Addressee, addressees
from ovkk_core.mailings.writing import filled, on_paper
from ovkk_core.registry import setting

BATCH = 500


def letters(mailing: Mailing, dated: str) -> bytes:
    """Give a PDF with a letter for each of the list who gets one; ``dated`` is place and date.

    An address with the same salutation gets one. Raises ``BadInputError`` when nobody does, or there are too many.
    """
    if not mailing.own:
        raise BadInputError("Van deze mailing is geen brief te maken. Maak die waar de tekst is geschreven.")
    found: dict[tuple[str, ...], Letter] = {}
    for one in _by_letter(mailing):
        if postal := one.postal:
            key = (*postal, one.values["aanhef"])
            found.setdefault(key, _letter(mailing, one, tuple(postal), dated))
        if len(found) > MOST_LETTERS:
            break
    return letters_pdf(list(found.values()))


def _by_letter(mailing: Mailing) -> list[Addressee]:
    snapshots = [variant.snapshot_id for variant in variants_of(mailing)]
    members = (
        SnapshotMember.select()
        .where(SnapshotMember.snapshot.in_(snapshots), SnapshotMember.by_letter)
        .order_by(SnapshotMember.id)
        .limit(MOST_LETTERS * 2)
    )
    return [one for batch in peewee.chunked(members, BATCH) for one in addressees(batch)]


def _letter(mailing: Mailing, one: Addressee, postal: tuple[str, ...], dated: str) -> Letter:
    return Letter(
        postal,
        one.values["aanhef"],
        on_paper(read_blocks(mailing.blocks), one.values),
        dated,
        sender=[setting("association.name")],
        subject=filled(mailing.subject, one.values),
        closing="",
    )
