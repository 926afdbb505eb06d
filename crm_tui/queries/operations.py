"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crm_tui.domain.erasing import ERASE
from crm_tui.domain.operations import Operation
from crm_tui.errors import NotFound
from crm_tui.queries.paging import among
from crm_tui.store.reader import Reader

# Undo walks back past these: looking for duplicates changes nothing that anybody sees, and an
# erasure is for good.
_NO_STEP = f"'init', 'undo', 'redo', 'dupes scan', '{ERASE}'"
# A change whose images an erasure has blanked: nothing of it can be taken back.
BLANK = "before IS NULL AND after IS NULL"
# The latest operation up to this one that changed anything: that is answered by an index alone.
_CHANGING = "coalesce((SELECT max(c.operation_id) FROM change c WHERE c.operation_id <= o.id{}), 0)"
_ALL_ERASED = f"{_CHANGING.format('')} = o.id AND {_CHANGING.format(f' AND NOT ({BLANK})')} <> o.id"
_SELECT = """
SELECT o.id, o.at, u.name AS "user", o.command, o.summary, o.state, o.undoes_id,
       (SELECT count(*) FROM (SELECT DISTINCT c.noun, c.record_id FROM change c
         WHERE c.operation_id = o.id) AS touched) AS records
  FROM operation o LEFT JOIN "user" u ON u.id = o.user_id
"""


_CHUNK = 500


class Touched(NamedTuple):
    """A command, a table that it changed, and how: insert, update or delete."""

    command: str
    noun: str
    action: str


def operations(
    reader: Reader, noun: str = "", record_id: int = 0, limit: int = 50
) -> list[Operation]:
    """The latest operations, newest first; those that touched one record with `noun`."""
    touched = (
        "WHERE o.id IN (SELECT operation_id FROM change WHERE noun = :noun AND record_id = :id)"
        if noun
        else ""
    )
    return reader.rows(
        Operation,
        f"{_SELECT} {touched} ORDER BY o.id DESC LIMIT {int(limit)}",
        noun=noun,
        id=record_id,
    )


def operation(reader: Reader, id: int) -> Operation:
    """One operation. Raises NotFound."""
    found = reader.row(Operation, f"{_SELECT} WHERE o.id = :id", id=id)
    if found is None:
        raise NotFound(f"no operation {id}", "list them with: crm history")
    return found


def was_recorded(reader: Reader, id: int) -> bool:
    """Did the operation change anything? One that did not left no trace."""
    return reader.scalar("SELECT id FROM operation WHERE id = :id", {"id": id}) is not None


def latest_undoable(reader: Reader, user_id: int, session: str = "") -> int | None:
    """The user's latest operation that can be taken back; of one app run with `session`.

    Undoing and redoing are not undone in their turn: `undo` walks back past them, and past
    what was erased since. What was redone counts from then. Work that still runs, or was
    killed, counts: it stops once it finds itself undone.
    """
    in_session = "AND o.session = :session" if session else ""
    mine = {"user": user_id, "session": session}
    done = "o.user_id = :user AND o.state <> 'undone'"
    latest = _maybe(
        reader.scalar(
            f"SELECT o.id FROM operation o WHERE {done} AND o.command NOT IN ({_NO_STEP})"
            f" {in_session} AND NOT ({_ALL_ERASED}) ORDER BY o.id DESC LIMIT 1",
            mine,
        )
    )
    redone = reader.db.one(
        "SELECT r.id, o.id FROM operation r JOIN operation o ON o.id = r.undoes_id"
        f" WHERE r.command = 'redo' AND r.user_id = :user AND {done} {in_session}"
        " ORDER BY r.id DESC LIMIT 1",
        mine,
    )
    return int(redone[1]) if redone and latest and redone[0] > latest else latest


def latest_erasure(reader: Reader, user_id: int) -> int | None:
    """The user's latest operation that erased somebody."""
    sql = "SELECT max(id) FROM operation WHERE user_id = :user AND command = :erase"
    return _maybe(reader.scalar(sql, {"user": user_id, "erase": ERASE}))


