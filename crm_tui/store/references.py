"""Which columns refer to which tables, asked of the database itself."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.store.connection import Connection

_SQLITE = """
SELECT m.name AS child, f."from" AS "column", f."table" AS parent
  FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
 WHERE m.type = 'table' ORDER BY m.name, f.id"""
_POSTGRESQL = """
SELECT child.relname AS child, a.attname AS "column", parent.relname AS parent
  FROM pg_constraint k
  JOIN pg_class child ON child.oid = k.conrelid
  JOIN pg_class parent ON parent.oid = k.confrelid
  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
  JOIN pg_namespace n ON n.oid = k.connamespace
 WHERE k.contype = 'f' AND n.nspname = current_schema() ORDER BY 1, 2"""


class Reference(NamedTuple):
    """A foreign key: `child.column` holds an id of `parent`."""

    child: str
    column: str
    parent: str


def references(db: Connection) -> list[Reference]:
    """Every foreign key of the store."""
    return db.into(Reference, _SQLITE if db.dialect == "sqlite" else _POSTGRESQL)
