"""Which pairs of contacts are worth comparing, among millions that are not.

Each contact gets some short keys: parts of its name with its initials, its company, its
birth date, its address. Pairs that have at least two keys in common are compared; a key that
many have says nothing and is left out. (Blocking: Christen, Data Matching, 2012, ch. 4.)
Keys are 64-bit integers in one sorted array, so that a million contacts fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from crm_tui.domain.likeness import TOKEN, Person
from crm_tui.domain.nicknames import roots

Keys = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]

# A key that more have than this is left out.
MOST_SHARED = 40
# Pairs that are held in memory together, of which most have one key in common only.
_AT_ONCE = 40_000_000
_WORD = 4  # letters
_WORDS, _STREET_WORDS = 4, 2  # the longest ones of an address


def keys_of(person: Person) -> list[str]:
    """The keys of a contact, of which some may come again. One that says enough alone comes
    twice, in two forms."""
    _, first, last, emails, phones, company, born, places = person
    keys = [f"{twin}e{email}" for email in emails for twin in "12"]
    keys += [f"{twin}p{phone}" for phone in phones for twin in "12"]
    keys += [f"l{email.partition('@')[0]}" for email in emails]
    if first and last:
        keys += _of_names(first, last)
    names = [name for name in (first, last) if name]
    if company:
        firm = company.partition(" ")[0][:5]
        keys += [f"c{name[:3]}|{firm}" for name in names]
    if born:
        keys.append(f"b{born}")
        keys += [f"y{name[:2]}|{born[:4]}" for name in names]
        keys += [f"m{name[:2]}|{born[4:]}" for name in names]
    for place in places:
        keys += _of_place(place, names)
    return keys


def _of_names(first: str, last: str) -> list[str]:
    one, other = (first, last) if first < last else (last, first)
    begun, then = first[:4], last[:4]
    if begun > then:
        begun, then = then, begun
    return [
        f"1w{one}|{other}",
        f"2w{one}|{other}",
        f"n{begun}|{then}",
        f"i{first[0]}|{last[:5]}",
        f"i{last[0]}|{first[:5]}",
        f"s{_skeleton(first)}|{_skeleton(last)}",
        *[f"r{root}|{last[:5]}" for root in roots(first)],
    ]


@lru_cache(maxsize=1 << 16)
def _skeleton(name: str) -> str:
    """The consonants of a name, each run once: `hopper` and `hoper` are `hpr`."""
    kept = [c for n, c in enumerate(name) if c not in "aeiouyh" and (not n or name[n - 1] != c)]
    return name[:1] + "".join(kept)


def _of_place(place: str, names: list[str]) -> list[str]:
    numbers, words = [], []
    for token in TOKEN.findall(place):
        if token[0].isdigit():
            numbers.append(token)
        elif len(token) >= _WORD:
            words.append(token)
    words.sort(key=len, reverse=True)
    street = [word[:5] for word in words[:_STREET_WORDS]]
    keys = [f"h{number}|{word[:4]}" for number in numbers for word in street]
    begun = sorted(word[:5] for word in words[:_WORDS])
    keys += [f"a{one}|{other}" for one, other in combinations(begun, 2)]
    for name in names:
        start = name[:3]
        keys += [f"q{start}|{word}" for word in street]
        keys += [f"z{start}|{number}" for number in numbers]
    return keys


class Blocks:
    """Collects the keys of contacts by their row numbers, then gives the pairs."""

    def __init__(self) -> None:
        self._keys: list[Keys] = []
        self._rows: list[Rows] = []
        self._count = 0

    def add(self, people: Iterable[Person]) -> None:
        """The next contacts; the first of all has row number 0."""
        keys: list[int] = []
        rows: list[int] = []
        for person in people:
            given = keys_of(person)
            keys += map(hash, given)
            rows += [self._count] * len(given)
            self._count += 1
        self._keys.append(np.array(keys, np.int64))
        self._rows.append(np.array(rows, np.int32))

    def pairs(self) -> Iterator[tuple[Rows, Rows]]:
        """Pairs of row numbers as two arrays, the smaller number first; each pair once."""
        blocks = self._blocks()
        total = sum(rows.shape[0] * rows.shape[1] * (rows.shape[1] - 1) // 2 for rows in blocks)
        parts = total // _AT_ONCE + 1
        for low in range(parts):
            found = [_codes(rows, self._count, low, parts) for rows in blocks]
            codes = np.concatenate([np.empty(0, np.int64), *found])
            codes.sort()
            several = np.unique(codes[1:][codes[1:] == codes[:-1]])
            first, second = np.divmod(several, max(self._count, 1))
            yield first.astype(np.int32), second.astype(np.int32)

    def _blocks(self) -> list[Rows]:
        """The rows that share a key, as a table for each size of block."""
        keys = np.concatenate([np.empty(0, np.int64), *self._keys])
        rows = np.concatenate([np.empty(0, np.int32), *self._rows])
        self._keys, self._rows = [], []
        order = np.argsort(keys, kind="stable")  # the rows of a key stay in their order
        keys, rows = keys[order], rows[order]
        once = np.ones(len(keys), np.bool_)
        once[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
        keys, rows = keys[once], rows[once]
        starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
        sizes = np.diff(np.append(starts, len(keys)))
        return [
            rows[starts[sizes == size][:, None] + np.arange(size)]
            for size in range(2, MOST_SHARED + 1)
        ]


def _codes(rows: Rows, count: int, part: int, parts: int) -> Keys:
    """Every pair within the blocks as one number, where the first row falls to `part`."""
    one, other = np.triu_indices(rows.shape[1], 1)
    first, second = rows[:, one].ravel(), rows[:, other].ravel()
    if parts > 1:
        here = first % parts == part
        first, second = first[here], second[here]
    return first.astype(np.int64) * count + second
