"""One connection to either database, speaking one SQL.

Statements are written once, with `:name` parameters and no `::` casts, and run on
sqlite3 or psycopg directly. Rows come back as tuples, or as a NamedTuple whose
fields are checked against the statement's columns.
"""

from __future__ import annotations

import re
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from crm_tui.errors import NotFound, StoreUnusable

RowT = TypeVar("RowT", bound=NamedTuple)
Params = Mapping[str, Any]
BUSY_SECONDS = 30
_ROWS_AT_ONCE = 100

_PASSWORD = re.compile(r"(?<=:)[^:@/]+(?=@)|(?<=password=)[^&]+")


class Cursor(Protocol):
    """What both drivers' cursors offer of the DB-API (PEP 249)."""

    @property
    def description(self) -> Any: ...
    @property
    def rowcount(self) -> int: ...
    def fetchall(self) -> list[Any]: ...
    def fetchone(self) -> Any: ...
    def fetchmany(self, size: int = ...) -> list[Any]: ...


class Connection(ABC):
    """A database connection; `connect` opens one."""

    dialect: str

    @abstractmethod
    def execute(self, sql: str, params: Params | Sequence[Any] | None = None) -> Cursor:
        """Run one statement. Database errors rise as `CrmError` where a user can act."""

    @abstractmethod
    def executemany(self, sql: str, rows: Iterable[Params] | Iterable[Sequence[Any]]) -> int:
        """Run one statement for each set of parameters; answers the rows touched."""

    @abstractmethod
    def insert(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows, given as values of the columns `names`, the fastest way there is."""

    @abstractmethod
    def begin(self, *, write: bool) -> None:
        """Begin a transaction: one that may write, or one snapshot to read from."""

    @abstractmethod
    def commit(self) -> None:
        """Keep what the transaction did."""

    @abstractmethod
    def rollback(self) -> None:
        """Drop what the transaction did; nothing where none is running."""

    @abstractmethod
    def close(self) -> None:
        """Close the connection."""

    @abstractmethod
    def integrity_errors(self) -> tuple[type[Exception], ...]:
        """The driver's exceptions for a broken constraint."""

    @property
    def closed(self) -> bool:
        """Is it of no use any more, because the server went away?"""
        return False

    def rows(self, sql: str, params: Params | None = None) -> list[tuple[Any, ...]]:
        return self.execute(sql, params).fetchall()

    def into(self, row: type[RowT], sql: str, params: Params | None = None) -> list[RowT]:
        """Rows as `row` tuples. TypeError when the columns are not its fields."""
        cursor = self.execute(sql, params)
        names = tuple(column[0] for column in cursor.description)
        if names != row._fields:
            raise TypeError(f"{row.__name__} has {row._fields}, the statement gives {names}")
        return [row._make(values) for values in cursor.fetchall()]

    def one(self, sql: str, params: Params | None = None) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self.execute(sql, params).fetchone()
        return row

    def scalar(self, sql: str, params: Params | None = None) -> Any:
        row = self.one(sql, params)
        return None if row is None else row[0]


class SqliteConnection(Connection):
    """SQLite with the settings that lost nothing and locked nobody out."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._db = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        except sqlite3.DatabaseError as error:
            raise self._known(error) from error
        try:
            self._db.execute("PRAGMA foreign_keys=ON")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("PRAGMA temp_store=MEMORY")
            self._db.execute("PRAGMA cache_size=-32768")  # KiB, taken only as it is needed
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise self._known(error) from error

    def execute(self, sql: str, params: Params | Sequence[Any] | None = None) -> Cursor:
        try:
            return self._db.execute(sql, params or {})
        except sqlite3.DatabaseError as error:
            raise self._known(error) from error

    def executemany(self, sql: str, rows: Iterable[Any]) -> int:
        try:
            return self._db.executemany(sql, rows).rowcount
        except sqlite3.DatabaseError as error:
            raise self._known(error) from error

    def insert(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        # A statement of many rows prepares its triggers and its savepoint once.
        one = f"({', '.join('?' * len(names))})"
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            part = rows[start : start + _ROWS_AT_ONCE]
            self.execute(
                f'INSERT INTO "{table}" ({", ".join(names)}) VALUES {", ".join([one] * len(part))}',
                list(chain.from_iterable(part)),
            )

    def begin(self, *, write: bool) -> None:
        self.execute("BEGIN IMMEDIATE" if write else "BEGIN")

    def commit(self) -> None:
        self.execute("COMMIT")

    def rollback(self) -> None:
        if self._db.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        self._db.close()

    def integrity_errors(self) -> tuple[type[Exception], ...]:
        return (sqlite3.IntegrityError,)

    @property
    def raw(self) -> sqlite3.Connection:
        """The driver's connection, for what only SQLite has (backup)."""
        return self._db

    def _known(self, error: sqlite3.DatabaseError) -> Exception:
        text = str(error).lower()
        for sign, message, hint in _SQLITE_TROUBLE:
            if sign in text:
                return StoreUnusable(message.format(path=self._path), hint)
        return error


_SQLITE_TROUBLE = (
    ("locked", "{path} is locked by another program", "close what holds it and try again"),
    ("not a database", "{path} is not a crm store", "name another file with --db"),
    ("malformed", "{path} is damaged", "restore it with: crm restore BACKUP"),
    ("readonly", "{path} cannot be written", "make the file and its folder writable"),
    ("unable to open", "{path} cannot be opened", "check the folder and its permissions"),
    ("disk is full", "no space left for {path}", "free some space; nothing was changed"),
    ("disk i/o", "{path} cannot be read or written: disk error", "check the disk"),
)


def is_url(target: str) -> bool:
    """Does `target` name a PostgreSQL server rather than a file?"""
    return target.startswith(("postgresql://", "postgres://"))


def shown(target: str) -> str:
    """A path or URL as messages name it: without a password."""
    return _PASSWORD.sub("…", target) if is_url(target) else target


def connect(target: str) -> Connection:
    """A connection to the store at `target`, a file's path or a PostgreSQL URL.

    Raises NotFound for a file or database that is not there, UsageError for a URL that is
    none, StoreUnusable or TryLater for a store that cannot be used.
    """
    if is_url(target):
        from crm_tui.store.postgres import PostgresConnection

        return PostgresConnection(target)
    path = Path(target)
    try:
        if not path.exists():
            raise NotFound(f"no store at {path}", f"make one with: crm init --db {path}")
        if path.is_dir():
            raise StoreUnusable(f"{path} is a folder, not a store", "name a file with --db")
    except OSError as error:
        raise StoreUnusable(
            f"{path} cannot be opened: {error.strerror}", "check the folder and its permissions"
        ) from error
    return SqliteConnection(path)
