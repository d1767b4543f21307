"""How much two names are alike, for finding who is in the books twice."""

import re

from rapidfuzz import fuzz

from ovkk_core.database import fold

PREFIXES = frozenset(
    re.findall(r"\S+", "aan bij de den der d' 'd di du el en het 't in la le les op 's te ten ter tot uit van von")
)
SHORT_PREFIX = re.compile(r"\bv\.? ?d\.? ?(?=\w{2})")  # v.d. Berg
LEGAL = frozenset(("stichting", "stg", "st", "vereniging", "ver", "cooperatie", "bv", "nv", "ua"))
VILLAGE_COUNCIL = re.compile(
    r"\b(plaatselijke? belang(en)?|plaatselijk nut|dorpsbelang(en)?|dorpsraad|dorpsvereniging|pb)\b"
)
SOUNDS = str.maketrans("cqzyfd", "kksivt")  # as a first letter sounds
DIFFERENT = 60  # main words less alike than this are two names, whatever the first names are
OTHER_INITIAL = 79  # Anneke and Janneke are two, however alike
INITIAL_COUNTS = 95  # of a hundred: "J. de Vries" may be Jan de Vries, or Joke


def person_words(name: str) -> str:
    """Give the words of a person's name to compare by, the main word last; prefixes and dots fall away.

    ``Berg, J.P. van der`` and ``J. P. van der Berg`` both become ``j p berg``.
    """
    main, comma, rest = name.partition(",")
    folded = SHORT_PREFIX.sub(" ", fold(f"{rest} {main}" if comma else name).replace("’", "'"))
    words = re.split(r"[^\w']+", folded)
    return " ".join(word for word in words if word and word not in PREFIXES) or " ".join(filter(None, words))


def organisation_words(name: str) -> str:
    """Give the words of an organisation's name to compare by, sorted.

    Legal forms fall away, and the names for a village council are one: ``PB Vilsteren``, ``Dorpsraad Vilsteren`` and
    ``Ver. Plaatselijk Belang Vilsteren`` become ``dorpsbelang vilsteren``.
    """
    folded = VILLAGE_COUNCIL.sub("dorpsbelang", re.sub(r"[^\w]+", " ", fold(name)))
    words = [word for word in folded.split() if word not in LEGAL]
    return " ".join(sorted(words)) or " ".join(sorted(folded.split()))


def sound(word: str) -> str:
    """Give the first letter of a word as it sounds: the same for Cornelis and Kornelis."""
    return word[:1].translate(SOUNDS)


def block_key(words: str) -> str:
    """Give the short form that a person's name is searched by first: ``j berg`` of ``jan piet berg``."""
    first, _, rest = words.partition(" ")
    return f"{first[:1]} {rest.rpartition(' ')[2]}" if rest else words


def without_place(words: str, place: str, *, roughly: bool = False) -> str:
    """Give the words without those of the village that both are of, which tell nothing; never without any word.

    ``roughly`` takes a misspelt village for the village.
    """
    of_place = [word for word in re.split(r"[^\w]+", place) if word]
    least = 85 if roughly else 100
    return " ".join(w for w in words.split() if all(fuzz.ratio(w, p) < least for p in of_place)) or words


def person_likeness(left: str, right: str) -> int:
    """Give from 0 to 100 how much two names, as words, are alike; an initial stands for a first name."""
    if left == right:
        return 100
    one, other = left.split() or [""], right.split() or [""]
    main = fuzz.ratio(one[-1], other[-1])
    if main < DIFFERENT:
        return round(main)
    most = 100 if len(one) < 2 or len(other) < 2 or sound(one[0]) == sound(other[0]) else OTHER_INITIAL
    shortened = _abbreviate(one, other) + _abbreviate(other, one)
    share = INITIAL_COUNTS / 100 if shortened else 1.0
    return round(min(fuzz.token_sort_ratio(" ".join(one), " ".join(other)) * share, (main + 12) * share, most))


def organisation_likeness(left: str, right: str) -> int:
    """Give from 0 to 100 how much two names, as sorted words, are alike."""
    return round(fuzz.ratio(left, right))


def _abbreviate(short: list[str], long: list[str]) -> int:
    """Write first names in ``long`` as the initials that ``short`` has; give how many, and drop further initials."""
    done = 0
    for initial in [word for word in short[:-1] if len(word) == 1 and word not in long[:-1]]:
        at = next((i for i, word in enumerate(long[:-1]) if len(word) > 1 and word[0] == initial), None)
        if at is not None:
            long[at] = initial
            done += 1
        elif done:
            short.remove(initial)
    return done
