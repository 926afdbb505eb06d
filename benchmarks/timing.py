"""Timing whole processes one after the other in turn, and printing how they compare.

What is compared runs in turn (A B A B …), so that a machine that is busy for a while is busy
for all; the median of the rounds counts. A round that does not count warms caches, before
several of them.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

Measure = Callable[[], float]


@dataclass(frozen=True)
class Figure:
    """A measured value, and how it compares with the one that its `ratio` is to.

    `limit` is the most that the ratio may be; None where it only informs.
    """

    name: str
    value: float
    unit: str = "ms"
    ratio: float | None = None
    limit: float | None = None

    @property
    def kept(self) -> bool:
        """Is it within its limit?"""
        return self.limit is None or (self.ratio is not None and self.ratio <= self.limit)


class Case(NamedTuple):
    """Something to measure; `run` answers milliseconds."""

    name: str
    run: Measure
    limit: float | None = None


def in_turn(measures: Mapping[str, Measure], rounds: int) -> dict[str, float]:
    """Every measure's median over the rounds."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    warm = int(rounds > 1)
    for number in range(rounds + warm):
        for name, measure in measures.items():
            value = measure()
            if number >= warm:
                found[name].append(value)
    return {name: median(values) for name, values in found.items()}


def compared(cases: Sequence[Case], rounds: int) -> list[Figure]:
    """The cases' medians; each one's ratio is to the first."""
    medians = in_turn({case.name: case.run for case in cases}, rounds)
    base = medians[cases[0].name]
    return [
        Figure(case.name, medians[case.name], "ms", medians[case.name] / base, case.limit)
        for case in cases
    ]


def process(
    command: Sequence[str | Path], env: Mapping[str, str], output: str = "", given: bytes = b""
) -> Measure:
    """A measure of one process, its output piped, which must hold `output`."""

    def run() -> float:
        start = perf_counter()
        done = subprocess.run(command, env=env, input=given, capture_output=True, check=True)
        spent = (perf_counter() - start) * 1000
        if output.encode() not in done.stdout:
            raise AssertionError(f"{command}: no {output!r} in {done.stdout[:500]!r}")
        return spent

    return run


def bare_python(env: Mapping[str, str]) -> Case:
    """What starting the environment's Python takes, with nothing to run."""
    return Case("python -c pass", process([sys.executable, "-c", "pass"], env))


def show(title: str, figures: Sequence[Figure]) -> None:
    """Print the figures of one benchmark as a table."""
    print(f"\n{title}")
    for each in figures:
        ratio = "" if each.ratio is None else f"{each.ratio:7.2f} x"
        verdict = "" if each.kept else "  OVER"
        limit = "" if each.limit is None else f"  limit {each.limit:g} x{verdict}"
        line = f"  {each.name:<40} {each.value:11,.1f} {each.unit:<3}{ratio:>10}{limit}"
        print(line.rstrip(), flush=True)
