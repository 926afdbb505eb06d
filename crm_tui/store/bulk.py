"""Bulk work: one operation over many transactions, stopped and resumed safely."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from crm_tui.clock import Clock
from crm_tui.config import Config
from crm_tui.errors import Conflict
from crm_tui.store.connection import Connection
from crm_tui.store.reader import Reader
from crm_tui.store.search import refresh
from crm_tui.store.write import Write, enter, has_changed, leave, start_operation


class Stopped(Exception):
    """Raised to stop bulk work on its way; `operation` is then what is done by now of it, 0 for
    nothing."""

    operation = 0


class Bulk:
    """Used as `with workspace.bulk(...) as bulk: with bulk.batch() as w: ...`.

    Each batch is a transaction. Work that was cut short leaves its operation
    `running` or `stopped`; the next bulk with the same `resume_key` goes on under
    it, so that one undo takes all of it back. A batch raises Conflict when somebody
    undid the operation meanwhile.
    """

    def __init__(
        self,
        db: Connection,
        clock: Clock,
        config: Config,
        user_id: int,
        command: str,
        resume_key: str,
        session: str = "",
    ) -> None:
        self._db = db
        self._clock = clock
        self._config = config
        self._user_id = user_id
        self._command = command
        self._resume_key = resume_key
        self._session = session
        self.operation = 0
        self.resumed = False
        self.summary = ""
        self._collecting = gc.isenabled()

    def __enter__(self) -> Bulk:
        self._db.begin(write=True)
        try:
            self._start()
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()
        # Each row makes many objects and no circle of them: in 100,000 rows the collector found
        # 329 in a tenth of the time.
        gc.disable()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._collecting:
            gc.enable()
        self._finish("done" if error is None else "stopped")
        if isinstance(error, Stopped):
            error.operation = self.operation

    @contextmanager
    def batch(self) -> Iterator[Write]:
        """One transaction of the operation: all of it happens, or nothing does."""
        self._db.begin(write=True)
        try:
            if self._undone():
                raise Conflict(
                    f"{self._command} was undone while it ran", "run it again to do it anew"
                )
            enter(self._db, self.operation)
            yield Write(self._db, self._clock, self._config, self._user_id, self.operation)
            refresh(self._db)
            leave(self._db)
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()

    def _start(self) -> None:
        left = self._db.scalar(
            "SELECT max(id) FROM operation"
            " WHERE resume_key = :key AND state IN ('running', 'stopped')",
            {"key": self._resume_key},
        )
        if left is not None:
            self.operation, self.resumed = int(left), True
            self._set("state = 'running'")
            return
        self.operation = start_operation(
            self._db,
            Reader(self._db, self._clock).now,
            self._user_id,
            self._command,
            self._session,
            state="running",
            resume_key=self._resume_key,
        )

    def _finish(self, state: str) -> None:
        self._db.begin(write=True)
        if not has_changed(self._db, self.operation):
            self._db.execute("DELETE FROM operation WHERE id = :id", {"id": self.operation})
            self.operation = 0
        elif not self._undone():
            self._set("state = :state, summary = :summary", state=state, summary=self._summary())
        self._db.commit()

    def _undone(self) -> bool:
        sql = "SELECT 1 FROM operation WHERE id = :id AND state = 'undone'"
        return self._db.one(sql, {"id": self.operation}) is not None

    def _summary(self) -> str:
        return self.summary or self._command

    def _set(self, columns: str, **values: str) -> None:
        sql = f"UPDATE operation SET {columns} WHERE id = :id"
        self._db.execute(sql, {**values, "id": self.operation})
