"""Writing: a transaction, a clock, a user and the operation it all belongs to.

Every service takes a `Write` first. Its methods are the only way rows change, and
the journal's triggers see each of them; `insert_many` is the bulk path.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from crm_tui.clock import Clock
from crm_tui.config import Config
from crm_tui.errors import Conflict, NotFound
from crm_tui.store.connection import Connection
from crm_tui.store.reader import Reader
from crm_tui.store.search import refresh

# Linking and recording tables: rows without a version, an owner or dates of their own.
BARE = frozenset(
    {
        "tagging",
        "deal_contact",
        "interaction_contact",
        "stage_change",
        "import_key",
        "pin",
        "queue_visit",
        "duplicate",
        "redirect",
    }
)


class Ids(NamedTuple):
    """The ids of many records: a statement that selects them, and its parameters."""

    sql: str
    params: Mapping[str, object]


def _among(where: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """SQL that holds where columns have these values or are among these `Ids`."""
    tests, params = [], dict[str, Any]()
    for name, value in where.items():
        if isinstance(value, Ids):
            tests.append(f"{name} IN ({value.sql})")
            params |= value.params
        else:
            tests.append(f"{name} = :{name}")
            params[name] = value
    return " AND ".join(tests), params


def new_uid() -> str:
    """A new UUID as text: RFC 9562, version 7."""
    return new_uids(1)[0]


def new_uids(count: int) -> list[str]:
    """So many new UUIDs, which grow, as those of later moments do, so that the index over
    a million of them is filled at its end."""
    stamp = f"{time.time_ns() // 1_000_000:012x}"
    begin = f"{stamp[:8]}-{stamp[8:]}-7"
    found, random = [], os.urandom(10 * count).hex()
    for at in range(0, 20 * count, 20):
        rest = random[at : at + 20]
        # The variant is the two highest bits of a digit, which is so one of four.
        variant = "89ab"[ord(rest[3]) & 3]
        found.append(f"{begin}{rest[:3]}-{variant}{rest[4:7]}-{rest[7:19]}")
    found.sort()
    return found


class Write(Reader):
    """A running operation. `summary` is what the journal will say was done; `config`
    has the settings that decide what typed values mean (currency, region, date order)."""

    def __init__(
        self, db: Connection, clock: Clock, config: Config, user_id: int | None, operation: int
    ) -> None:
        super().__init__(db, clock)
        self.config = config
        self.user_id = user_id
        self.operation = operation
        self.summary = ""
        self.changed = False  # known once it is over

    def insert(self, table: str, **values: Any) -> int:
        """A new row; a record gets its uid, owner and dates unless given. Answers its id."""
        if table not in BARE:
            values = self._record(values)
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        cursor = self.db.execute(
            f'INSERT INTO "{table}" ({names}) VALUES ({marks}) RETURNING id', values
        )
        return int(cursor.fetchone()[0])

    def insert_many(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Many new rows with the same keys; records get what `insert` gives them."""
        if not rows:
            return
        names = tuple(rows[0])
        values = [tuple(map(row.__getitem__, names)) for row in rows]
        if table not in BARE:
            stamp = {n: value for n, value in self._stamp().items() if n not in names}
            same, names = tuple(stamp.values()), (*stamp, *names)
            values = [(*same, *row) for row in values]
            if "uid" not in names:
                names = ("uid", *names)
                pairs = zip(new_uids(len(values)), values, strict=True)
                values = [(uid, *row) for uid, row in pairs]
        self.db.insert(table, names, values)

    def insert_missing(self, table: str, rows: Sequence[dict[str, Any]]) -> int:
        """Those of many new rows with the same keys that contradict no row that is there, by
        an id or whatever else must be unique; answers how many."""
        if not rows:
            return 0
        if table not in BARE:
            rows = [self._record(row) for row in rows]
        names = ", ".join(rows[0])
        marks = ", ".join(f":{name}" for name in rows[0])
        return self.db.executemany(
            f'INSERT INTO "{table}" ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING', rows
        )

    def past_ids(self, table: str) -> None:
        """The next new row's id comes after all that were inserted with ids of their own."""
        if self.db.dialect == "postgresql":  # SQLite sees to it itself
            self.db.execute(
                "SELECT setval(pg_get_serial_sequence(:table, 'id'), max(id))"
                f' FROM "{table}" HAVING max(id) IS NOT NULL',
                {"table": f'"{table}"'},
            )

    def reserve(self, table: str, count: int) -> list[int]:
        """Ids for rows that this write will insert with `insert_many`."""
        if self.db.dialect == "sqlite":
            sql = "SELECT seq FROM sqlite_sequence WHERE name = :table"
            last = int(self.db.scalar(sql, {"table": table}) or 0)
            return list(range(last + 1, last + 1 + count))
        sql = "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
        return [int(row[0]) for row in self.db.rows(sql, {"table": table, "count": count})]

    def update(self, table: str, id: int, version: int | None = None, **values: Any) -> None:
        """Change a record's columns.

        With `version`, raises Conflict when the record was changed since that version
        was read; raises NotFound when it is gone.
        """
        if not values:
            return
        sets = ", ".join(f"{name} = :{name}" for name in values)
        if table not in BARE:
            sets += ", version = version + 1, updated_at = :_now"
        sql = f'UPDATE "{table}" SET {sets} WHERE id = :_id'
        if version is not None:
            sql += " AND version = :_version"
        params = {**values, "_now": self.now, "_id": id, "_version": version}
        if self.db.execute(sql, params).rowcount == 0:
            self._missing(table, id)

    def check_version(self, table: str, id: int, version: int) -> None:
        """Raises Conflict when a record was changed since `version` was read, NotFound
        when it is gone."""
        sql = f'SELECT 1 FROM "{table}" WHERE id = :id AND version = :version'
        if self.db.one(sql, {"id": id, "version": version}) is None:
            self._missing(table, id)

    def delete(self, table: str, **where: Any) -> int:
        """Delete the rows whose columns have these values, or are among `Ids`; answers how
        many."""
        tests, params = _among(where)
        return self.db.execute(f'DELETE FROM "{table}" WHERE {tests}', params).rowcount

    def clear(self, table: str, column: str, ids: int | Ids, only: str = "TRUE") -> None:
        """Clear a reference to a record, or to any of many, in the records of a table that
        pass `only`."""
        test, params = _among({column: ids})
        self.db.execute(
            f'UPDATE "{table}" SET {column} = NULL, version = version + 1, updated_at = :_now'
            f" WHERE {test} AND ({only})",
            {**params, "_now": self.now},
        )

    def run(self, sql: str, rows: Iterable[dict[str, Any]]) -> None:
        """A changing statement of a service's own, once for each set of parameters."""
        self.db.executemany(sql, rows)

    def _record(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"uid": new_uid(), **self._stamp(), **values}

    def _stamp(self) -> dict[str, Any]:
        now = self.now
        return {
            "owner_id": self.user_id,
            "created_at": now,
            "created_by": self.user_id,
            "updated_at": now,
        }

    def _missing(self, table: str, id: int) -> None:
        if self.db.one(f'SELECT id FROM "{table}" WHERE id = :id', {"id": id}) is None:
            raise NotFound(f"{table} {id} is not there any more", "it may have been deleted")
        who = self.db.one(
            "SELECT u.name, o.summary FROM change c JOIN operation o ON o.id = c.operation_id"
            ' LEFT JOIN "user" u ON u.id = o.user_id'
            " WHERE c.noun = :noun AND c.record_id = :id ORDER BY c.id DESC LIMIT 1",
            {"noun": table, "id": id},
        )
        by, what = who or (None, "")
        raise Conflict(
            f"{table} {id} was changed by {by or 'someone else'} meanwhile ({what})",
            "look at it again, then repeat your change",
        )


