"""The journal as it is read: operations, and what an undo did to each record."""

from __future__ import annotations

from typing import NamedTuple


class Operation(NamedTuple):
    """One action of a user; `records` counts what it touched."""

    id: int
    at: str
    user: str | None
    command: str
    summary: str
    state: str
    undoes_id: int | None
    records: int


class Outcome(NamedTuple):
    """What an undo did to a record: reversed, kept or failed; `why` for the last two. `name`
    is what the record is called, where it is there and has a name."""

    noun: str
    record_id: int
    result: str
    why: str
    name: str = ""

    def told(self) -> str:
        """The record and why it is as it is, in a line."""
        what = f"{self.noun.replace('_', ' ')}:{self.record_id}"
        return f"{self.result} {f'{self.name} ({what})' if self.name else what}: {self.why}"


class Reversal(NamedTuple):
    """An undo or a redo: the operation it took back, its own operation (0 when it
    changed nothing), how many records it reversed, and the others one by one."""

    undone: Operation
    operation: int
    reversed: int
    others: tuple[Outcome, ...]
