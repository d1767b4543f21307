"""The small world of audiences, with a mailing to the boards of its villages that only waits to be sent."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from ovkk_core.audiences import Audience
from ovkk_core.clock import frozen
from ovkk_core.consents import INVITATIONS
from ovkk_core.history import acting
from ovkk_core.jobs import run_due
from ovkk_core.mailings import Block, BlockKind, Mailing
from ovkk_core.mailings.deciding import Draft, choose_audience, save_draft, send
from ovkk_core.mailings.listing import fix_list
from ovkk_core.mailings.sending import send_due
from tests.core.audiences.conftest import NOW, World, group, leaf, make_world

TEXT = (
    Block(BlockKind.TEXT, "{aanhef}"),
    Block(BlockKind.HEADING, "Dorpenschouw in {gemeente}"),
    Block(BlockKind.TEXT, "Wij komen **graag** naar {dorp}.\n\n- een\n- [twee](https://ovkk.example/twee)"),
    Block(BlockKind.BUTTON, "Meld u aan", "https://ovkk.example/aanmelden"),
)
Make = Callable[..., Mailing]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Stop the clock on Monday 2 February 2026."""
    with frozen(NOW):
        yield


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    """Let tests post forms without a token."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def world(database: None) -> World:
    """Store the world."""
    return make_world()


@pytest.fixture
def boards(world: World) -> Audience:
    """Give everybody of the village councils: four people and a vacancy."""
    return Audience.create(name="Besturen", rule=group("all", leaf("kind", "village_council")))


@pytest.fixture
def make(boards: Audience) -> Make:
    """Give a maker of mailings to the boards, written by user 1."""

    def made(*, purpose: str = INVITATIONS, audience: Audience = boards, subject: str = "Kom ook, {naam}") -> Mailing:
        with acting("user:1"):
            mailing = save_draft(Draft("Schouw", subject, TEXT))
            choose_audience(mailing, audience, purpose)
        return Mailing.get_by_id(mailing.id)

    return made


def queue_all(mailing: Mailing) -> Mailing:
    """Fix the list, decide to send, and put it in the outbox, from which nothing is delivered yet."""
    assert send(mailing, fix_list(mailing).id)
    send_due(mailing.id, 1)
    found: Mailing = Mailing.get_by_id(mailing.id)
    return found


def send_all(mailing: Mailing) -> Mailing:
    """Fix the list, decide to send, and let the worker send it."""
    assert send(mailing, fix_list(mailing).id)
    run_due()
    found: Mailing = Mailing.get_by_id(mailing.id)
    return found
