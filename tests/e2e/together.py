"""The app open, the command line writing and cron's report reading, all at once."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from tests.e2e.program import Program
from tests.e2e.terminal import Terminal

# What the sum above the first two columns says when the deal is in the one or the other.
_WEIGHTED = {"L": "≈ €3k", "H": "≈ €1.2k"}
_ALL = "100000"


class Done(NamedTuple):
    """How much was done in the time."""

    added: int
    logged: int
    moved: int
    read: int


def work_together(crm: Program, seconds: float) -> Done:
    """Move a deal to and fro in the app while commands add contacts, log calls with a next
    step, and read what is due.

    Raises AssertionError for a command that failed or complained, for an error told in the
    app, and for a write that is not there at the end.
    """
    crm.run("contact", "add", "Mira Lindholt")
    crm.run("deal", "add", "Two cranes", "--value", "12000", "--contact", "Mira Lindholt")
    with crm.app() as screen, ThreadPoolExecutor(2) as others:
        screen.press("5", "≈ €1.2k")
        end = time.monotonic() + seconds
        writing = others.submit(_write, crm, end)
        reading = others.submit(_read, crm, end)
        moved = _move(screen, end)
        done = Done(*writing.result(), moved, reading.result())
        screen.press("3", f"{done.added + 1} contacts")
        screen.send("q")
        assert screen.ended() == 0
        for sign in (b"locked", b"went wrong", b"changed by"):
            assert sign not in screen.raw, f"the app said {sign!r}"
    _check(crm, done)
    return done


def _move(screen: Terminal, end: float) -> int:
    """Move the deal and back until the time is over; answers how often."""
    moved = 0
    while time.monotonic() < end:
        key = "LH"[moved % 2]
        screen.press(key, _WEIGHTED[key])
        moved += 1
    return moved


def _write(crm: Program, end: float) -> tuple[int, int]:
    """Add contacts and log calls until the time is over; answers how many of each."""
    number = 0
    while time.monotonic() < end:
        crm.run("contact", "add", f"Person {number}")
        crm.run("log", "call", "contact:1", f"Call {number}", "--next", f"step {number} today")
        number += 1
    return number, number


def _read(crm: Program, end: float) -> int:
    """Read what is due until the time is over; what was there stays. Answers how often."""
    number = seen = 0
    while time.monotonic() < end:
        found = len(json.loads(crm.run("due", "--json")))
        assert found >= seen, f"{seen} reminders were due, then {found}"
        seen = found
        number += 1
    return number


def _check(crm: Program, done: Done) -> None:
    """Every write is there, once, and in the journal."""
    names = [each["name"] for each in json.loads(crm.run("contact", "list", "--json", "--all"))]
    added = [f"Person {number}" for number in range(done.added)]
    assert sorted(names) == sorted(["Mira Lindholt", *added])
    steps = [each["text"] for each in json.loads(crm.run("due", "--json"))]
    assert sorted(steps) == sorted(f"step {number}" for number in range(done.logged))
    operations = json.loads(crm.run("history", "--json", "--limit", _ALL))
    made = [each["command"] for each in operations]
    assert made.count("log") == done.logged
    assert made.count("deal move") == done.moved
    deal = json.loads(crm.run("deal", "show", "1", "--json"))
    assert deal["stage"] == ("Qualified" if done.moved % 2 else "Lead")
