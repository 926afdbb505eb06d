"""Is a store as it should be? Each check finds what is wrong; most of it can be mended."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from crm_tui.clock import Clock
from crm_tui.config import Config
from crm_tui.errors import StoreUnusable
from crm_tui.store import doctor_schema, doctor_values, scrub, search
from crm_tui.store.connection import Connection, connect, is_url, shown
from crm_tui.store.files import Files
from crm_tui.store.revision import HEAD, is_behind, revision

FIX = "crm doctor --fix mends it"
_RESTORE = "restore it with: crm restore BACKUP"


class Finding(NamedTuple):
    """What a check found. `wrong` is empty where all is well, `todo` says what to do;
    `corrupt` tells that data may be lost, `mends` that `mend` can help."""

    check: str
    wrong: str = ""
    todo: str = ""
    corrupt: bool = False
    mends: bool = False


def examine(target: str, files: Files) -> list[Finding]:
    """Every check of the store at `target` and of the `files` beside it, in the order in
    which they matter.

    Raises what `connect` raises, and StoreUnusable for what is no store or a newer one.
    """
    db = connect(target)
    try:
        if is_behind(db, shown(target)):
            behind = f"{revision(db)}, this program's is {HEAD}"
            return [Finding("revision", behind, "any other command brings it up to date")]
        found = [Finding("revision"), _intact(db), _finding("references", _references, db)]
        found += [_finding(name, find, db, FIX) for name, find in _MENDABLE.items()]
        return [*found, _erased(db), _private(target), _files(db, files)]
    finally:
        db.close()


def mend(target: str, findings: list[Finding], clock: Clock, config: Config) -> None:
    """Mend what was found and can be: indexes, triggers, search, derived columns, keys,
    amounts and the file's mode. What people typed is never touched.

    Raises StoreUnusable where the database refuses.
    """
    db = connect(target)
    try:
        for finding in findings:
            if finding.mends and finding.check in _IN_JOURNAL:
                _IN_JOURNAL[finding.check](db, clock, config)
            elif finding.mends and finding.check == "file":
                _make_private(target)
            elif finding.mends and finding.check == "erased":
                scrub.scrub(db)
            elif finding.mends:
                _in_transaction(db, _MENDING[finding.check])
    finally:
        db.close()


def _finding(
    name: str, find: Callable[[Connection], str], db: Connection, todo: str = ""
) -> Finding:
    # A search index may be checked in a transaction only; nothing of it is kept.
    db.begin(write=True)
    try:
        wrong = find(db)
    except StoreUnusable as error:
        return Finding(name, error.message, todo or _RESTORE, not todo, bool(todo))
    finally:
        db.rollback()
    return Finding(name, wrong, (todo or _RESTORE) * bool(wrong), False, bool(wrong and todo))


def _intact(db: Connection) -> Finding:
    """SQLite's own check of its file. What is wrong with indexes alone can be mended."""
    if db.dialect != "sqlite":
        return Finding("integrity")
    try:
        told = [str(row[0]) for row in db.rows("PRAGMA integrity_check(20)")]
    except (StoreUnusable, sqlite3.DatabaseError) as error:
        return Finding("integrity", str(error), _RESTORE, corrupt=True)
    if told == ["ok"]:
        return Finding("integrity")
    mends = all("index" in line for line in told)
    more = f" and {len(told) - 1} more" if len(told) > 1 else ""
    return Finding("integrity", f"{told[0]}{more}", FIX if mends else _RESTORE, True, mends)


def _references(db: Connection) -> str:
    """PostgreSQL keeps its references itself."""
    if db.dialect != "sqlite":
        return ""
    lost = db.rows("PRAGMA foreign_key_check")
    if not lost:
        return ""
    child, row, parent, _ = lost[0]
    more = f", and {len(lost) - 1} more" if len(lost) > 1 else ""
    return f"{child} {row} refers to a {parent} that is not there{more}"


def _searchable(db: Connection) -> str:
    waiting, wrong = search.stale(db), search.wrong(db)
    if not (waiting or wrong):
        return ""
    return f"{max(waiting, wrong)} records cannot be found as they are"


def _files(db: Connection, files: Files) -> Finding:
    """Is each attachment's file there, and what it was?"""
    rows = db.rows("SELECT hash, min(name), min(id) FROM attachment GROUP BY hash ORDER BY 3")
    lost = [(name, id) for hash, name, id in rows if not files.is_whole(str(hash))]
    if not lost:
        return Finding("attachments")
    more = f", and {len(lost) - 1} more" if len(lost) > 1 else ""
    name, id = lost[0]
    wrong = f"the file of {name} (attachment:{id}) is missing or changed{more}"
    return Finding("attachments", wrong, f"bring it back into {files.folder} from a backup")


def _erased(db: Connection) -> Finding:
    """Are the bytes of what was erased gone, too?"""
    if not scrub.is_pending(db):
        return Finding("erased")
    wrong = "what was erased may still be in the store's file: a program had it open"
    return Finding("erased", wrong, f"close other programs; {FIX}", mends=True)


def _private(target: str) -> Finding:
    if is_url(target) or os.name != "posix":
        return Finding("file")
    mode = Path(target).stat().st_mode & 0o777
    if not mode & 0o077:
        return Finding("file")
    return Finding("file", f"others may use it (mode {mode:o})", FIX, mends=True)


def _make_private(target: str) -> None:
    for end in ("", "-wal", "-shm"):
        path = Path(target + end)
        if path.exists():
            path.chmod(0o600)


def _in_transaction(db: Connection, work: Callable[[Connection], None]) -> None:
    db.begin(write=True)
    try:
        work(db)
    except BaseException:
        db.rollback()
        raise
    db.commit()


def _reindex(db: Connection) -> None:
    db.execute("REINDEX")


def _rebuild_search(db: Connection) -> None:
    if db.dialect == "sqlite":  # a damaged one cannot even be emptied
        db.execute("DROP TABLE search")
        for statement in search.TABLES[db.dialect]:
            db.execute(statement)
    search.rebuild(db)


_MENDABLE: dict[str, Callable[[Connection], str]] = {
    "indexes": doctor_schema.wrong_indexes,
    "triggers": doctor_schema.wrong_triggers,
    "keys": doctor_values.wrong_keys,
    "amounts": doctor_values.wrong_amounts,
    "derived": doctor_values.wrong_derived,
    "search": _searchable,
}
_IN_JOURNAL: dict[str, Callable[[Connection, Clock, Config], None]] = {
    "keys": doctor_values.mend_keys,
    "amounts": doctor_values.mend_amounts,
}
_MENDING: dict[str, Callable[[Connection], None]] = {
    "integrity": _reindex,
    "indexes": doctor_schema.mend_indexes,
    "triggers": doctor_schema.mend_triggers,
    "derived": doctor_values.mend_derived,
    "search": _rebuild_search,
}
