"""How much two contacts look like one person: evidence for and against, weighed in points.

The points are weights of evidence in the sense of Fellegi and Sunter (A Theory for Record
Linkage, 1969): what agrees speaks for one person, the more so the rarer it is; what
contradicts speaks against; what is missing says nothing. Names are compared by Jaro-Winkler
and Damerau-Levenshtein, so that a slip of the finger counts little.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from crm_tui.domain.nicknames import same_name

# From here on a pair is shown as two entries for one person.
LIKELY = 6.0

_SLIP, _CLOSE = 0.88, 0.8
_UNLIKE_NAME = -2.5
_SWAPPED = -1.0
_RARE = 10.0  # bits: a name that one in a thousand has counts in full
_FEWEST = 1000  # of a few people nobody can say which names are rare


class Person(NamedTuple):
    """What is compared of a contact, folded (`text.fold`): e-mails and phones as their keys,
    `born` as YYYYMMDD or "", `places` the postal addresses."""

    id: int
    first: str
    last: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    company: str = ""
    born: str = ""
    places: tuple[str, ...] = ()


def telling(person: Person) -> set[str]:
    """What `Rarity` counts of a contact: names, e-mails, phones, company."""
    return {person.first, person.last, *person.emails, *person.phones, person.company}


class Likeness(NamedTuple):
    """The points of a pair, and what they are for, the weightiest first."""

    score: float
    reasons: tuple[str, ...]


class Rarity:
    """How much an equal value says: 1 for a rare one, down to a half for one that many have."""

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        self._counts, self._total = counts, max(total, _FEWEST)

    def of(self, value: str) -> float:
        """The share of the full points that agreeing on `value` is worth."""
        bits = math.log2(self._total / self._counts.get(value, 1))
        return max(0.5, min(1.0, bits / _RARE))

    def is_shared(self, value: str) -> bool:
        """Do more have this e-mail or phone than one person with a second entry or two?"""
        return self._counts.get(value, 1) > 3


def compare(one: Person, other: Person, rarity: Rarity) -> Likeness:
    """What speaks for and against the two being one person."""
    evidence = [
        _names(one, other, rarity),
        _same_channel("e-mail", one.emails, other.emails, 8.0, rarity),
        _same_channel("phone", one.phones, other.phones, 6.0, rarity),
        _born(one.born, other.born),
        _places(one.places, other.places),
        _company(one.company, other.company, rarity),
    ]
    found = sorted((each for each in evidence if each[1]), key=lambda each: -abs(each[0]))
    return Likeness(sum(points for points, _ in found), tuple(why for _, why in found))


# -- names ---------------------------------------------------------------------------------


def _names(one: Person, other: Person, rarity: Rarity) -> tuple[float, str]:
    """First with first and last with last, or crosswise where that fits better."""

    straight = _name(one.first, other.first, 5.0, rarity)
    straight += _name(one.last, other.last, 6.0, rarity)
    crossed = _name(one.first, other.last, 5.5, rarity)
    crossed += _name(one.last, other.first, 5.5, rarity) + _SWAPPED
    points = max(straight, crossed)
    if points == 0:
        return 0.0, ""
    if (one.first, one.last) == (other.first, other.last):
        return points, "same name"
    if points < 0:
        return points, "different names"
    if crossed > straight:
        return points, "names swapped"
    if one.last == other.last and one.first != other.first:
        return points, _about_first(one.first, other.first)
    return points, "like names"


def _about_first(one: str, other: str) -> str:
    if not one or not other:
        return "same last name"
    if _is_initial(one, other):
        return "same last name and initial"
    if same_name(one, other):
        return "same last name, first names are forms of one"
    return "same last name, like first names" if _alike(one, other) >= _CLOSE else "same last name"


def _name(one: str, other: str, full: float, rarity: Rarity) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return full * rarity.of(one)
    if _is_initial(one, other):
        return full * 0.3
    if same_name(one, other):
        return full * 0.8 * min(rarity.of(one), rarity.of(other))
    alike = _alike(one, other)
    if alike >= _SLIP:
        return full * 0.8 * min(rarity.of(one), rarity.of(other))
    return full * 0.3 if alike >= _CLOSE else _UNLIKE_NAME


def _is_initial(one: str, other: str) -> bool:
    short, long = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    return len(short) == 1 and long.startswith(short)


def _alike(one: str, other: str) -> float:
    return max(
        JaroWinkler.similarity(one, other), DamerauLevenshtein.normalized_similarity(one, other)
    )


# -- everything else -------------------------------------------------------------------------


def _same_channel(
    kind: str, one: tuple[str, ...], other: tuple[str, ...], full: float, rarity: Rarity
) -> tuple[float, str]:
    both = [value for value in one if value in other]
    if not both:
        return 0.0, ""
    if all(rarity.is_shared(value) for value in both):
        return 1.0, f"same {kind}, which others share"
    return full, f"same {kind}"


def _company(one: str, other: str, rarity: Rarity) -> tuple[float, str]:
    if not one or not other:
        return 0.0, ""
    if one == other or fuzz.token_set_ratio(one, other) >= 90:
        return 3.0 * rarity.of(one), "same company"
    return -1.0, "different companies"


def _born(one: str, other: str) -> tuple[float, str]:
    if not one or not other:
        return 0.0, ""
    if one == other:
        return 7.0, "same birth date"
    swapped = one[:4] + one[6:] + one[4:6] == other
    if swapped or DamerauLevenshtein.distance(one, other) == 1:
        return 4.5, "birth dates differ by a slip"
    alike = (one[:4] == other[:4]) + (one[4:6] == other[4:6]) + (one[6:] == other[6:])
    return (2.0, "like birth dates") if alike == 2 else (-3.0, "different birth dates")


def _places(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[float, str]:
    """The best of the addresses: their words, then their numbers."""
    if not one or not other:
        return 0.0, ""
    points = max(_place(first, second) for first in one for second in other)
    if points >= 7:
        return points, "same address"
    if points > 0:
        return points, "like addresses"
    return (points, "different addresses") if points < 0 else (0.0, "")


def _place(one: str, other: str) -> float:
    numbers, words = _parts(one)
    others, other_words = _parts(other)
    return _place_words(words, other_words) + _place_numbers(numbers, others)


def _parts(address: str) -> tuple[list[str], list[str]]:
    tokens = "".join(c if c.isalnum() else " " for c in address.replace("'", "")).split()
    return [t for t in tokens if t[0].isdigit()], [t for t in tokens if not t[0].isdigit()]


_WORDS = ((0.92, 6.0), (0.82, 5.0), (0.72, 3.5), (0.62, 1.5), (0.55, 0.0), (0.0, -2.0))


def _place_words(one: list[str], other: list[str]) -> float:
    if not one or not other:
        return 0.0
    first, second = " ".join(one), " ".join(other)
    alike = max(
        fuzz.ratio("".join(one), "".join(other)),
        fuzz.token_sort_ratio(first, second),
        fuzz.token_set_ratio(first, second) * 0.95,
    )
    return next(points for least, points in _WORDS if alike >= least * 100)


def _place_numbers(one: list[str], other: list[str]) -> float:
    """House numbers and postal codes; a longer one may have a slip in it."""
    if not one or not other:
        return 0.0
    hits = (_hits(one, other) + _hits(other, one)) / 2
    share = hits / min(len(one), len(other))
    if share > 0.4:
        return 3.0 * share
    return 0.0 if share else -1.5


def _hits(numbers: list[str], others: list[str]) -> float:
    """How many of the numbers the others have, one with a slip for a part."""
    return sum(
        1.0 if number in others else 0.6 * any(_is_slip(number, each) for each in others)
        for number in numbers
    )


def _is_slip(one: str, other: str) -> bool:
    return len(one) > 2 and DamerauLevenshtein.distance(one, other) <= 1
