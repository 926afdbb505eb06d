"""An import killed at random moments and run again, beside one that nobody disturbed.

Each time a new store imports the same file in a process that is killed (SIGKILL) at some
moment between its first row and its last, then in one that may end. The batches are small,
so that a short import has as many commits as a long one. What the store exports as a
whole must be what the undisturbed one does but for ids, times and the journal, which are not
compared, and `crm doctor` must find nothing wrong.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.samples import fair_csv
from benchmarks.timing import Figure
from crm_tui.clock import Clock, zone
from crm_tui.reports import whole
from crm_tui.store.connection import connect
from crm_tui.store.doctor import examine
from crm_tui.store.files import Files
from crm_tui.store.reader import Reader, reading
from tests.e2e.program import Program, program

TITLE = "An import killed at random moments, then run again"
ROWS = 800
# What `crm` runs, with batches of fewer rows; it tells when its modules are loaded.
_CRM = """
import sys
from crm_tui.importing import tally
from crm_tui.cli.main import main
tally.BATCH = 50
sys.argv[0] = "crm"
print(flush=True)
main()
"""
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)")


def measure(folder: Path, times: int) -> list[Figure]:
    """How many of so many killed imports ended as the undisturbed one."""
    env = program(folder, "").env
    book = fair_csv(folder / "people.csv", ROWS)
    _store(env, folder / "new.db")
    shutil.copy(folder / "new.db", folder / "clean.db")
    begun = time.perf_counter()
    _import(env, folder / "clean.db", book)
    whole_run = time.perf_counter() - begun
    expected = content(folder / "clean.db")
    counts: Counter[str] = Counter()
    pace = 1.0
    for number in range(times):
        store = folder / "killed.db"
        shutil.copy(folder / "new.db", store)
        cut = _import(env, store, book, pace * random.uniform(0, whole_run))
        # The machine may be slower or faster by now than when the whole was timed.
        pace *= 1.1 if cut else 0.8
        counts["killed before its end"] += cut
        counts["cut after something was written"] += cut and _is_open(store)
        _import(env, store, book)
        counts["the same"] += content(store) == expected
        counts["doctor clean"] += not _wrong(store)
        for name in ("", "-wal", "-shm"):
            Path(f"{store}{name}").unlink(missing_ok=True)
        if not (number + 1) % 25:
            print(f"{number + 1} of {times}: {dict(counts)}", flush=True)
    figures = [
        Figure(name, counts[name], f"of {times}")
        for name in ("killed before its end", "cut after something was written")
    ]
    figures += [
        Figure(name, counts[name], f"of {times}", times / max(counts[name], 0.5), 1.0)
        for name in ("the same", "doctor clean")
    ]
    return figures


def _store(env: dict[str, str], path: Path) -> None:
    Program({**env, "CRM_DB": str(path)}).run("init")


def _import(env: dict[str, str], store: Path, book: Path, after: float | None = None) -> bool:
    """Import, and kill that so many seconds after it has loaded; was it killed at work?"""
    command = [sys.executable, "-c", _CRM, "--db", store, "import", book]
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        try:
            running.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
    return running.returncode == -signal.SIGKILL


def _is_open(store: Path) -> bool:
    """Has an import begun in the store, and not ended?"""
    db = connect(str(store))
    try:
        sql = "SELECT count(*) FROM change WHERE operation_id IN"
        return bool(db.scalar(f"{sql} (SELECT id FROM operation WHERE state = 'running')"))
    finally:
        db.close()


def content(store: Path) -> list[dict[str, Any]]:
    """All that a store holds, its ids, uids and times told by their places."""
    db = connect(str(store))
    try:
        with reading(db, Clock(zone("UTC"))) as reader:
            return list(_placed(reader))
    finally:
        db.close()


def _placed(reader: Reader) -> Iterator[dict[str, Any]]:
    places: dict[str, str] = {}
    counts: Counter[str] = Counter()
    found = list(whole.stream(reader))
    for record in found:
        counts[record["noun"]] += 1
        if uid := record.pop("uid", None):
            places[uid] = f"{record['noun']} {counts[record['noun']]}"
        record.pop("id", None)
    for record in found:
        text = _INSTANT.sub("then", json.dumps(record))
        yield {name: _place(value, places) for name, value in json.loads(text).items()}


def _place(value: Any, places: dict[str, str]) -> Any:
    return places.get(value, value) if isinstance(value, str) else value


def _wrong(store: Path) -> bool:
    with_files = Files(Path(f"{store}.files"))
    found = [finding for finding in examine(str(store), with_files) if finding.wrong]
    for finding in found:
        print(f"{finding.check}: {finding.wrong}", flush=True)
    return bool(found)
