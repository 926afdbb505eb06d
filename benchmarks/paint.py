"""The app's first paint and memory, over many contacts and over none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from benchmarks.samples import contacts_csv, person
from benchmarks.timing import Figure
from tests.e2e.program import Program, program

TITLE = "The app's contacts on a terminal of 80x24, from the start of the process"
ROUNDS = 9
LIMIT = 1.3
CONTACTS = 100_000
# What is painted last where there are rows, and where there are none: a screen of 24 lines
# shows twenty rows. The count comes after the rows: by then all that was read is in memory.
ROW, COUNT = person(19), f"{CONTACTS:,} contacts"
NONE, NO_COUNT = "No contacts yet", "0 contacts"


class _Paint(NamedTuple):
    seconds: float
    megabytes: float


def measure(folder: Path) -> list[Figure]:
    """Time and peak memory until the contacts are painted; ratios are to an empty store."""
    none, many = program(folder, str(folder / "none.db")), program(folder, str(folder / "many.db"))
    none.run("init")
    many.run("init")
    many.run("import", str(contacts_csv(folder / "contacts.csv", CONTACTS)))
    empty, full = [], []
    for number in range(ROUNDS + 1):
        pair = _paint(none, NONE, NO_COUNT), _paint(many, ROW, COUNT)
        if number:  # the first round warms caches
            empty.append(pair[0])
            full.append(pair[1])
    return [
        *_compared("first paint", "ms", lambda paint: paint.seconds * 1000, empty, full),
        *_compared("peak memory", "MB", lambda paint: paint.megabytes, empty, full),
    ]


def _paint(crm: Program, row: str, count: str) -> _Paint:
    """One run of the app: the key for the contacts is typed before it reads the keyboard."""
    start = perf_counter()
    with crm.app(painted=False) as screen:
        screen.send("3")
        screen.wrote(row.encode())
        seconds = perf_counter() - start
        screen.wrote(count.encode())
        megabytes = _peak(screen.pid)
        screen.send("q")
        screen.ended()
    return _Paint(seconds, megabytes)


def _peak(pid: int) -> float:
    """The most memory that a running process has had, in megabytes, as Linux tells it."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _compared(
    what: str,
    unit: str,
    value: Callable[[_Paint], float],
    empty: list[_Paint],
    full: list[_Paint],
) -> list[Figure]:
    base, much = median(map(value, empty)), median(map(value, full))
    return [
        Figure(f"{what}, no contacts", base, unit, 1.0),
        Figure(f"{what}, {CONTACTS:,} contacts", much, unit, much / base, LIMIT),
    ]
