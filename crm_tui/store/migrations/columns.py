"""How revisions write tables and columns, with the types and the defaults of the store.

Past revisions lean on these: they may grow, but what they make may not change.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def words(name: str, **options: Any) -> sa.Column[str]:
    return _column(name, WORDS, **options)


def number(name: str, **options: Any) -> sa.Column[int]:
    return _column(name, NUMBER, **options)


def _column(
    name: str, kind: Any, *, default: str | None = None, nullable: bool = False, **options: Any
) -> sa.Column[Any]:
    return sa.Column(name, kind, server_default=default, nullable=nullable, **options)


def link(name: str, target: str, *, nullable: bool = True) -> sa.Column[int]:
    key = sa.ForeignKey(f"{target}.id", deferrable=True, initially="IMMEDIATE")
    return sa.Column(name, NUMBER, key, nullable=nullable)


def add_link(table: str, name: str, target: str) -> None:
    """A reference in a table that is there; alembic adds none to SQLite's tables."""
    if op.get_bind().dialect.name == "sqlite":
        key = f'REFERENCES "{target}" (id) DEFERRABLE INITIALLY IMMEDIATE'
        op.execute(f'ALTER TABLE "{table}" ADD COLUMN {name} INTEGER {key}')
    else:
        op.add_column(table, link(name, target))
    index(f"ix_{table}_{name}", table, [name])


def row(table: str, *columns: Any) -> None:
    id = sa.Column("id", NUMBER, primary_key=True)
    op.create_table(table, id, *columns, sqlite_autoincrement=True)


def record(table: str, *columns: Any) -> None:
    row(
        table,
        words("uid"),
        number("version", default="1"),
        link("owner_id", "user"),
        words("created_at"),
        link("created_by", "user"),
        words("updated_at"),
        words("archived_at", nullable=True),
        *columns,
        sa.UniqueConstraint("uid"),
    )


def index(name: str, table: str, columns: list[str], where: str = "", unique: bool = False) -> None:
    only: dict[str, Any] = {}
    if where:
        only = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
    op.create_index(name, table, columns, unique=unique, **only)
