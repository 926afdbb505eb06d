"""The report for cron, beside taskwarrior's list of half as many tasks."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from benchmarks.samples import reminders_store
from benchmarks.timing import Case, Figure, Measure, bare_python, compared, process
from tests.e2e.program import CRM, program

TITLE = "crm due over 20,000 reminders, piped"
ROUNDS = 15
LIMIT = 12.0
REMINDERS, DUE, TASKS = 20_000, 2_000, 10_000


def measure(folder: Path) -> list[Figure]:
    """`crm due` where a tenth and where all is due, beside Python alone and `task list`."""
    env = program(folder, "").env
    cases = [
        bare_python(env),
        Case(f"crm due, {DUE:,} of them due", _due(folder, env, DUE), LIMIT),
        Case(f"crm due, all {REMINDERS:,} due", _due(folder, env, REMINDERS)),
    ]
    if shutil.which("task"):
        cases.append(_task_list(folder, env))
    else:
        print("\ntask is missing (Debian: apt-get install taskwarrior): not compared with it")
    return compared(cases, ROUNDS)


def _due(folder: Path, env: dict[str, str], due: int) -> Measure:
    store = folder / f"due-{due}.db"
    reminders_store(store, env["TZ"], due, REMINDERS - due)
    last = f"Call about offer {due - 1} "
    return process([CRM, "--db", store, "due"], env, last)


def _task_list(folder: Path, env: dict[str, str]) -> Case:
    """`task list` over tasks that are all shown."""
    settings = folder / "taskrc"
    settings.write_text(f"data.location={folder / 'tasks'}\nconfirmation=off\n")
    env = {**env, "TASKRC": str(settings), "TASKDATA": str(folder / "tasks")}
    tasks = [
        {
            "description": f"Call about offer {n}",
            "due": f"2030{n % 12 + 1:02}{n % 28 + 1:02}T120000Z",
            "project": f"Company {n % 50}",
        }
        for n in range(TASKS)
    ]
    given = json.dumps(tasks).encode()
    subprocess.run(["task", "import", "-"], env=env, input=given, capture_output=True, check=True)
    return Case(f"task list, {TASKS:,} tasks", process(["task", "list"], env, f"offer {TASKS - 1}"))
