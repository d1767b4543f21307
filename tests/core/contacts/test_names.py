"""Names, salutations and sorting, as the glossary writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovkk_core.contacts import FormOfAddress, Person
from ovkk_core.contacts.names import capitalised, person_sort_key, place_sort_key
from ovkk_core.database import fold

MR, MRS, NEUTRAL = FormOfAddress.FORMAL_MR, FormOfAddress.FORMAL_MRS, FormOfAddress.NEUTRAL
FIRST, FULL = FormOfAddress.FIRST_NAME, FormOfAddress.FULL_NAME


@pytest.mark.parametrize(
    ("given_name", "initials", "prefix", "family_name", "full_name", "list_name"),
    [
        ("Jan", "J.", "van der", "Berg", "Jan van der Berg", "Berg, J. van der"),
        ("", "J.", "van der", "Berg", "J. van der Berg", "Berg, J. van der"),
        ("", "", "van der", "Berg", "Van der Berg", "Berg, van der"),
        ("Piet", "P.", "", "Jansen", "Piet Jansen", "Jansen, P."),
        ("", "J.P.", "d'", "Ancona", "J.P. d'Ancona", "Ancona, J.P. d'"),
        ("", "", "d'", "Ancona", "d'Ancona", "Ancona, d'"),
        ("", "", "'t", "Hart", "'t Hart", "Hart, 't"),
        ("", "", "in 't", "Veld", "In 't Veld", "Veld, in 't"),
        ("", "", "", "IJsselmuiden", "IJsselmuiden", "IJsselmuiden"),
        ("Piet", "", "", "", "Piet", "Piet"),
    ],
)
def test_name_is_written_and_listed_as_in_the_glossary(
    given_name: str, initials: str, prefix: str, family_name: str, full_name: str, list_name: str
) -> None:
    person = Person(given_name=given_name, initials=initials, name_prefix=prefix, family_name=family_name)
    assert (person.full_name, person.list_name) == (full_name, list_name)


def test_full_name_prefers_the_nickname_and_leaves_out_the_title() -> None:
    person = Person(title="drs.", initials="P.J.", given_name="Petrus", nickname="Piet", family_name="Jansen")
    assert person.full_name == "Piet Jansen"


@pytest.mark.parametrize(
    ("wish", "given_name", "prefix", "family_name", "salutation"),
    [
        (MR, "Piet", "", "Jansen", "Geachte heer Jansen,"),
        (MRS, "Anna", "van", "Dijk", "Geachte mevrouw Van Dijk,"),
        (MRS, "", "van der", "Berg", "Geachte mevrouw Van der Berg,"),
        (NEUTRAL, "Chris", "van", "Dijk", "Geachte heer of mevrouw Van Dijk,"),
        (MRS, "", "", "Jansen-de Jong", "Geachte mevrouw Jansen,"),
        (MR, "", "", "El-Amrani", "Geachte heer El-Amrani,"),
        (MRS, "", "d'", "Ancona", "Geachte mevrouw d'Ancona,"),
        (MR, "", "", "ijsselstein", "Geachte heer IJsselstein,"),
        (NEUTRAL, "", "", "", "Geachte heer of mevrouw,"),
        (MR, "Piet", "", "", "Geachte heer,"),
        (FormOfAddress.FRIENDLY_MRS, "Anna", "de", "Groot", "Beste mevrouw De Groot,"),
        (FormOfAddress.FRIENDLY_MR, "", "van der", "Berg-Smit", "Beste heer Van der Berg,"),
        (FIRST, "Piet", "", "Jansen", "Beste Piet,"),
        (FIRST, "", "de", "Groot", "Geachte heer of mevrouw De Groot,"),
        (FULL, "Jan", "van der", "Berg", "Beste Jan van der Berg,"),
    ],
)
def test_salutation_follows_the_wish_of_the_person(
    wish: FormOfAddress, given_name: str, prefix: str, family_name: str, salutation: str
) -> None:
    person = Person(
        title="dr.",
        initials="X.",
        given_name=given_name,
        name_prefix=prefix,
        family_name=family_name,
        form_of_address=wish,
    )
    assert person.salutation == salutation


@pytest.mark.parametrize(
    ("text", "expected"), [("ijzer", "IJzer"), ("IJssel", "IJssel"), ("van der", "Van der"), ("", "")]
)
def test_capital_takes_ij_as_one_letter(text: str, expected: str) -> None:
    assert capitalised(text) == expected


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("de Lutte", "lutte de"),
        ("Den Ham", "ham den"),
        ("'s-Heerenbroek", "heerenbroek 's"),
        ("IJsselmuiden", "ijsselmuiden"),
        ("Deventer", "deventer"),
        ("Hof van Twente", "hof van twente"),
        ("Sint Isidorushoeve", "sint isidorushoeve"),
    ],
)
def test_place_is_sorted_under_its_main_word(name: str, key: str) -> None:
    assert place_sort_key(name) == key


def test_ij_sorts_as_i_and_j() -> None:
    assert sorted(["IJsselmuiden", "Ilp", "Ieper", "Yde"], key=fold) == ["Ieper", "IJsselmuiden", "Ilp", "Yde"]


@pytest.mark.usefixtures("database")
def test_persons_are_listed_under_the_main_word() -> None:
    for given_name, prefix, family_name in (("Bram", "", "Bos"), ("Jan", "van der", "Berg"), ("Eef", "", "Éland")):
        Person.create(given_name=given_name, name_prefix=prefix, family_name=family_name)
    listed = [person.list_name for person in Person.select().order_by(Person.sort_key)]
    assert listed == ["Berg, Jan van der", "Bos, Bram", "Éland, Eef"]


NAMES = st.text("abcdeéïjkmnzABCIJ -'", max_size=12)
PREFIXES = st.sampled_from(["", "de", "van", "van der", "d'", "'t", "ten"])


@given(family=NAMES, first=NAMES, one=PREFIXES, other=PREFIXES)
def test_prefix_never_decides_before_family_and_first_name(family: str, first: str, one: str, other: str) -> None:
    keys = [person_sort_key(family, first, prefix) for prefix in (one, other)]
    assert all(key.startswith(fold(f"{family} {first}")) for key in keys)


@given(st.lists(st.tuples(NAMES, NAMES, PREFIXES), max_size=8))
def test_order_of_names_ignores_capitals_and_accents(people: list[tuple[str, str, str]]) -> None:
    loud = [(family.upper(), first.upper(), prefix) for family, first, prefix in people]
    plain = [(fold(family), fold(first), prefix) for family, first, prefix in people]
    assert [person_sort_key(*one) for one in loud] == [person_sort_key(*one) for one in plain]


WORDS = st.text("abdejikéïñIJÀ", min_size=1, max_size=6).filter(fold)


@given(st.lists(st.tuples(WORDS, WORDS, PREFIXES), max_size=8))
def test_list_is_in_the_order_of_main_word_and_then_first_name(people: list[tuple[str, str, str]]) -> None:
    listed = sorted(people, key=lambda one: person_sort_key(*one))
    words = [(fold(family), fold(first)) for family, first, _prefix in listed]
    assert words == sorted(words)


@given(prefix=PREFIXES.filter(bool), family=WORDS, first=WORDS)
def test_prefix_is_small_after_a_first_name_and_never_lost(prefix: str, family: str, first: str) -> None:
    person = Person(given_name=first, name_prefix=prefix, family_name=family)
    assert person.full_name.startswith(f"{first} {prefix}")
    assert person.list_name == f"{family}, {first} {prefix}"
    alone = Person(name_prefix=prefix, family_name=family).full_name
    assert alone.lower() == person.full_name.removeprefix(f"{first} ").lower()
    assert alone[0] == (prefix[0] if prefix in {"d'", "'t"} else prefix[0].upper())
