"""What keeps many numbers and texts small gives what a dictionary and a list would."""

import random
from collections import defaultdict

from ovkk_core.keyed import PARTS, KeyedNumbers, Texts


def test_numbers_come_back_as_from_a_dictionary_of_lists():
    choose, keyed, plain = random.Random(1), KeyedNumbers(), defaultdict(list)  # noqa: S311 - the same numbers in every run
    keys = [choose.randint(-(2**63), 2**63 - 1) for _ in range(300)]
    keys += [keys[0] + PARTS, keys[0] - PARTS, keys[0] + 1]

    for number in range(2000):
        key = choose.choice(keys)
        keyed.add(key, -number)
        plain[key].append(-number)

    assert {key: list(keyed.all(key)) for key in keys} == {key: plain[key] for key in keys}
    assert [keyed.first(key) for key in keys] == [next(iter(plain[key]), None) for key in keys]
    assert (list(keyed.all(7)), keyed.first(7)) == ([], None)


def test_number_that_is_put_replaces_the_one_before():
    keyed = KeyedNumbers()

    for key, number in ((5, 1), (5 + PARTS, 2), (5, 3), (-5, 4)):
        keyed.put(key, number)

    assert [keyed.first(key) for key in (5, 5 + PARTS, -5)] == [3, 2, 4]


def test_texts_come_back_by_their_place_and_all_at_once():
    said, texts = ["jan berg", "", "josée", "een ß"], Texts()

    for text in said:
        texts.append(text)

    assert ([texts[at] for at in range(len(texts))], texts.all()) == (said, said)
    assert Texts().all() == []
