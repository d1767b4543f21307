"""What went to somebody stands in their dossier: in the timeline and in a panel, in one question each."""

from datetime import timedelta

from flask.testing import FlaskClient

from ovkk_core.clock import frozen
from ovkk_core.consents import INVITATIONS, ConsentWay, withdraw
from ovkk_core.contacts import Person
from ovkk_core.hookspecs import Subject
from ovkk_core.mailings import MailingVariant, timeline
from tests.core.audiences.conftest import NOW, World
from tests.core.contacts.counting import counted
from tests.core.mailings.conftest import Make, queue_all, send_all
from tests.people import log_in, make_user


def test_dossier_tells_which_mailings_went_to_whom_and_why_not(client: FlaskClient, world: World, make: Make) -> None:
    sanne = Person.get(family_name="Lemele", given_name="Sanne")
    send_all(make())
    withdraw(sanne, INVITATIONS, ConsentWay.LINK)
    with frozen(NOW + timedelta(days=1)):
        send_all(make())
        stopped = queue_all(make())
        MailingVariant.update(reached=0).where(MailingVariant.mailing == stopped).execute()
        person, lemele = Subject("person", sanne.id), Subject("organisation", world.councils["lemele"].id)
        with counted() as asked:
            found = list(timeline.items(person, None, 30))
        assert len(asked) == 1
        why = "Afgemeld op 2 februari 2026."
        assert [(item.title, item.text) for item in found] == [("Schouw", why), ("Schouw", why), ("Schouw", "per mail")]
        assert [item.text for item in timeline.items(lemele, NOW, 30)] == ["2 per mail"]
        assert [item.text for item in timeline.items(lemele, None, 1)] == ["2 krijgen niets"]
        log_in(client, make_user("redacteur"))
        page = client.get(f"/beheer/dossier/persoon/{sanne.id}/").text
    assert (
        f'<a class="utrecht-link" href="/beheer/mailings/{stopped.id}/">Schouw</a>, dinsdag 3 februari 2026: {why}'
        in page
    )
    other = client.application.test_client()
    log_in(other, make_user("lezer"))
    assert "Schouw" not in other.get(f"/beheer/dossier/persoon/{sanne.id}/").text
    assert list(timeline.items(Subject("village", 1), None, 30)) == []
