"""Addresses that get no mail."""

import pytest

from ovkk_core.consents import (
    ConsentWay,
    PreferencesForm,
    Suppression,
    SuppressionReason,
    consents_of,
    give,
    is_suppressed,
    lift,
    may_write_to,
    preference_of,
    save_preferences,
    suppress,
    suppressed_among,
    suppressed_digest,
)
from ovkk_core.contacts import Person, Position, Step, resolve
from tests.core.consents.conftest import Maker
from tests.core.contacts.counting import counted


def test_priv_6_list_holds_a_keyed_hash_that_survives_the_person(somebody: Maker) -> None:
    jan = somebody()
    suppress("Jan@Dorp.test", SuppressionReason.ERASED, person=jan)
    jan.delete_instance()
    (row,) = Suppression.select()
    assert (row.person_id, is_suppressed(" jan@dorp.TEST ")) == (None, True)
    assert "jan" not in "".join(str(value) for value in row.__data__.values())
    assert len(suppressed_digest("jan@dorp.test")) == 64


@pytest.mark.usefixtures("database")
def test_list_keeps_the_first_reason_and_knows_one_purpose_from_all_mail() -> None:
    first = suppress("a@dorp.test", SuppressionReason.BOUNCED)
    assert suppress("A@dorp.test", SuppressionReason.BY_HAND) == first
    suppress("b@dorp.test", SuppressionReason.ASKED, purpose="nieuwsbrief")
    addresses = ["a@dorp.test", "b@dorp.test", "c@dorp.test"]
    assert suppressed_among(addresses) == {"a@dorp.test"}
    assert suppressed_among(addresses, "nieuwsbrief") == {"a@dorp.test", "b@dorp.test"}
    lift(first)
    assert suppressed_among(addresses) == set()


def test_message_passes_over_an_address_without_mail_from_that_moment_and_back(somebody: Maker) -> None:
    jan = somebody(holds=True)
    position = Position.get(person=jan)
    assert resolve(position).step is Step.PERSON
    listed = suppress("jan@dorp.test", SuppressionReason.BOUNCED)
    assert resolve(position).step is Step.NOWHERE
    assert "werkt niet" in resolve(position).reason
    assert may_write_to(jan, "uitnodigingen").allowed
    lift(listed)
    assert resolve(position).step is Step.PERSON


def test_judging_many_addresses_reads_the_list_once(somebody: Maker) -> None:
    people = [somebody(f"p{number}@dorp.test", holds=True) for number in range(5)]
    suppress("p1@dorp.test", SuppressionReason.BOUNCED)
    positions = [Position.get(person=person) for person in people]
    for position in positions:
        assert position.organisation.name
    with counted() as asked:
        assert [resolve(position).step for position in positions].count(Step.PERSON) == 4
    assert len([sql for sql in asked if "suppression" in sql]) == 1


def test_own_page_shows_what_is_so_and_stores_what_changed(somebody: Maker) -> None:
    from flask import current_app
    from werkzeug.datastructures import MultiDict

    jan = somebody(holds=True)
    give(jan, "nieuwsbrief", ConsentWay.SITE)
    with current_app.test_request_context():
        form = PreferencesForm(jan)
        assert form.purposes.data == ["nieuwsbrief", "uitnodigingen"]
        sent = PreferencesForm(jan, MultiDict([("purposes", "uitnodigingen"), ("themes", "zorg")]))
        assert sent.validate()
        save_preferences(jan, sent)
    assert [may_write_to(jan, name).allowed for name in ("nieuwsbrief", "uitnodigingen")] == [False, True]
    assert preference_of(Person.get_by_id(jan.id)).themes == ["zorg"]
    assert len(consents_of(jan)) == 1