@contextmanager
def writing(
    db: Connection,
    clock: Clock,
    config: Config,
    user_id: int | None,
    command: str,
    session: str = "",
) -> Iterator[Write]:
    """One operation in one transaction: all of it happens, or nothing does.

    An operation that changed nothing leaves no trace in the journal.
    """
    db.begin(write=True)
    try:
        now = Reader(db, clock).now
        operation = start_operation(db, now, user_id, command, session)
        w = Write(db, clock, config, user_id, operation)
        enter(db, w.operation)
        yield w
        if not has_changed(db, w.operation):
            db.rollback()
            return
        w.changed = True
        db.execute(
            "UPDATE operation SET summary = :summary WHERE id = :id",
            {"summary": w.summary or command, "id": w.operation},
        )
        refresh(db)
        leave(db)
        db.commit()
    except BaseException:
        db.rollback()
        raise


def start_operation(
    db: Connection,
    now: str,
    user_id: int | None,
    command: str,
    session: str = "",
    *,
    summary: str = "",
    state: str = "done",
    resume_key: str | None = None,
) -> int:
    """A new row of the journal; answers its id."""
    sql = (
        "INSERT INTO operation (uid, at, user_id, session, command, summary, state, resume_key)"
        " VALUES (:uid, :at, :user_id, :session, :command, :summary, :state, :resume_key)"
        " RETURNING id"
    )
    values = {
        "uid": new_uid(),
        "at": now,
        "user_id": user_id,
        "session": session,
        "command": command,
        "summary": summary or command,
        "state": state,
        "resume_key": resume_key,
    }
    return int(db.execute(sql, values).fetchone()[0])


def enter(db: Connection, operation: int) -> None:
    """From here to the end of the transaction, changes belong to `operation`."""
    if db.dialect == "sqlite":
        db.execute("UPDATE current_operation SET operation_id = :id", {"id": operation})
    else:
        db.execute("SELECT set_config('crm.operation', :id, true)", {"id": str(operation)})


def leave(db: Connection) -> None:
    """Ends what `enter` began; PostgreSQL forgets by itself at the transaction's end."""
    if db.dialect == "sqlite":
        db.execute("UPDATE current_operation SET operation_id = NULL")


def has_changed(db: Connection, operation: int) -> bool:
    """Has an operation changed anything yet?"""
    # Asked like this, only the index of operations can answer. For a row with the very id
    # PostgreSQL reads the whole journal, where a few operations have most of it.
    sql = "SELECT max(operation_id) FROM change WHERE operation_id <= :id"
    return bool(db.scalar(sql, {"id": operation}) == operation)
