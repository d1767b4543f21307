"""A saved audience as the audience of a date: what it asks for certain."""

from typing import Any

from flask.testing import FlaskClient

from ovkk_core.audiences import Audience
from ovkk_core.contacts import Municipality, OrganisationKind
from ovkk_core.planning import EVERYBODY, audience_of
from tests.people import log_in, make_user

COUNCILS = {"condition": "audiences.kind", "values": ["village_council"]}


def saved(*parts: dict[str, Any], how: str = "all") -> Audience:
    return Audience.create(name="Raden", rule={"how": how, "parts": list(parts)})


def test_saved_audience_gives_its_kinds_and_municipalities(ommen: Municipality, raalte: Municipality) -> None:
    there = {"condition": "audiences.municipality", "values": ["ommen"]}
    found = audience_of(saved(COUNCILS, there))
    assert (found.municipality_ids, found.kinds) == ({ommen.id}, {OrganisationKind.VILLAGE_COUNCIL})
    assert audience_of(saved(COUNCILS, there, how="any")) == EVERYBODY
    assert audience_of(saved(there, how="none")) == EVERYBODY


def test_date_page_takes_over_a_saved_audience(client: FlaskClient, ommen: Municipality) -> None:
    saved(COUNCILS)
    log_in(client, make_user("coordinator"))
    page = client.get("/beheer/datum-kiezen/?doelgroep=raden").text
    assert 'id="kind-village_council" checked' in page
    assert '<option value="raden">Raden</option>' in page
