"""The app, the command line and cron on one store for a while."""

from __future__ import annotations

from pathlib import Path

from benchmarks.timing import Figure
from tests.e2e.program import program
from tests.e2e.together import work_together

TITLE = "The app open, the command line writing, crm due reading, together"


def measure(folder: Path, seconds: float) -> list[Figure]:
    """What was done in so many seconds; raises AssertionError for an error or a lost write."""
    crm = program(folder, str(folder / "together.db"))
    crm.run("init")
    done = work_together(crm, seconds)
    return [
        Figure("added by the command line", done.added, ""),
        Figure("logged by the command line", done.logged, ""),
        Figure("moved by the app", done.moved, ""),
        Figure("reports read", done.read, ""),
        Figure("errors, lost writes", 0, ""),
    ]
