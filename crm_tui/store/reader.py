"""Reading: one snapshot of the store for as long as a `with` block lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from crm_tui.clock import Clock, encode_instant
from crm_tui.store.connection import Connection, Params, RowT


class Reader:
    """What queries read through: rows, and what "now" and "today" are.

    A write's transaction offers the same reads, so that a query serves both.
    """

    def __init__(self, db: Connection, clock: Clock) -> None:
        self.db = db
        self.clock = clock
        # One instant for all that is read or written together.
        self.now = encode_instant(clock.now())

    def rows(self, row: type[RowT], sql: str, **params: object) -> list[RowT]:
        """The statement's rows as `row` tuples, in the statement's order."""
        return self.db.into(row, sql, params)

    def row(self, row: type[RowT], sql: str, **params: object) -> RowT | None:
        """The statement's first row, or None."""
        found = self.db.into(row, sql, params)
        return found[0] if found else None

    def scalar(self, sql: str, params: Params | None = None) -> object:
        """The first column of the first row, or None."""
        value: object = self.db.scalar(sql, params)
        return value

    def count(self, sql: str, params: Params | None = None) -> int:
        """A counting statement's figure."""
        value = self.db.scalar(sql, params)
        return int(value or 0)

    @property
    def today(self) -> date:
        return self.clock.today()

    def local(self, instant: str) -> datetime:
        """An instant of the store -> the user's zone."""
        return self.clock.at(datetime.fromisoformat(instant))


@contextmanager
def reading(db: Connection, clock: Clock) -> Iterator[Reader]:
    """One consistent snapshot; nothing read inside can change meanwhile."""
    db.begin(write=False)
    try:
        yield Reader(db, clock)
    finally:
        db.rollback()
