"""Two contacts become one: what moves, what is dropped, which consent wins, and who is told."""

from datetime import date

import peewee
import pytest

from ovkk_core.consents import Consent, ConsentState, Preference, Suppression, SuppressionReason, suppress
from ovkk_core.contacts import ContactKind, OrganisationVillage, Person, Position, PositionFunction
from ovkk_core.database import db
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import AuditEntry, Change, Revision, revisions_of
from ovkk_core.merging import kept_for_slug, kept_instead, merge, to_move, went_into
from ovkk_core.registry import registry, switch
from tests.core.merging.having import NEWS, consent, hang_on, make_body, make_person, make_village

pytestmark = pytest.mark.usefixtures("database")


def test_merge_moves_every_row_of_every_room_and_names_how_many() -> None:
    jan, jan2 = make_person(), make_person("J.")
    body = make_body("Dorpsbelang A")
    hang_on(jan2, body, 2)
    waiting = to_move(jan2)
    done = merge(jan, jan2)
    assert to_move(jan) == waiting
    assert done.moved == dict(waiting)
    assert waiting["contacts_position"] == 2
    assert {"planning_poll_guest", "audiences_snapshot_member", "consents_consent"} < set(waiting)
    assert Person.get_or_none(Person.id == jan2.id) is None


def test_merge_takes_the_chosen_details_and_leaves_the_rest() -> None:
    jan = make_person("J.", email="jan@vilsteren.example", phone="0529 47 81 94")
    other = make_person("Jan", "Bakker", phone="06 12 34 56 78", source="kaartje")
    merge(jan, other, ["given_name", "source", "id", "sort_key"])
    stays = Person.get_by_id(jan.id)
    assert (stays.given_name, stays.phone, stays.source) == ("Jan", "+31529478194", "kaartje")
    assert stays.sort_key == "bakker jan"


def test_merge_drops_what_would_be_double_after_moving_what_hangs_on_it() -> None:
    village = make_village()
    one, other = make_body("Dorpsbelang A", village), make_body("PB A", village, make_village("Lenthe"))
    person = make_person()
    same = {"person": person, "function": PositionFunction.CHAIR, "starts_on": date(2020, 1, 1)}
    kept_position = Position.create(organisation=one, **same)
    double = Position.create(organisation=other, **same)
    hang = make_person("Piet")
    hang_on(hang, other, 1)
    merge(one, other)
    assert [str(v) for v in one.villages] == ["Lenthe", "Vilsteren"]
    assert Position.get_or_none(Position.id == double.id) is None
    assert Position.select().where(Position.organisation == one, Position.person == person).get() == kept_position


def test_merge_frees_a_holder_from_being_the_own_deputy() -> None:
    jan, jan2 = make_person(), make_person("J.")
    position = Position.create(
        person=jan, deputy=jan2, organisation=make_body("Dorpsbelang A"), function=PositionFunction.CHAIR
    )
    merge(jan, jan2)
    assert (Position.get_by_id(position.id).person, Position.get_by_id(position.id).deputy) == (jan, None)


@pytest.mark.parametrize(
    ("mine", "others", "address", "stands"),
    [
        ("given", "withdrawn", "a@dorp.example", {"given", "withdrawn"}),
        ("withdrawn", None, "a@dorp.example", {"withdrawn"}),
        ("given", "given", "a@dorp.example", {"given"}),
        ("given", None, "a@dorp.example", {"given"}),
        ("given", None, "b@dorp.example", set()),
        ("given", "asked", "b@dorp.example", {"asked"}),
        (None, "given", "a@dorp.example", set()),
        (None, None, "a@dorp.example", set()),
    ],
)
def test_priv_12_strictest_consent_wins(mine: str | None, others: str | None, address: str, stands: set[str]) -> None:
    """Who was mailed nothing at an address is mailed nothing there afterwards."""
    jan, jan2 = make_person(email="a@dorp.example"), make_person(email="b@dorp.example")
    for person, state in ((jan, mine), (jan2, others)):
        if state:
            consent(person, ConsentState(state))
    merge(jan, jan2, ["email"] if address == jan2.email else [])
    standing = Consent.select().where(Consent.person == jan, Consent.purpose == NEWS, Consent.replaced_at.is_null())
    assert {one.state.value for one in standing} == stands


