"""Importing a large address book, beside sqlite-utils that copies its cells and indexes them.

sqlite-utils normalises, matches and journals nothing. Needs `pip install -e '.[bench]'`;
without it `sqlite3 .import` is compared with, which makes no index either.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.samples import fair_csv
from benchmarks.timing import Case, Figure, Measure, compared, process
from tests.e2e.program import CRM, program

TITLE = "Importing 100,000 rows of CSV"
ROWS = 100_000
_COLUMNS = ["First Name", "Last Name", "Email", "Phone", "Company", "Job Title", "City", "Notes"]


def measure(folder: Path) -> list[Figure]:
    """`crm import` into a new store, beside others that only copy into a new file; once."""
    env = program(folder, "").env
    book = fair_csv(folder / "contacts.csv", ROWS)
    utils = shutil.which("sqlite-utils", path=Path(sys.executable).parent)
    cases = [Case("crm import", _import(folder, env, book), 1.5 if utils else None)]
    if shutil.which("sqlite3"):
        cases.insert(0, Case("sqlite3 .import", _copy(folder, env, book)))
    else:
        print("\nsqlite3 is missing: not compared with it")
    if utils:
        cases.insert(0, Case("sqlite-utils insert, enable-fts", _indexed(folder, env, book, utils)))
    else:
        print("\nsqlite-utils is missing: not compared with it")
    return compared(cases, 1)


def _copy(folder: Path, env: dict[str, str], book: Path) -> Measure:
    store = folder / "copy.db"
    return process(["sqlite3", store, f".import --csv '{book}' contact"], env)


def _indexed(folder: Path, env: dict[str, str], book: Path, utils: str) -> Measure:
    store = folder / "indexed.db"
    insert = process([utils, "insert", store, "contact", book, "--csv"], env)
    index = process([utils, "enable-fts", store, "contact", *_COLUMNS], env)
    return lambda: insert() + index()


def _import(folder: Path, env: dict[str, str], book: Path) -> Measure:
    store = folder / "import.db"
    process([CRM, "--db", store, "init"], env)()
    return process([CRM, "--db", store, "import", book], env, f"{ROWS:,} rows")
