"""What every table shares: column types, and the columns of every record.

The tables here are the one statement of the schema: the store's DDL, its journal
triggers and its migrations are made from their metadata. Reads and writes are plain
SQL elsewhere and never import this package, which costs half a second to load.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import BigInteger, Integer, Text, text
from sqlmodel import Field, SQLModel

# Byte order on both databases, so that keys sort and compare alike.
WORDS = Text().with_variant(Text(collation="C"), "postgresql")
NUMBER = BigInteger().with_variant(Integer(), "sqlite")

# What contacts and companies are sorted by beside their names, by the end of the index's name.
SORTED = {
    "last_contact": "last_contacted_at",
    "next_reminder": "next_reminder_at",
    "creation": "created_at",
}
LIVE = text("archived_at IS NULL")

# Columns that other columns or rows determine: the journal leaves them out.
DERIVED = frozenset({"version", "updated_at", "last_contacted_at", "next_reminder_at"})


def words(**options: Any) -> Any:
    """A text column; `YYYY-MM-DD` dates and UTC instants are text too."""
    return Field(sa_type=WORDS, **_options(options))


def number(**options: Any) -> Any:
    """A 64-bit integer column: counts, minor units of money, 0 or 1."""
    return Field(sa_type=NUMBER, **_options(options))


def link(target: str, **options: Any) -> Any:
    """A foreign key to `target`'s id, indexed unless told otherwise."""
    options.setdefault("index", True)
    return Field(sa_type=NUMBER, foreign_key=f"{target}.id", **_options(options))


def _options(options: dict[str, Any]) -> dict[str, Any]:
    # The database itself gets the default too: raw SQL meets the same rules.
    default = options.get("default")
    if default is not None:
        options["sa_column_kwargs"] = {"server_default": str(default)}
    return options


class Row(SQLModel):
    """A row of a linking or recording table: it has an id that is never reused."""

    __table_args__: ClassVar[Any] = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True, sa_type=NUMBER)


class Record(Row):
    """What every record has, from the first revision on."""

    uid: str = words(unique=True)
    version: int = number(default=1)
    owner_id: int | None = link("user", default=None)
    created_at: str = words()
    created_by: int | None = link("user", default=None, index=False)
    updated_at: str = words()
    archived_at: str | None = words(default=None)
