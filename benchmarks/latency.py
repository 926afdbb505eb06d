"""From a key to the painted answer, on a store with much in it and on one with a handful."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

from benchmarks.samples import Size, person, sales_store
from benchmarks.timing import Figure
from tests.e2e.program import Program, program
from tests.e2e.terminal import ENTER, ESCAPE, LEFT, PATIENCE, RIGHT, Terminal

TITLE = "Key to painted answer in the app, on a pseudo-terminal of 120x40"
SIZE = (120, 40)
ROUNDS = 20
LIMIT = 1.5
MUCH = Size(contacts=100_000, deals=10_000, reminders=20_000, interactions=50_000)
FEW = Size(contacts=3, deals=5, reminders=5, interactions=5)
# A screen that has been still for so long is taken to be painted.
STILL = 0.3


class Step(NamedTuple):
    """A key and what it does, and words that its answer ends with where it comes by degrees;
    without a name it only leads to the next and is not measured."""

    name: str
    key: str
    words: str = ""


STEPS = (
    Step("", "1"),
    Step("3 contacts", "3"),
    Step("j next contact", "j"),
    Step("enter open a contact", ENTER),
    Step("esc back to the list", ESCAPE),
    Step("", "k"),
    Step("/ filter bar", "/"),
    Step("a letter of a filter", "a"),
    Step("esc filter off", ESCAPE),
    Step("1 today", "1"),
    Step("j next on today", "j"),
    Step("", "k"),
    Step("5 pipeline", "5"),
    Step("right on the board", RIGHT),
    Step("left on the board", LEFT),
    Step("L move a deal", "L"),
    Step("u undo it", "u"),
    Step("6 agenda", "6"),
    Step("j next reminder", "j"),
    Step("", "k"),
    Step("7 timeline", "7"),
    Step("j next on the timeline", "j"),
    Step("", "k"),
    Step("3 and the form for a new contact", "3n"),
    Step("", ESCAPE),
    Step("f find", "f"),
    Step("two letters to find", "aa", "ample"),
    Step("", ESCAPE),
    Step("", ESCAPE),
)


def measure(folder: Path) -> list[Figure]:
    """Median and 95th percentile for each key, in milliseconds; ratios are to the small store."""
    few, much = (_store(folder, name, size) for name, size in (("few", FEW), ("much", MUCH)))
    found: dict[str, tuple[list[float], list[float]]] = {}
    with few.app(SIZE, painted=False) as small, much.app(SIZE, painted=False) as large:
        for screen in (small, large):
            screen.wrote(b"Today")
            _still(screen)
        for number in range(ROUNDS + 1):
            for step in STEPS:
                pair = _answer(small, step), _answer(large, step)
                if number and step.name:  # the first round warms caches
                    for spent, each in zip(
                        pair, found.setdefault(step.name, ([], [])), strict=True
                    ):
                        each.append(spent)
        for screen in (small, large):
            screen.send("q")
    return [
        figure for name, (base, full) in found.items() for figure in _compared(name, base, full)
    ]


def _store(folder: Path, name: str, size: Size) -> Program:
    crm = program(folder, str(folder / f"{name}.db"))
    sales_store(folder / f"{name}.db", crm.env["TZ"], size)
    assert person(0) in crm.run("contact", "list", "--limit", "1")
    return crm


def _answer(screen: Terminal, step: Step) -> float:
    """Milliseconds from a key to the last that was painted because of it."""
    before = len(screen.raw)
    start = perf_counter()
    screen.send(step.key)
    last = _still(screen)
    while step.words and screen.raw.find(step.words.encode(), before) < 0:
        assert last - start < PATIENCE, f"{step.name}: no {step.words!r} came"
        last = _still(screen)
    return max(0.0, (last - start) * 1000)


def _still(screen: Terminal) -> float:
    """Wait until nothing more is painted; answers when the last was."""
    last = perf_counter()
    while screen.painted(STILL):
        last = perf_counter()
    return last


def _compared(name: str, base: Sequence[float], full: Sequence[float]) -> list[Figure]:
    middle = median(full)
    slow_base, slow = (quantiles(each, n=20)[-1] for each in (base, full))
    return [
        Figure(name, middle, "ms", middle / median(base), LIMIT),
        Figure("  95th percentile", slow, "ms", slow / slow_base),
    ]
