"""Numbers under keys and short texts in little memory, where a hundred thousand of each are kept a while."""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict

PARTS = 512  # so that a part of 100,000 keys has some hundreds of them to move when one comes between


class KeyedNumbers:
    """One or more numbers of at most 63 bits under each key; keys are what ``hash`` gives.

    Sorted arrays side by side, divided by the last bits of the key.
    """

    def __init__(self) -> None:
        self._keys: defaultdict[int, array[int]] = defaultdict(lambda: array("q"))
        self._numbers: defaultdict[int, array[int]] = defaultdict(lambda: array("q"))

    def add(self, key: int, number: int) -> None:
        """Put one more number under a key."""
        keys = self._keys[key % PARTS]
        at = bisect_right(keys, key)
        keys.insert(at, key)
        self._numbers[key % PARTS].insert(at, number)

    def all(self, key: int) -> "array[int]":
        """Give the numbers under a key, in the order in which they came."""
        keys = self._keys.get(key % PARTS, ())
        at = bisect_left(keys, key)
        return self._numbers[key % PARTS][at : bisect_right(keys, key, at)]

    def first(self, key: int) -> int | None:
        """Give the first number under a key, None when there is none."""
        keys = self._keys.get(key % PARTS, ())
        at = bisect_left(keys, key)
        return self._numbers[key % PARTS][at] if at < len(keys) and keys[at] == key else None

    def put(self, key: int, number: int) -> None:
        """Let a key that had at most one number have this one."""
        keys, numbers = self._keys[key % PARTS], self._numbers[key % PARTS]
        at = bisect_left(keys, key)
        if at < len(keys) and keys[at] == key:
            numbers[at] = number
        else:
            keys.insert(at, key)
            numbers.insert(at, number)


class Texts:
    """Short texts without line ends, by their place: one after another, without an object for each."""

    def __init__(self) -> None:
        self._joined = bytearray()
        self._starts = array("Q")

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, at: int) -> str:
        start = self._starts[at]
        return self._joined[start : self._joined.index(b"\n", start)].decode()

    def append(self, text: str) -> None:
        """Put a text behind the others."""
        self._starts.append(len(self._joined))
        self._joined += text.encode() + b"\n"

    def all(self) -> list[str]:
        """Give all texts, in order."""
        return self._joined.decode().split("\n")[:-1]
