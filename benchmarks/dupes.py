"""`crm dupes scan` on a store of made-up contacts, beside splink on the same people as a table.

Both are processes of their own: whole time, processor time, peak memory. How well they find who
was entered twice is told too, so that nobody is quick by finding nothing; splink gets its best
threshold. It needs `pip install -e '.[bench]'`, and runs for up to 200,000 contacts.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.people import entries, people_csv, people_store
from benchmarks.timing import Figure
from tests.e2e.program import CRM, program

TITLE = "Duplicates among many contacts: seconds, memory, F1"
_SHARE = 0.7  # of splink's time
_FEW = 100_000
_MOST_FOR_SPLINK = 200_000
_THRESHOLDS = (0.5, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999, 0.99999)

Pairs = list[tuple[int, int]]


class Run(NamedTuple):
    """What a process took: seconds on the clock and of processors, megabytes at most."""

    seconds: float
    processor: float
    megabytes: float


def measure(folder: Path, contacts: int = _FEW) -> list[Figure]:
    """One after the other on the same contacts."""
    store, table, found = folder / "dupes.db", folder / "people.csv", folder / "pairs.csv"
    people_store(store, contacts)
    who = {row: entry.who for row, entry in enumerate(entries(contacts), start=1)}
    env = program(folder, str(store)).env
    ours = _run([CRM, "dupes", "scan"], env)
    limit = 1024 if contacts <= _FEW else 4096
    figures = [
        Figure("crm dupes scan", ours.seconds, "s"),
        Figure("its processor time", ours.processor, "s"),
        Figure(f"its memory, most {limit} MB", ours.megabytes, "MB", ours.megabytes / limit, 1.0),
        Figure("its F1", _f1(_scanned(store), who) * 1000, "/k"),
    ]
    if contacts > _MOST_FOR_SPLINK:
        return figures
    people_csv(table, contacts)
    theirs = _run([sys.executable, "-m", "benchmarks.splink_people", table, found], env)
    return [
        *figures,
        Figure("splink", theirs.seconds, "s", ours.seconds / theirs.seconds, _SHARE),
        Figure(
            "its processor time",
            theirs.processor,
            "s",
            ours.processor / theirs.processor,
        ),
        Figure("its memory", theirs.megabytes, "MB", ours.megabytes / theirs.megabytes),
        Figure("its F1", max(_f1(pairs, who) for pairs in _predicted(found)) * 1000, "/k"),
    ]


def _run(command: Sequence[str | Path], env: dict[str, str]) -> Run:
    began = perf_counter()
    run = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        raise AssertionError(f"{command} ended with {run.returncode}")
    processor = used.ru_utime + used.ru_stime
    return Run(perf_counter() - began, processor, used.ru_maxrss / 1024)


def _scanned(store: Path) -> Pairs:
    with closing(sqlite3.connect(store)) as db:
        return db.execute("SELECT first_id, second_id FROM duplicate").fetchall()


def _predicted(path: Path) -> Iterator[Pairs]:
    """The pairs at each of some thresholds."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [(int(one), int(two), float(odds)) for one, two, odds in [*csv.reader(stream)][1:]]
    for least in _THRESHOLDS:
        yield [(one, two) for one, two, odds in rows if odds >= least]


def _f1(pairs: Pairs, who: dict[int, int]) -> float:
    truth = sum(n * (n - 1) // 2 for n in Counter(who.values()).values())
    hits = sum(who[one] == who[two] for one, two in pairs)
    return 2 * hits / (len(pairs) + truth)
