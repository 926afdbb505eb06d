"""Which revision of the schema a store has, read by plain SQL at every start."""

from __future__ import annotations

from crm_tui.errors import StoreUnusable
from crm_tui.store.connection import Connection

# Every revision this program knows, oldest first.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
HEAD = REVISIONS[-1]


def revision(db: Connection) -> str | None:
    """The store's revision; None for a database with no tables of ours."""
    if db.dialect == "sqlite":
        exists = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
    else:
        exists = "SELECT count(*) FROM pg_tables WHERE tablename = 'alembic_version'"
        exists += " AND schemaname = current_schema()"
    if not db.scalar(exists):
        return None
    found = db.scalar("SELECT version_num FROM alembic_version")
    return str(found) if found else None


def is_behind(db: Connection, name: str) -> bool:
    """Does the store need migrating?

    Raises StoreUnusable for a database that is not a store, and for one that a newer
    program made: that one is left untouched.
    """
    found = revision(db)
    if found is None:
        raise StoreUnusable(f"{name} is not a crm store", "make one with: crm init")
    if found not in REVISIONS:
        raise StoreUnusable(
            f"{name} was made by a newer crm (its revision is {found}, this program knows {HEAD})",
            "upgrade crm; the store was not touched",
        )
    return found != HEAD
