"""What starting the command line takes."""

from __future__ import annotations

from pathlib import Path

from benchmarks.timing import Case, Figure, bare_python, compared, process
from tests.e2e.program import CRM, program

TITLE = "crm --version"
ROUNDS = 25
LIMIT = 8.0


def measure(folder: Path) -> list[Figure]:
    """`crm --version` beside Python alone."""
    env = program(folder, "").env
    version = process([CRM, "--version"], env, "crm ")
    return compared([bare_python(env), Case("crm --version", version, LIMIT)], ROUNDS)