def latest_redoable(reader: Reader, user_id: int, session: str = "") -> int | None:
    """The user's latest undone operation, unless something new was done after the undo."""
    in_session = "AND u.session = :session" if session else ""
    return _maybe(
        reader.scalar(
            "SELECT o.id FROM operation o JOIN operation u ON u.undoes_id = o.id"
            " WHERE o.state = 'undone' AND u.user_id = :user AND u.command = 'undo'"
            " AND u.state = 'done'"
            f" {in_session} AND NOT EXISTS (SELECT 1 FROM operation n WHERE n.id > u.id"
            " AND n.user_id = :user AND n.command NOT IN ('undo', 'redo', 'dupes scan'))"
            " ORDER BY u.id DESC LIMIT 1",
            {"user": user_id, "session": session},
        )
    )


def latest(reader: Reader) -> int:
    """The latest operation's id, 0 where there is none."""
    return reader.count("SELECT max(id) FROM operation")


def touched_since(reader: Reader, session: str, after: int) -> list[Touched]:
    """What the operations of one app run did, after that operation."""
    return reader.rows(
        Touched,
        "SELECT DISTINCT o.command, c.noun, c.action FROM operation o"
        " JOIN change c ON c.operation_id = o.id WHERE o.id > :after AND o.session = :session",
        after=after,
        session=session,
    )


class Changed(NamedTuple):
    """Who changed a record last, None for somebody outside crm, and what was done."""

    record_id: int
    user: str | None
    summary: str


def changed_since(reader: Reader, noun: str, ids: Iterable[int], after: int) -> dict[int, Changed]:
    """Of these records those that were changed since the journal's change `after`, by id."""
    test, params = among("c.record_id", ids)
    rows = reader.rows(
        Changed,
        'SELECT c.record_id, u.name AS "user", o.summary FROM change c'
        " JOIN operation o ON o.id = c.operation_id"
        ' LEFT JOIN "user" u ON u.id = o.user_id'
        f" WHERE c.noun = :noun AND {test} AND c.id > :after ORDER BY c.id",
        noun=noun,
        after=after,
        **params,
    )
    return {row.record_id: row for row in rows}


def new_companies(reader: Reader, operation: int) -> list[str]:
    """The names of the companies that an operation has made so far."""
    rows = reader.db.rows(
        "SELECT co.name FROM change c JOIN company co ON co.id = c.record_id"
        " WHERE c.operation_id = :id AND c.noun = 'company' AND c.action = 'insert' ORDER BY c.id",
        {"id": operation},
    )
    return [str(row[0]) for row in rows]


def made(reader: Reader, operation: int, nouns: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The names of the records of these nouns that an operation has made so far, by noun."""
    rows = reader.db.rows(
        "SELECT noun, record_id FROM change WHERE operation_id = :id AND action = 'insert'"
        f" AND noun IN ({', '.join(repr(noun) for noun in sorted(nouns))}) ORDER BY id",
        {"id": operation},
    )
    found: dict[str, list[str]] = {}
    records = [(str(noun), int(str(id))) for noun, id in rows]
    names = names_of(reader, records)
    for record in records:
        found.setdefault(record[0], []).append(names[record])
    return {noun: tuple(each) for noun, each in found.items()}


def cursor(reader: Reader) -> int:
    """The journal's latest change: it moves when anything was changed by anyone."""
    return reader.count("SELECT max(id) FROM change")


def _maybe(value: object) -> int | None:
    return None if value is None else int(str(value))


# What the records of a noun are called, where they have a name.
_NAMES = {
    "contact": "name", "company": "name", "deal": "title", "product": "name", "reminder": "text",
    "user": "name", "tag": "name", "stage": "name", "pipeline": "name", "segment": "name",
    "custom_field": "label || CASE type WHEN 'text' THEN '' ELSE ' (' || type || ')' END",
    "channel": "value",
}  # fmt: skip


def names_of(reader: Reader, records: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The names of records of any nouns, of those that are there and have one."""
    ids: dict[str, list[int]] = {}
    for noun, id in records:
        ids.setdefault(noun, []).append(id)
    found = {}
    for noun in ids.keys() & _NAMES.keys():
        for start in range(0, len(ids[noun]), _CHUNK):
            test, params = among("id", ids[noun][start : start + _CHUNK])
            rows = reader.db.rows(f'SELECT id, {_NAMES[noun]} FROM "{noun}" WHERE {test}', params)
            found.update({(noun, int(str(id))): str(name) for id, name in rows})
    return found
