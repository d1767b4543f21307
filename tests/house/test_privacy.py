"""No table with something of people is left out of the register, of what people may see, or of erasure (PRIV-5)."""

import pytest

from ovkk_core.privacy import gaps
from ovkk_core.registry import registry

HOW = "docs/plugins.md, Data about people, says how"


@pytest.mark.usefixtures("app")
def test_priv_5_every_room_says_what_it_keeps_of_people_and_can_show_and_erase_it() -> None:
    found = {room.name: gaps(room.name) for room in registry.rooms()}
    assert {name: missing for name, missing in found.items() if missing} == {}, HOW
