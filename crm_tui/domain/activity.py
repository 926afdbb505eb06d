"""What was done day by day: interactions by kind, against the user's own goal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from crm_tui.domain.interactions import KINDS

BARS = "▁▂▃▄▅▆▇█"


class DayCount(NamedTuple):
    """How many interactions of a kind there were on a day."""

    day: str
    kind: str
    number: int


class Activity(NamedTuple):
    """Counts for each of the days up to today, oldest first: of all kinds together, and of
    each kind that there was, in the order of the kinds. `goal` is how many a day the user
    wants, 0 for none."""

    days: tuple[date, ...]
    totals: tuple[int, ...]
    kinds: dict[str, tuple[int, ...]]
    goal: int

    @property
    def today(self) -> int:
        """How many there were today."""
        return self.totals[-1]


def days_until(today: date, count: int) -> tuple[date, ...]:
    """So many days, today the last."""
    return tuple(today - timedelta(days=count - 1 - number) for number in range(count))


def summed(counts: Iterable[DayCount], days: tuple[date, ...], goal: int) -> Activity:
    """Counts of days and kinds -> the figures of each day."""
    found = Counter[tuple[str, str]]()
    for each in counts:
        found[each.kind, each.day] += each.number
    kinds = {
        kind: numbers
        for kind in KINDS
        if any(numbers := tuple(found[kind, day.isoformat()] for day in days))
    }
    totals = tuple(map(sum, zip(*kinds.values(), strict=True))) or (0,) * len(days)
    return Activity(days, totals, kinds, goal)


def sparkline(numbers: Iterable[int], most: int = 0) -> str:
    """Numbers as bars of eight heights, the highest for `most` or the largest; a dot for 0."""
    values = tuple(numbers)
    top = max((most, *values), default=0)
    return "".join(BARS[_height(value, top)] if value > 0 else "·" for value in values)


def _height(value: int, top: int) -> int:
    return min(len(BARS) - 1, -(-value * len(BARS) // top) - 1)
