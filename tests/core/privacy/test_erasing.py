"""Erasing somebody: from every room and plugin, files and old backups."""

import pytest
from toy_plugin.models import Toy

from ovkk_core.contacts import Person, Position
from ovkk_core.history import Revision
from ovkk_core.mail import OutboxMail, Recipient, queue_mail
from ovkk_core.privacy import erasing

pytestmark = pytest.mark.usefixtures("database")


def test_priv_6_rooms_and_plugins_that_are_off_forget_the_person_and_its_history(frouke: Person) -> None:
    Toy.create(title="Houten paard", kind=f"van {frouke.id}")
    queue_mail("mail.test", Recipient(frouke.email), {"moment": "gisteren"})
    assert erasing.tell_everybody(frouke.id) == []
    assert Person.select().count() == OutboxMail.select().count() == Toy.select().where(Toy.kind != "gehoord").count()
    assert [position.person_id for position in Position.select()] == [None]
    assert "Zwaluwenhorst" not in " ".join(str(row) for row in Revision.select().tuples())
