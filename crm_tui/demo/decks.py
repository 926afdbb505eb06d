"""Dealing lines: every line of a deck once, in a shuffled order, before one comes again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")

_MACHINES = ("the Lumen 2", "the Piccola", "the Lumen 3", "the Vesper", "the Piccola Duo")
_BLENDS = ("Morgenstunde", "Kvällsljus", "Tre Cime", "Old Pier", "Lindenhof")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


class Decks:
    """All decks of one demo; what is dealt depends on the generator alone."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._left: dict[int, list[Any]] = {}

    def deal(self, cards: Sequence[T], besides: Collection[T] = ()) -> T:
        """The next card of the deck `cards` that is not among `besides`, if there is one."""
        left = self._left.setdefault(id(cards), [])
        if not set(left) - set(besides):
            fresh = list(cards)
            self._rng.shuffle(fresh)
            left[:0] = fresh
        fitting = [place for place, card in enumerate(left) if card not in besides]
        card: T = left.pop(fitting[-1] if fitting else -1)
        return card

    def fill(self, text: str, **names: str) -> str:
        """The text with its names in braces filled in; those not given are chosen."""
        chosen = {
            "machine": self._rng.choice(_MACHINES),
            "blend": self._rng.choice(_BLENDS),
            "weekday": self._rng.choice(_WEEKDAYS),
            "cups": str(self._rng.choice((40, 60, 80, 120, 150))),
            "kg": str(self._rng.choice((6, 8, 12, 18, 24))),
        }
        return text.format(**{**chosen, **names})
