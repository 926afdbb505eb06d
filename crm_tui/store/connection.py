"""One connection to either database, speaking one SQL.

Statements are written once, with `:name` parameters and no `::` casts, and run on
sqlite3 or psycopg directly. Rows come back as tuples, or as a NamedTuple whose
fields are checked against the statement's columns.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from crm_tui.errors import NotFound, StoreUnusable, TryLater

if TYPE_CHECKING:
    import psycopg

RowT = TypeVar("RowT", bound=NamedTuple)
Params = Mapping[str, Any]
BUSY_SECONDS = 30

_NAMED = re.compile(r"(?<![:\w]):([a-z_]\w*)")


class Cursor(Protocol):
    """What both drivers' cursors offer of the DB-API (PEP 249)."""

    @property
    def description(self) -> Any: ...
    @property
    def rowcount(self) -> int: ...
    def fetchall(self) -> list[Any]: ...
    def fetchone(self) -> Any: ...
    def fetchmany(self, size: int = ...) -> list[Any]: ...


class Connection:
    """A database connection; use `sqlite(...)` or `postgres(...)` to open one."""

    dialect: str

    def execute(self, sql: str, params: Params | None = None) -> Cursor:
        """Run one statement. Database errors rise as `CrmError` where a user can act."""
        raise NotImplementedError

    def executemany(self, sql: str, rows: Iterable[Params] | Iterable[Sequence[Any]]) -> int:
        """Run one statement for each set of parameters; answers the rows touched."""
        raise NotImplementedError

    def begin(self, *, write: bool) -> None:
        raise NotImplementedError

    def commit(self) -> None:
        raise NotImplementedError

    def rollback(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def integrity_errors(self) -> tuple[type[Exception], ...]:
        """The driver's exceptions for a broken constraint."""
        raise NotImplementedError

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
        self._db = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            self._db.execute("PRAGMA foreign_keys=ON")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("PRAGMA temp_store=MEMORY")
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise self._known(error) from error

    def execute(self, sql: str, params: Params | None = None) -> Cursor:
        try:
            return self._db.execute(sql, params or {})
        except sqlite3.DatabaseError as error:
            raise self._known(error) from error

    def executemany(self, sql: str, rows: Iterable[Any]) -> int:
        try:
            return self._db.executemany(sql, rows).rowcount
        except sqlite3.DatabaseError as error:
            raise self._known(error) from error

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


class PostgresConnection(Connection):
    """PostgreSQL through psycopg 3; `url` is a libpq URL."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        driver = _psycopg()
        self._errors = driver.errors
        try:
            self._db: psycopg.Connection[Any] = driver.connect(
                url, autocommit=True, connect_timeout=10
            )
        except driver.OperationalError as error:
            raise TryLater(
                f"the database server does not answer: {_first_line(error)}",
                "check the address and that the server runs",
            ) from error

    def execute(self, sql: str, params: Params | None = None) -> Cursor:
        with _PostgresTrouble(self._errors):
            cursor: Cursor = self._db.execute(to_pyformat(sql) if params else sql, params or None)
        return cursor

    def executemany(self, sql: str, rows: Iterable[Any]) -> int:
        with _PostgresTrouble(self._errors), self._db.cursor() as cursor:
            cursor.executemany(to_pyformat(sql), rows)
            return int(cursor.rowcount)

    def begin(self, *, write: bool) -> None:
        level = "READ WRITE" if write else "ISOLATION LEVEL REPEATABLE READ READ ONLY"
        self.execute(f"BEGIN {level}")

    def commit(self) -> None:
        self.execute("COMMIT")

    def rollback(self) -> None:
        if not self._db.closed:
            self._db.execute("ROLLBACK")

    def close(self) -> None:
        self._db.close()

    def integrity_errors(self) -> tuple[type[Exception], ...]:
        return (self._errors.IntegrityError,)

    @property
    def raw(self) -> psycopg.Connection[Any]:
        """The driver's connection, for what only PostgreSQL has (COPY, NOTIFY)."""
        return self._db


class _PostgresTrouble:
    """Turns a lost server or a lock that never came into what a user can act on."""

    def __init__(self, errors: Any) -> None:
        self._errors = errors

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, self._errors.LockNotAvailable | self._errors.DeadlockDetected):
            raise StoreUnusable("the store is locked by someone else", "try again") from error
        if isinstance(error, self._errors.OperationalError):
            raise TryLater(
                f"the database server went away: {_first_line(error)}", "try again later"
            ) from error
        if isinstance(error, self._errors.InsufficientPrivilege):
            raise StoreUnusable(
                f"the server refuses: {_first_line(error)}", "ask for the right to do this"
            ) from error


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise StoreUnusable(
            "PostgreSQL support is not installed", "pip install 'crm-tui[postgres]'"
        ) from error
    return psycopg


@lru_cache(maxsize=512)
def to_pyformat(sql: str) -> str:
    """`:name` parameters -> psycopg's `%(name)s`; a literal `%` is doubled."""
    return _NAMED.sub(r"%(\1)s", sql.replace("%", "%%"))


def is_url(target: str) -> bool:
    """Does `target` name a PostgreSQL server rather than a file?"""
    return target.startswith(("postgresql://", "postgres://"))


def connect(target: str) -> Connection:
    """A connection to the store at `target`, a file's path or a PostgreSQL URL.

    Raises NotFound for a file that is not there, StoreUnusable or TryLater for
    one that cannot be used.
    """
    if is_url(target):
        return PostgresConnection(target)
    path = Path(target)
    if not path.exists():
        raise NotFound(f"no store at {path}", "make one with: crm init")
    if path.is_dir():
        raise StoreUnusable(f"{path} is a folder, not a store", "name a file with --db")
    return SqliteConnection(path)
