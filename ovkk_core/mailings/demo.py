"""The demonstration: a mailing that was sent to the liaison officers, and one to the boards that is being written."""

from ovkk_core.audiences import Audience, count
from ovkk_core.consents import INVITATIONS
from ovkk_core.database import transaction
from ovkk_core.mailings.blocks import Block, BlockKind
from ovkk_core.mailings.deciding import Draft, choose_audience, save_draft, send
from ovkk_core.mailings.listing import fix_list
from ovkk_core.mailings.models import Mailing
from ovkk_core.registry import setting

SENT_TO, WRITTEN_TO = "beleidsmedewerkers", "plaatselijke-belangen-en-dorpsraden"


def load() -> None:
    """Add both, where there is somebody to write to."""
    with transaction():
        for slug, draft in ((SENT_TO, _sent()), (WRITTEN_TO, _written())):
            audience = Audience.get_or_none(slug=slug)
            if audience is None or not count(audience):
                continue
            mailing = save_draft(draft)
            choose_audience(mailing, audience, INVITATIONS)
            mailing = Mailing.get_by_id(mailing.id)
            if slug == SENT_TO:
                send(mailing, fix_list(mailing).id)


def _sent() -> Draft:
    return Draft(
        "Werkbezoeken in het voorjaar (voorbeeld)",
        "Kijk mee in de dorpen van {gemeente}",
        (
            Block(BlockKind.TEXT, "{aanhef}"),
            Block(BlockKind.TEXT, "Dit voorjaar bezoeken wij dorpen in de provincie. Wij nodigen u **graag** uit."),
            Block(BlockKind.HEADING, "Wat kunt u verwachten?"),
            Block(
                BlockKind.TEXT,
                "- een wandeling langs plannen van bewoners\n- een gesprek met het bestuur\n- koffie in het dorpshuis",
            ),
            Block(BlockKind.BUTTON, "Bekijk de agenda", "https://vereniging.example/agenda"),
            _closing(),
        ),
    )


def _written() -> Draft:
    return Draft(
        "Vraag over uw dorpshuis (voorbeeld)",
        "Hoe gaat het met het dorpshuis in {dorp}?",
        (
            Block(BlockKind.TEXT, "{aanhef}"),
            Block(
                BlockKind.TEXT, "Wij horen graag hoe het met het dorpshuis in {dorp} gaat. Wat loopt goed, wat niet?"
            ),
            _closing(),
        ),
    )


def _closing() -> Block:
    return Block(BlockKind.TEXT, f"Met vriendelijke groet,\n{setting('association.name')}")
