"""Importing a large address book, beside sqlite3 that only copies its cells."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.samples import contacts_csv
from benchmarks.timing import Case, Figure, Measure, compared, process
from tests.e2e.program import CRM, program

TITLE = "Importing 100,000 rows of CSV"
ROWS = 100_000


def measure(folder: Path) -> list[Figure]:
    """`crm import` into a new store, beside `sqlite3 .import` into a new file; once."""
    env = program(folder, "").env
    book = contacts_csv(folder / "contacts.csv", ROWS)
    cases = [Case("crm import", _import(folder, env, book))]
    if shutil.which("sqlite3"):
        cases.insert(0, Case("sqlite3 .import", _copy(folder, env, book)))
    else:
        print("\nsqlite3 is missing: not compared with it")
    return compared(cases, 1)


def _copy(folder: Path, env: dict[str, str], book: Path) -> Measure:
    store = folder / "copy.db"
    return process(["sqlite3", store, f".import --csv '{book}' contact"], env)


def _import(folder: Path, env: dict[str, str], book: Path) -> Measure:
    store = folder / "import.db"
    process([CRM, "--db", store, "init"], env)()
    return process([CRM, "--db", store, "import", book], env, f"{ROWS} new")
