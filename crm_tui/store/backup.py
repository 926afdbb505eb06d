"""Copies of a SQLite store, made while others use it, and checked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from crm_tui import paths
from crm_tui.errors import CrmError, StoreUnusable


def back_up(store: Path, to: Path) -> None:
    """Copy the store at `store` into a new file `to` (0600) and check the copy.

    Raises CrmError when there is a file at `to`, StoreUnusable when the store cannot
    be read or the copy is not sound; no half copy is left.
    """
    try:
        paths.private_file(to)
    except FileExistsError:
        raise CrmError(f"there is a file at {to} already", "name another") from None
    except OSError as error:
        raise CrmError(f"{to} cannot be written: {error.strerror}", "name another place") from error
    try:
        with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        to.unlink()
        raise StoreUnusable(f"{store} cannot be copied: {error}", "check it: crm doctor") from error
    if verdict != "ok":
        to.unlink()
        raise StoreUnusable(f"{store} is damaged: {verdict}", "restore it from a backup")
