"""Which of many pairs may be one person at all, found for all of them at once.

A bound from above on the points of `domain.likeness`: names and addresses are compared as whole
columns (rapidfuzz's `cpdist`), a hundred times quicker than pair by pair. Only who may reach
enough points is then weighed by `compare`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from crm_tui.domain import likeness as rules
from crm_tui.domain.likeness import Person, Rarity
from crm_tui.domain.nicknames import roots

Points = npt.NDArray[np.float64]

# The columns come in single precision: what is this close to a limit may be over it.
_NEAR = 1e-3
_SOME_NUMBERS, _SLIPS_OF_NUMBERS = 3.0, 1.8  # the most for equal ones, and for slips alone


def reaching(
    ones: Sequence[Person], others: Sequence[Person], rarity: Rarity, least: float
) -> list[int]:
    """The places of the pairs (of the first of both, the second of both …) that may have
    `least` points or more."""
    pairs = list(zip(ones, others, strict=True))
    points = np.array([rules.points_beside_names(one, other, rarity) for one, other in pairs])
    points += _names(ones, others, rarity)
    placed = np.array([bool(one.places and other.places) for one, other in pairs])
    may = points + rules.MOST_PLACES * placed >= least - _NEAR
    weighed = np.flatnonzero(may & placed)
    points[weighed] += _places([pairs[at] for at in weighed])
    return np.flatnonzero(may & (points >= least - _NEAR)).tolist()


class _Words:
    """All different names of some pairs: their lengths, how much each says (`Rarity.of`), and
    which have other forms."""

    def __init__(self, names: Iterable[str], rarity: Rarity) -> None:
        self._numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
        self.lengths = np.array([*map(len, self._numbers)])
        self.says = np.array([*map(rarity.of, self._numbers)])
        self.have_forms = np.array([*map(bool, map(roots, self._numbers))])

    def column(self, names: list[str]) -> _Column:
        return _Column(names, np.array([self._numbers[name] for name in names]))


class _Column(NamedTuple):
    """The names of one side of the pairs, and their numbers among the words."""

    names: list[str]
    numbers: npt.NDArray[np.int64]


def _names(ones: Sequence[Person], others: Sequence[Person], rarity: Rarity) -> Points:
    sides = [[p.first for p in ones], [p.last for p in ones],
             [p.first for p in others], [p.last for p in others]]  # fmt: skip
    words = _Words(chain(*sides), rarity)
    first, last, other_first, other_last = map(words.column, sides)
    straight = _name(words, first, other_first, rules.FIRST)
    straight += _name(words, last, other_last, rules.LAST)
    crossed = _name(words, first, other_last, rules.EITHER)
    crossed += _name(words, last, other_first, rules.EITHER)
    return np.maximum(straight, crossed + rules.SWAPPED)


def _name(words: _Words, one: _Column, other: _Column, full: float) -> Points:
    alike = np.maximum(
        _alike(one.names, other.names, JaroWinkler.similarity, rules.CLOSE),
        _alike(one.names, other.names, DamerauLevenshtein.normalized_similarity, rules.CLOSE),
    )
    first, second = one.numbers, other.numbers
    says = np.minimum(words.says[first], words.says[second])
    lengths = np.minimum(words.lengths[first], words.lengths[second])
    near = (alike >= rules.CLOSE - _NEAR) | (lengths <= 2)  # or an initial
    points = np.where(near, rules.LIKE * full, rules.UNLIKE_NAME)
    have_forms = words.have_forms[first] & words.have_forms[second]
    form = (alike >= rules.SLIP - _NEAR) | have_forms
    points = np.where(form, np.maximum(points, rules.FORM * full * says), points)
    return np.where(lengths == 0, 0.0, np.where(first == second, full * says, points))


def _places(pairs: list[tuple[Person, Person]]) -> Points:
    """The most for their addresses; those with several are taken for equal."""
    if not pairs:
        return np.empty(0)
    ones, others = ([rules.parts(p.places[0]) for p in side] for side in zip(*pairs, strict=True))
    texts, other_texts = ([each.text for each in side] for side in (ones, others))
    solids, other_solids = ([each.solid for each in side] for side in (ones, others))
    least = rules.LEAST_WORDS
    alike = np.maximum(
        _alike(solids, other_solids, fuzz.ratio, least),
        np.maximum(
            _alike(texts, other_texts, fuzz.token_sort_ratio, least),
            _alike(texts, other_texts, fuzz.token_set_ratio, least) * rules.SET_RATIO,
        ),
    )
    points = np.full(len(pairs), rules.UNLIKE_WORDS)
    for limit, worth in reversed(rules.WORDS):
        points[alike >= limit - 100 * _NEAR] = worth
    words = np.array([min(one.words, other.words) for one, other in zip(ones, others, strict=True)])
    points[words == 0] = 0.0
    points += [
        _SOME_NUMBERS if not set(one.numbers).isdisjoint(other.numbers) else _SLIPS_OF_NUMBERS
        for one, other in zip(ones, others, strict=True)
    ]
    points[words < 2] = np.minimum(points[words < 2], rules.TOWN)
    several = np.array([len(one.places) + len(other.places) > 2 for one, other in pairs])
    return np.where(several, rules.MOST_PLACES, points)


def _alike(one: list[str], other: list[str], way: Any, least: float) -> npt.NDArray[np.float32]:
    """How alike the texts of two columns are, 0 for less than `least`."""
    found: npt.NDArray[np.float32] = process.cpdist(
        one, other, scorer=way, score_cutoff=least * (1 - _NEAR)
    )
    return found