def test_priv_12_who_asked_for_no_mail_gets_none_at_the_address_that_stays() -> None:
    jan, jan2 = make_person(email="a@dorp.example"), make_person(email="b@dorp.example")
    suppress(jan2.email, SuppressionReason.ASKED, person=jan2)
    suppress("c@dorp.example", SuppressionReason.BOUNCED, person=jan2)
    merge(jan, jan2)
    assert (
        Suppression.select().where(Suppression.person == jan, Suppression.reason == SuppressionReason.ASKED).count()
        == 2
    )
    assert Suppression.select().count() == 3


def test_merge_keeps_the_wishes_of_the_one_that_stays_and_takes_over_those_it_lacks() -> None:
    jan, jan2, piet = make_person(), make_person("J."), make_person("Piet")
    Preference.create(person=jan2, themes=["zorg"])
    merge(jan, jan2)
    Preference.create(person=piet, themes=["wonen"])
    merge(jan, piet)
    assert [p.themes for p in Preference.select()] == [["zorg"]]


def test_merge_stands_in_history_and_audit_trail() -> None:
    jan, jan2 = make_person(), make_person("J.")
    merge(jan, jan2)
    newest = next(iter(revisions_of(jan)))
    assert (newest.change, newest.reason) == (Change.CHANGED, "samengevoegd met 'J. Bakker'")
    assert Revision.select().where(Revision.object_id == str(jan2.id), Revision.change == Change.DELETED).exists()
    entry = AuditEntry.select().where(AuditEntry.action == "merging.merge").get()
    assert (entry.object_type, entry.object_id) == ("contacts_person", str(jan.id))


def test_old_id_and_slug_lead_to_the_one_that_was_kept_by_way_of_others() -> None:
    a, b, c = make_body("Dorpsbelang A"), make_body("Dorpsbelang B"), make_body("Dorpsbelang C")
    merge(b, a)
    merge(c, b)
    assert kept_instead(ContactKind.ORGANISATION, a.id) == c.id
    assert kept_for_slug(a.slug) == c
    assert kept_for_slug("dorpsbelang-x") is None
    assert went_into(ContactKind.ORGANISATION, c.id) == [a.id, b.id]
    assert kept_instead(ContactKind.PERSON, a.id) is None


def test_merge_refuses_one_contact_two_kinds_and_what_is_gone() -> None:
    jan, jan2, body = make_person(), make_person("J."), make_body("Dorpsbelang A")
    for one, other in ((jan, jan), (jan, body)):
        with pytest.raises(BadInputError):
            merge(one, other)
    merge(jan, jan2)
    with pytest.raises(NotFoundError):
        merge(jan, jan2)


def test_merge_refuses_while_a_table_that_nobody_knows_refers_to_the_contact() -> None:
    jan, jan2 = make_person(), make_person("J.")
    db.execute_sql("CREATE TABLE gone_thing (who INTEGER REFERENCES contacts_person (id) ON DELETE CASCADE)")
    try:
        merge(make_person("Piet"), jan)
        peewee.Table("gone_thing", ["who"]).bind(db.obj).insert(who=jan2.id).execute()
        with pytest.raises(BadInputError, match="gone_thing"):
            merge(make_person("Kees"), jan2)
    finally:
        db.execute_sql("DROP TABLE gone_thing")


def test_on_contacts_merged_is_told_to_plugins_after_the_commit() -> None:
    from toy_plugin.models import Toy

    switch("toy", True)
    registry.refresh()
    jan, jan2 = make_person(), make_person("J.")
    merge(jan, jan2)
    assert [t.title for t in Toy.select().where(Toy.kind == "gehoord", Toy.title.contains("samen"))] == [
        f"samen {jan.id} {jan2.id}"
    ]


def test_merge_of_organisations_leaves_no_link_twice() -> None:
    village = make_village()
    one, other = make_body("A", village), make_body("B", village)
    merge(one, other)
    assert [link.organisation_id for link in OrganisationVillage.select()] == [one.id]
