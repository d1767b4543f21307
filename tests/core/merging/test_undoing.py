"""A merge is taken back: every table as it was, or a clear reason why not."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ovkk_core.clock import frozen, now
from ovkk_core.consents import ConsentState, SuppressionReason, suppress
from ovkk_core.contacts import ContactKind, Organisation, Person, Position, PositionFunction
from ovkk_core.database import db
from ovkk_core.errors import BadInputError
from ovkk_core.history import Change, revisions_of
from ovkk_core.merging import Merge, NotSame, forget_undo, kept_instead, merge, obstacles, say_not_same, undo
from ovkk_core.merging.forgetting import forget
from tests.core.merging.having import consent, dump, hang_on, make_body, make_person, make_village

pytestmark = pytest.mark.usefixtures("database")


def two_of_everything() -> tuple[Person, Person, Organisation, Organisation]:
    """Store two persons and two organisations, with something of each in every room."""
    village = make_village()
    jan = make_person(email="a@dorp.example", phone="0529 47 81 94")
    jan2 = make_person("J.", email="b@dorp.example", source="kaartje", nickname="Jantje")
    one, other = make_body("Dorpsbelang A", village), make_body("PB A", village, make_village("Lenthe"))
    hang_on(jan, one, 1)
    hang_on(jan2, other, 2)
    Position.create(person=jan, organisation=one, function=PositionFunction.TREASURER, deputy=jan2)
    Position.create(person=jan, organisation=other, function=PositionFunction.SECRETARY, starts_on=date(2024, 1, 1))
    consent(jan2, ConsentState.GIVEN)
    suppress(jan2.email, SuppressionReason.ASKED, person=jan2)
    say_not_same(ContactKind.PERSON, jan2.id, make_person("Kees").id)
    return jan, jan2, one, other


def test_undo_restores_every_table_after_merging_persons_and_organisations() -> None:
    jan, jan2, one, other = two_of_everything()
    before = dump()
    first = merge(jan, jan2, ["given_name", "email", "source", "nickname"])
    second = merge(one, other, ["name"])
    assert dump() != before
    undo(second)
    undo(first)
    assert dump() == before


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    taken=st.sets(st.sampled_from(["given_name", "email", "phone", "source", "nickname", "language"])),
    states=st.tuples(*[st.sampled_from([None, *ConsentState])] * 2),
    persons_first=st.booleans(),
    turned=st.booleans(),
)
def test_undo_restores_every_table_whatever_was_merged(
    taken: set[str], states: tuple[Any, Any], persons_first: bool, turned: bool
) -> None:
    with db.atomic() as attempt:
        jan, jan2, one, other = two_of_everything()
        for person, state in zip((jan, jan2), states, strict=True):
            if state:
                consent(person, state, "test.drawn")
        before = dump()
        pairs = [((jan2, jan) if turned else (jan, jan2), taken), ((other, one) if turned else (one, other), set())]
        done = [merge(*pair, fields) for pair, fields in (pairs if persons_first else pairs[::-1])]
        for merged in reversed(done):
            undo(merged)
        assert dump() == before
        attempt.rollback()


def test_undo_leaves_what_was_added_since_and_writes_history() -> None:
    jan, jan2 = make_person(), make_person("J.")
    done = merge(jan, jan2)
    added = Position.create(person=jan, organisation=make_body("A"), function=PositionFunction.CHAIR)
    undo(done)
    assert Position.get_by_id(added.id).person == jan
    back = Person.get_by_id(jan2.id)
    assert [one.change for one in revisions_of(back)] == [Change.RESTORED, Change.DELETED, Change.CREATED]
    assert next(iter(revisions_of(jan))).reason == "samenvoegen met 'J. Bakker' ongedaan gemaakt"
    assert kept_instead(ContactKind.PERSON, jan2.id) is None


def test_undo_gives_a_new_number_when_another_has_it_by_now() -> None:
    jan, jan2 = make_person(), make_person("J.", email="b@dorp.example")
    body = make_body("A")
    position = Position.create(person=jan2, organisation=body, function=PositionFunction.CHAIR)
    done = merge(jan, jan2)
    other = Person.insert(id=jan2.id, given_name="Truus", family_name="Nieuw").execute()
    undo(done)
    back = Position.get_by_id(position.id).person
    assert (back.email, back.id != other) == ("b@dorp.example", True)
    assert Person.get_by_id(jan2.id).given_name == "Truus"
    assert [one.change for one in revisions_of(back)] == [Change.RESTORED, Change.DELETED, Change.CREATED]


@pytest.mark.parametrize("what", ["field", "position", "gone", "merged"])
def test_undo_is_refused_with_what_was_changed_since(what: str) -> None:
    jan, jan2 = make_person("J."), make_person("Jan")
    position = Position.create(person=jan2, organisation=make_body("A"), function=PositionFunction.CHAIR)
    done = merge(jan, jan2, ["given_name"])
    said = {
        "field": "“Johan Bakker” is gewijzigd (Voornaam)",
        "position": "voorzitter, A is gewijzigd (person)",
        "gone": "is verwijderd",
        "merged": "het contact dat bleef",
    }[what]
    if what == "field":
        jan = Person.get_by_id(jan.id)
        jan.given_name = "Johan"
        jan.save()
    elif what == "position":
        Position.update(person=make_person("Piet")).where(Position.id == position.id).execute()
    elif what == "gone":
        Position.delete().where(Position.id == position.id).execute()
    else:
        merge(make_person("Piet"), jan)
    before = dump()
    with pytest.raises(BadInputError):
        undo(done)
    assert dump() == before
    assert said in "; ".join(obstacles(Merge.get_by_id(done.id)))


def test_undo_is_refused_when_somebody_else_has_the_details_by_now() -> None:
    one, other = make_body("A"), make_body("B")
    done = merge(one, other)
    make_body("B")
    with pytest.raises(BadInputError, match="dezelfde gegevens"):
        undo(done)


def test_priv_7_undo_ends_after_thirty_days_and_how_it_was_is_forgotten() -> None:
    jan, jan2 = make_person(), make_person("J.")
    done = merge(jan, jan2)
    assert forget() == 0
    with frozen(now() + timedelta(days=30)):
        with pytest.raises(BadInputError):
            undo(done)
        assert forget() == 1
    kept = Merge.get_by_id(done.id)
    assert (kept.journal, kept.name, kept.kept_id, kept.merged_id) == (None, "", jan.id, jan2.id)


def test_undo_twice_is_refused() -> None:
    jan, jan2 = make_person(), make_person("J.")
    done = merge(jan, jan2)
    undo(done)
    with pytest.raises(BadInputError):
        undo(done)


def test_undo_brings_back_that_they_are_not_the_same_as_another() -> None:
    jan, jan2, kees = make_person(), make_person("J."), make_person("Kees")
    say_not_same(ContactKind.PERSON, jan2.id, kees.id)
    done = merge(jan, jan2)
    assert NotSame.select().count() == 0
    undo(done)
    assert [(one.low, one.high) for one in NotSame.select()] == [(jan2.id, kees.id)]


def test_priv_5_nothing_of_somebody_stays_here_when_they_are_erased() -> None:
    jan, jan2, kees = make_person(), make_person("J."), make_person("Kees")
    first, second = merge(jan2, kees), merge(jan, jan2)
    say_not_same(ContactKind.PERSON, jan.id, make_person("Piet").id)
    assert forget_undo(ContactKind.PERSON, jan.id) == 2
    assert [(m.journal, m.name) for m in map(Merge.get_by_id, (first.id, second.id))] == [(None, "")] * 2
    assert NotSame.select().count() == 0
