"""How much two contacts look like one person: evidence for and against, weighed in points.

The points are weights of evidence in the sense of Fellegi and Sunter (A Theory for Record
Linkage, 1969): what agrees speaks for one person, the more so the rarer it is; what
contradicts speaks against; what is missing says nothing. Names are compared by Jaro-Winkler
and Damerau-Levenshtein, so that a slip of the finger counts little.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from crm_tui.domain.nicknames import same_name

# From here on a pair is shown as two entries for one person, among so many or fewer.
LIKELY = 6.0
_SOME = 2_000
_POINTS_PER_BIT = 0.55  # as a name's: 10 bits are 5 or 6 points

# Points for the words of addresses, by how alike they are (a set of them in the other by so much
# less); the most for an address; and for one in one word, that is a town or a street alone.
WORDS = ((92, 6.0), (82, 5.0), (72, 3.5), (62, 1.5), (55, 0.0))
LEAST_WORDS, UNLIKE_WORDS, SET_RATIO = WORDS[-1][0], -2.0, 0.95
MOST_PLACES, TOWN = 9.0, 1.0
TOKEN = re.compile(r"[^\W_]+")
# Points for names that are equal, first with first, last with last, or crosswise; the shares of
# them for a form or slip of the name and for an initial or one that is close; from which likeness.
FIRST, LAST, EITHER, SWAPPED = 5.0, 6.0, 5.5, -1.0
FORM, LIKE, UNLIKE_NAME = 0.8, 0.3, -2.5
SLIP, CLOSE = 0.88, 0.8
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


Points = tuple[float, str]  # and what they are for


class Likeness(NamedTuple):
    """The points of a pair, and what they are for, the weightiest first."""

    score: float
    reasons: tuple[str, ...]


class Rarity:
    """How much an equal value says: 1 for a rare one, down to a half for one that many have."""

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        self._counts, self._total = counts, max(total, _FEWEST)
        self._shares: dict[int, float] = {}

    @property
    def likely(self) -> float:
        """From how many points on a pair is likely one person: the more there are, the more of
        them agree by chance, and the less likely any two are the same."""
        return LIKELY + _POINTS_PER_BIT * max(0.0, math.log2(self._total / _SOME))

    def of(self, value: str) -> float:
        """The share of the full points that agreeing on `value` is worth."""
        count = self._counts.get(value, 1)
        share = self._shares.get(count)
        if share is None:
            bits = math.log2(self._total / count)
            share = self._shares[count] = max(0.5, min(1.0, bits / _RARE))
        return share

    def is_shared(self, value: str) -> bool:
        """Do more have this e-mail or phone than one person with a second entry or two?"""
        return self._counts.get(value, 1) > 3


def compare(one: Person, other: Person, rarity: Rarity) -> Likeness:
    """What speaks for and against the two being one person."""
    email, phone, born, company = _beside_names(one, other, rarity)
    places = _places(one.places, other.places)
    evidence = (_names(one, other, rarity), email, phone, born, places, company)
    found = sorted((each for each in evidence if each[1]), key=lambda each: -abs(each[0]))
    return Likeness(sum(points for points, _ in found), tuple(why for _, why in found))


def points_beside_names(one: Person, other: Person, rarity: Rarity) -> float:
    """The points of a pair without those for its names and addresses, which are dear to compare."""
    email, phone, born, company = _beside_names(one, other, rarity)
    return email[0] + phone[0] + born[0] + company[0]


def _beside_names(
    one: Person, other: Person, rarity: Rarity
) -> tuple[Points, Points, Points, Points]:
    return (
        _same_channel("e-mail", one.emails, other.emails, 8.0, rarity),
        _same_channel("phone", one.phones, other.phones, 6.0, rarity),
        _born(one.born, other.born),
        _company(one.company, other.company, rarity),
    )


# -- names ---------------------------------------------------------------------------------


def _names(one: Person, other: Person, rarity: Rarity) -> Points:
    """First with first and last with last, or crosswise where that fits better."""

    straight = _name(one.first, other.first, FIRST, rarity)
    straight += _name(one.last, other.last, LAST, rarity)
    crossed = _name(one.first, other.last, EITHER, rarity) + SWAPPED
    if crossed + EITHER > straight:  # else the other two cannot make up for it
        crossed += _name(one.last, other.first, EITHER, rarity)
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
    return "same last name, like first names" if _alike(one, other) >= CLOSE else "same last name"


def _name(one: str, other: str, full: float, rarity: Rarity) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return full * rarity.of(one)
    share = _share(one, other)
    if share == FORM:
        return full * share * min(rarity.of(one), rarity.of(other))
    return full * share if share else UNLIKE_NAME


@lru_cache(maxsize=1 << 16)
def _share(one: str, other: str) -> float:
    """How much of the points of one name two others are worth: as forms or slips of it, as an
    initial or much alike, or not at all."""
    if _is_initial(one, other):
        return LIKE
    alike = 1.0 if same_name(one, other) else _alike(one, other)
    if alike >= SLIP:
        return FORM
    return LIKE if alike >= CLOSE else 0.0


def _is_initial(one: str, other: str) -> bool:
    short, long = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    return len(short) == 1 and long.startswith(short)


def _alike(one: str, other: str) -> float:
    """How alike two names are, or 0 where that is less than close."""
    return max(
        JaroWinkler.similarity(one, other, score_cutoff=CLOSE),
        DamerauLevenshtein.normalized_similarity(one, other, score_cutoff=CLOSE),
    )


# -- everything else -------------------------------------------------------------------------


def _same_channel(
    kind: str, one: tuple[str, ...], other: tuple[str, ...], full: float, rarity: Rarity
) -> Points:
    if not one or not other:
        return 0.0, ""
    both = [value for value in one if value in other]
    if not both:
        return 0.0, ""
    if all(rarity.is_shared(value) for value in both):
        return 1.0, f"same {kind}, which others share"
    return full, f"same {kind}"


def _company(one: str, other: str, rarity: Rarity) -> Points:
    if not one or not other:
        return 0.0, ""
    if one == other or fuzz.token_set_ratio(one, other, score_cutoff=90):
        return 3.0 * rarity.of(one), "same company"
    return -1.0, "different companies"


def _born(one: str, other: str) -> Points:
    if not one or not other:
        return 0.0, ""
    if one == other:
        return 7.0, "same birth date"
    swapped = one[:4] + one[6:] + one[4:6] == other
    if swapped or DamerauLevenshtein.distance(one, other, score_cutoff=1) == 1:
        return 4.5, "birth dates differ by a slip"
    alike = (one[:4] == other[:4]) + (one[4:6] == other[4:6]) + (one[6:] == other[6:])
    return (2.0, "like birth dates") if alike == 2 else (-3.0, "different birth dates")


def _places(one: tuple[str, ...], other: tuple[str, ...]) -> Points:
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
    first, second = parts(one), parts(other)
    points = _place_words(first, second) + _place_numbers(first.numbers, second.numbers)
    return min(points, TOWN) if min(first.words, second.words) < 2 else points


class Parts(NamedTuple):
    """An address: its numbers, how many words it has, and those with and without blanks."""

    numbers: list[str]
    words: int
    text: str
    solid: str


@lru_cache(maxsize=1 << 14)
def parts(address: str) -> Parts:
    """An address as it is compared."""
    tokens = TOKEN.findall(address.replace("'", ""))
    words = [token for token in tokens if not token[0].isdigit()]
    numbers = [token for token in tokens if token[0].isdigit()]
    return Parts(numbers, len(words), " ".join(words), "".join(words))


def _place_words(one: Parts, other: Parts) -> float:
    if not one.words or not other.words:
        return 0.0
    alike = max(
        fuzz.ratio(one.solid, other.solid, score_cutoff=LEAST_WORDS),
        fuzz.token_sort_ratio(one.text, other.text, score_cutoff=LEAST_WORDS),
        fuzz.token_set_ratio(one.text, other.text, score_cutoff=LEAST_WORDS) * SET_RATIO,
    )
    return next((points for least, points in WORDS if alike >= least), UNLIKE_WORDS)


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
    hits = 0.0
    for number in numbers:
        if number in others:
            hits += 1.0
        elif len(number) > 2:
            hits += 0.6 * any(_is_slip(number, other) for other in others)
    return hits


def _is_slip(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    return DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1
