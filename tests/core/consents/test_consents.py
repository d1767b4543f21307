"""What somebody decided, and whether we may write to them."""

from datetime import UTC, datetime

import pytest

from ovkk_core.clock import frozen
from ovkk_core.consents import (
    Consent,
    ConsentState,
    ConsentWay,
    SuppressionReason,
    ask,
    consented,
    consents_of,
    give,
    may_write_to,
    suppress,
    verdicts,
    withdraw,
    write_wording,
)
from ovkk_core.contacts import Person
from ovkk_core.errors import BadInputError, NotFoundError
from tests.core.consents.conftest import Maker
from tests.core.contacts.counting import counted

NEWS, INVITED, MEMBERS = "nieuwsbrief", "uitnodigingen", "leden"


def test_priv_1_consent_keeps_the_words_that_were_shown_who_entered_it_and_the_proof(somebody: Maker) -> None:
    jan = somebody()
    first = write_wording(NEWS, "Ja, ik wil de nieuwsbrief per mail.")
    given = give(jan, NEWS, ConsentWay.SITE, proof="bevestigd via de link")
    second = write_wording(NEWS, "Ja, stuur mij het nieuws per mail.")
    assert (given.wording, given.entered_by, given.proof) == (first, "system", "bevestigd via de link")
    assert (second.version, Consent.get_by_id(given.id).wording) == (2, first)
    again = give(jan, NEWS, ConsentWay.SITE)
    assert [(c.wording, bool(c.replaced_at)) for c in consents_of(jan)] == [(second, False), (first, True)]
    assert give(jan, NEWS, ConsentWay.SPOKEN) == again


def test_may_write_to_says_in_dutch_why_or_why_not(somebody: Maker) -> None:
    jan, marie = somebody(holds=True), somebody("marie@dorp.test")
    with frozen(datetime(2026, 3, 3, 12, tzinfo=UTC)):
        assert may_write_to(jan, NEWS).reason == "Gaf geen toestemming."
        ask(jan, NEWS, ConsentWay.SPOKEN)
        assert may_write_to(jan, NEWS).reason == "Is om toestemming gevraagd, en heeft nog niet geantwoord."
        give(jan, NEWS, ConsentWay.SITE)
        assert may_write_to(jan, NEWS).reason == "Gaf toestemming op 3 maart 2026."
        withdraw(jan, NEWS, ConsentWay.LINK)
        assert may_write_to(jan, NEWS).reason == "Afgemeld op 3 maart 2026."
        assert may_write_to(jan, INVITED).reason == "Dit hoort bij de functie van deze persoon."
        assert may_write_to(marie, INVITED).reason == "Heeft nu geen functie, en gaf geen toestemming."
        withdraw(jan, INVITED, ConsentWay.WRITTEN)
        assert may_write_to(jan, INVITED).allowed is False
        assert may_write_to(marie, MEMBERS).reason == "Dit hoort bij het lidmaatschap en vraagt geen toestemming."
        suppress("MARIE@dorp.test", SuppressionReason.BOUNCED)
        assert may_write_to(marie, MEMBERS).reason == (
            "Het adres staat op de lijst 'niet mailen': er komt geen post aan."
        )


def test_priv_12_strictest_of_two_decisions_wins_and_only_a_new_consent_changes_that(somebody: Maker) -> None:
    jan, double = somebody(), somebody("j@dorp.test")
    withdraw(double, NEWS, ConsentWay.LINK)
    give(jan, NEWS, ConsentWay.SITE)
    Consent.update(person=jan).where(Consent.person == double).execute()  # as a merge does
    assert may_write_to(jan, NEWS).allowed is False
    assert list(Person.select().where(Person.id.in_(consented(NEWS)))) == []
    give(jan, NEWS, ConsentWay.SPOKEN)
    assert may_write_to(jan, NEWS).allowed is True
    assert list(Person.select().where(Person.id.in_(consented(NEWS)))) == [jan]


def test_withdrawing_twice_keeps_the_first_moment_and_works_without_a_consent(somebody: Maker) -> None:
    jan = somebody()
    with frozen(datetime(2026, 3, 3, 12, tzinfo=UTC)):
        first = withdraw(jan, NEWS, ConsentWay.LINK)
    assert withdraw(jan, NEWS, ConsentWay.WRITTEN) == first
    assert [(c.state, c.withdrawn_how) for c in consents_of(jan)] == [(ConsentState.WITHDRAWN, ConsentWay.LINK)]


def test_priv_3_statutory_mail_asks_no_consent_and_unknown_purposes_are_refused(somebody: Maker) -> None:
    with pytest.raises(BadInputError):
        withdraw(somebody(), MEMBERS, ConsentWay.LINK)
    with pytest.raises(NotFoundError):
        may_write_to(somebody("b@dorp.test"), "verkoop")


def test_verdicts_of_many_persons_cost_as_many_queries_as_of_one(somebody: Maker) -> None:
    persons = [somebody(f"p{number}@dorp.test", holds=number % 2 == 0) for number in range(6)]
    give(persons[1], INVITED, ConsentWay.SPOKEN)
    with counted() as of_one:
        may_write_to(persons[0], INVITED)
    with counted() as of_all:
        found = verdicts(persons, INVITED)
    assert [verdict.allowed for verdict in found.values()] == [True, True, True, False, True, False]
    assert len(of_all) == len(of_one) == 3
