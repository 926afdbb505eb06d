"""What may import what, and what a quick command never loads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Each of them costs a tenth of a second and more, which a prompt or a cron line feels.
HEAVY = (
    "alembic",
    "babel",
    "dateparser",
    "phonenumbers",
    "holidays",
    "dateutil",
    "email_validator",
    "nameparser",
    "numpy",
    "phonenumbers",
    "pydantic",
    "rich",
    "sqlalchemy",
    "sqlmodel",
    "textual",
    "tomlkit",
)


def test_each_layer_imports_what_it_may() -> None:
    script = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    linted = subprocess.run(
        [sys.executable, "-c", script, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


def loaded(*command: str, **environment: str) -> set[str]:
    """The packages that `crm` has imported when a command ends."""
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "crm_tui", *command],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    lines = [line for line in ended.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


@pytest.mark.parametrize(
    "command",
    [("--version",), ("due",), ("status",), ("contact", "list"), ("deal", "list"), ("board",)],
    ids=" ".join,
)
def test_quick_commands_load_nothing_heavy(sqlite_target: str, command: tuple[str, ...]) -> None:
    modules = loaded(*command, CRM_DB=sqlite_target)
    assert "crm_tui" in modules
    assert modules.isdisjoint(HEAVY), sorted(modules.intersection(HEAVY))


@pytest.mark.parametrize("line", ["crm con", "crm contact show gr"])
def test_completion_in_the_shell_loads_nothing_heavy(sqlite_target: str, line: str) -> None:
    modules = loaded(_CRM_COMPLETE="bash", _CRM_LINE=line, CRM_DB=sqlite_target)
    assert modules.isdisjoint(HEAVY), sorted(modules.intersection(HEAVY))
