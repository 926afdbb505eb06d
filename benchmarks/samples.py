"""What the benchmarks measure on: files and stores of made-up records."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from string import ascii_lowercase

from crm_tui.clock import Clock, zone
from crm_tui.config import Config
from crm_tui.workspace import Workspace, create_workspace

PEOPLE = 1000


def contacts_csv(path: Path, rows: int) -> Path:
    """An address book of so many people, twenty to a company."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(("Name", "Company", "E-mail", "Phone", "City"))
        for n in range(rows):
            writer.writerow(
                (person(n), f"Company {n // 20:05}", f"person{n}@example.com",
                 f"+49 30 {5_000_000 + n}", f"City {n % 300}")
            )  # fmt: skip
    return path


def person(number: int) -> str:
    """The name of one of them, such as Aaaab Sample; names sort by number."""
    letters = (ascii_lowercase[number // 26**place % 26] for place in (4, 3, 2, 1, 0))
    return f"{''.join(letters).capitalize()} Sample"


def reminders_store(path: Path, zone_name: str, due: int, later: int) -> None:
    """A store with reminders on a thousand contacts: `due` of them overdue, today or in the
    next seven days, and the others `later`."""
    clock = Clock(zone(zone_name))
    workspace = create_workspace(str(path), Config(timezone=zone_name), clock)
    try:
        _fill(workspace, [*_days(due, -7, 7), *_days(later, 8, 300)])
    finally:
        workspace.close()


def _fill(workspace: Workspace, days: list[int]) -> None:
    today = workspace.clock.today()
    with workspace.write("fill") as w:
        w.insert_many(
            "company",
            [{"name": f"Company {n}", "name_key": f"company {n}"} for n in range(PEOPLE // 20)],
        )
        w.insert_many(
            "contact",
            [
                {"name": person(n), "name_key": person(n).lower(), "company_id": n // 20 + 1}
                for n in range(PEOPLE)
            ],
        )
        w.insert_many(
            "reminder",
            [
                {
                    "text": f"Call about offer {n}",
                    "kind": "call",
                    "due": (today + timedelta(days=day)).isoformat(),
                    "contact_id": n % PEOPLE + 1,
                }
                for n, day in enumerate(days)
            ],
        )


def _days(count: int, first: int, last: int) -> Iterator[int]:
    """So many days from today, spread evenly."""
    return (first + n % (last - first + 1) for n in range(count))
