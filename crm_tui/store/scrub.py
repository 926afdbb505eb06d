"""Making sure that what was erased is gone from the store's file, not only from its tables.

A database leaves deleted rows in its pages until something else is written there. Here the
search index is merged into one piece, the tables are packed anew, and SQLite's log is emptied.
"""

from __future__ import annotations

from crm_tui.errors import StoreUnusable
from crm_tui.store import present
from crm_tui.store.connection import BUSY_SECONDS, Connection

# The setting that says that it has still to be done: an erasure was committed.
PENDING = "scrub"
_PATIENCE = 5_000  # milliseconds for other programs to end what they read


def forget_deleted(db: Connection) -> None:
    """From now on SQLite writes zeros over what is deleted."""
    if db.dialect == "sqlite":
        db.execute("PRAGMA secure_delete = ON")


def is_pending(db: Connection) -> bool:
    """Was something erased whose bytes may still be in the file?"""
    return db.scalar("SELECT 1 FROM setting WHERE key = :key", {"key": PENDING}) is not None


def scrub(db: Connection) -> bool:
    """Pack the store anew, so that no page holds what was deleted; False where another
    program was in the way for too long, and it is to be done again.

    Must not run within a transaction. On PostgreSQL each table is locked while it is packed.
    """
    try:
        done = _scrub_file(db) if db.dialect == "sqlite" else _scrub_tables(db)
    except StoreUnusable:
        return False
    if done:
        db.execute("DELETE FROM setting WHERE key = :key", {"key": PENDING})
    return done


def _scrub_file(db: Connection) -> bool:
    forget_deleted(db)
    db.execute("INSERT INTO search (search) VALUES ('optimize')")
    db.execute("VACUUM")
    db.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
    blocked = db.scalar("PRAGMA wal_checkpoint(TRUNCATE)")
    db.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    return not blocked


def _scrub_tables(db: Connection) -> bool:
    for (table,) in db.rows(present.TABLES[db.dialect]):
        db.execute(f'VACUUM (FULL) "{table}"')
    return True
