"""Names that are nearly another: `GTXPro` for `GTX Pro`, `technolgy` for `technology`."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from crm_tui.text import fold

_SIGNS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+")
_LEAST = 85.0  # of 100: one letter in seven or so may differ
_AHEAD = 5.0  # of the next best
_SHORTEST = 4


class Near(NamedTuple):
    """The name that was likely meant; `same` where only spaces and signs differ."""

    name: str
    same: bool


def letters(name: str) -> str:
    """A name -> its folded letters and digits: `GTX-Pro` -> `gtxpro`."""
    return _SIGNS.sub("", fold(name))


def nearest(wanted: str, names: Collection[str]) -> Near | None:
    """The one of `names` that `wanted` likely means; None where none is near, or several are.

    Numbers are never taken for others: `GTK 500` is not `GTK 600`.
    """
    plain = letters(wanted)
    if not plain:
        return None
    by_letters: dict[str, list[str]] = {}
    for name in names:
        by_letters.setdefault(letters(name), []).append(name)
    if plain in by_letters:
        same = by_letters[plain]
        return Near(same[0], True) if len(same) == 1 else None
    numbers = _NUMBER.findall(plain)
    comparable = [key for key in by_letters if _NUMBER.findall(key) == numbers]
    if len(plain) < _SHORTEST or not comparable:
        return None
    from rapidfuzz import fuzz, process

    best = process.extract(plain, comparable, scorer=fuzz.ratio, score_cutoff=_LEAST, limit=2)
    if not best or (len(best) > 1 and best[0][1] - best[1][1] < _AHEAD):
        return None
    found = by_letters[best[0][0]]
    return Near(found[0], False) if len(found) == 1 else None
