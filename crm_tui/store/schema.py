"""Making a fresh store: tables, indexes and triggers from the metadata, then stamped."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from crm_tui.models import METADATA
from crm_tui.store.connection import Connection
from crm_tui.store.revision import HEAD
from crm_tui.store.search import TABLES
from crm_tui.store.triggers import triggers

_DIALECTS: dict[str, type[Dialect]] = {
    "sqlite": sqlite.dialect,
    "postgresql": postgresql.dialect,
}


def statements(dialect: str) -> Iterator[str]:
    """Every statement that makes an empty store of `dialect`, in order."""
    compiler = _DIALECTS[dialect]()
    for table in METADATA.sorted_tables:
        yield str(CreateTable(table).compile(dialect=compiler))
    for table in METADATA.sorted_tables:
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            yield str(CreateIndex(index).compile(dialect=compiler))
    yield from TABLES[dialect]
    yield from triggers(dialect)


def create(db: Connection) -> None:
    """Make the tables in an empty database, within the running transaction."""
    for statement in statements(db.dialect):
        db.execute(statement)
    db.execute("INSERT INTO current_operation (id) VALUES (1)")
    db.execute(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
        " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    db.execute("INSERT INTO alembic_version (version_num) VALUES (:head)", {"head": HEAD})
