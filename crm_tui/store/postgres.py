"""A connection to PostgreSQL, for a team's store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from crm_tui.errors import NotFound, StoreUnusable, TryLater, UsageError
from crm_tui.store.connection import BUSY_SECONDS, Connection, Cursor, Params, shown

if TYPE_CHECKING:
    import psycopg

# Whoever writes or migrates takes this lock until the transaction ends, as SQLite's single
# writer does: what a write has read cannot change before it is done, and the journal's ids
# come in the order of the commits. (The number is "crm" in ASCII.)
WRITE_LOCK = 0x63726D

_NAMED = re.compile(r"(?<![:\w]):([a-z_]\w*)")


class PostgresConnection(Connection):
    """PostgreSQL through psycopg 3; `url` is a libpq URL.

    Raises NotFound for a database that is not there, TryLater where no server answers.
    """

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        driver = _psycopg()
        self._errors = driver.errors
        try:
            self._db: psycopg.Connection[Any] = driver.connect(
                url, autocommit=True, connect_timeout=10
            )
        except driver.ProgrammingError as error:
            raise UsageError(
                f"{shown(url)} is not a database URL: {_first_line(error)}",
                "write it like: postgresql://user@host/database",
            ) from error
        except driver.OperationalError as error:
            if re.search("database .* does not exist", str(error)):
                raise NotFound(f"no database at {shown(url)}", "make one: createdb") from error
            raise TryLater(
                f"the database server does not answer: {_first_line(error)}",
                "check the address and that the server runs",
            ) from error
        self.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")

    def execute(self, sql: str, params: Params | Sequence[Any] | None = None) -> Cursor:
        with _PostgresTrouble(self._errors):
            cursor: Cursor = self._db.execute(to_pyformat(sql) if params else sql, params or None)
        return cursor

    def executemany(self, sql: str, rows: Iterable[Any]) -> int:
        with _PostgresTrouble(self._errors), self._db.cursor() as cursor:
            cursor.executemany(to_pyformat(sql), rows)
            return int(cursor.rowcount)

    def insert(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        sql = f'COPY "{table}" ({", ".join(names)}) FROM STDIN'
        with _PostgresTrouble(self._errors), self._db.cursor() as cursor, cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)

    def begin(self, *, write: bool) -> None:
        if not write:
            self.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return
        try:
            self.execute(f"BEGIN READ WRITE; SELECT pg_advisory_xact_lock({WRITE_LOCK})")
        except BaseException:
            self.rollback()
            raise

    def commit(self) -> None:
        self.execute("COMMIT")

    def rollback(self) -> None:
        # A connection that is lost has rolled back by itself.
        with suppress(self._errors.OperationalError):
            self._db.execute("ROLLBACK")

    def close(self) -> None:
        self._db.close()

    def integrity_errors(self) -> tuple[type[Exception], ...]:
        return (self._errors.IntegrityError,)

    @property
    def closed(self) -> bool:
        return bool(self._db.closed)

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
        refused = self._errors.InsufficientPrivilege | self._errors.ReadOnlySqlTransaction
        if isinstance(error, refused):
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
