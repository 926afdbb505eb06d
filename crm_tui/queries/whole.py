"""Reading a store table by table, for a file that has all of it, and what one that comes in
meets here already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from crm_tui.domain.whole import TABLES, Column, Table
from crm_tui.queries.paging import among
from crm_tui.store.reader import Reader

_CHUNK = 900
NOUNS = tuple(table.name for table in TABLES if table.has_uid)


def rows(reader: Reader, table: Table, after: int, limit: int) -> list[dict[str, Any]]:
    """The next rows of a table by id: `id`, `uid`, the folded keys, and each column by its name
    in the file, references as uids."""
    own = ["id", *(["uid"] if table.has_uid else []), *(key for key, _ in table.keys)]
    names = [*own, *(column.name for column in table.columns)]
    values = [*(f"t.{name}" for name in own), *map(_value, table.columns)]
    found = reader.db.rows(
        f'SELECT {", ".join(values)} FROM "{table.name}" t'
        " WHERE t.id > :after ORDER BY t.id LIMIT :limit",
        {"after": after, "limit": limit},
    )
    return [dict(zip(names, row, strict=True)) for row in found]


def _value(column: Column) -> str:
    if column.kind == "ref":
        return f'(SELECT p.uid FROM "{column.table}" p WHERE p.id = t.{column.column})'
    if column.kind == "record":
        cases = " ".join(
            f"WHEN '{noun}' THEN (SELECT p.uid FROM \"{noun}\" p WHERE p.id = t.{column.column})"
            for noun in NOUNS
        )
        return f"CASE t.noun {cases} END"
    return f't."{column.column}"'


def count(reader: Reader) -> int:
    """How many rows all the tables have."""
    counts = " + ".join(f'(SELECT count(*) FROM "{table.name}")' for table in TABLES)
    return reader.count(f"SELECT {counts}")


def user_uid(reader: Reader, setting: str) -> str | None:
    """The uid of the user whose id a setting of the store has."""
    sql = 'SELECT uid FROM "user" WHERE CAST(id AS TEXT) = (SELECT value FROM setting'
    found = reader.scalar(f"{sql} WHERE key = :setting)", {"setting": setting})
    return None if found is None else str(found)


def is_fresh(reader: Reader, operation: int) -> bool:
    """Has nobody done anything in this store yet, but make it, and `operation`?"""
    others = "SELECT count(*) FROM operation WHERE command <> 'init' AND id <> :operation"
    return not reader.count(others, {"operation": operation})


def ids(reader: Reader, noun: str, uids: Iterable[str]) -> dict[str, int]:
    """The ids of the records that have these uids, that had them before they were merged, or
    that came from our own export of records with them."""
    found: dict[str, int] = {}
    for chunk in _chunks(uids):
        if noun in ("contact", "company", "deal"):
            test, params = among("k.key", chunk)
            sql = f"SELECT k.key, r.id FROM import_key k JOIN {noun} r ON r.id = k.record_id"
            came = reader.db.rows(
                f"{sql} WHERE k.noun = :noun AND k.source = 'crm' AND {test}",
                {"noun": noun, **params},
            )
            found |= {str(uid): int(id) for uid, id in came}
        if noun in ("contact", "company"):
            test, params = among("old_uid", chunk)
            sql = f"SELECT old_uid, record_id FROM redirect WHERE noun = :noun AND {test}"
            gone = reader.db.rows(sql, {"noun": noun, **params})
            found |= {str(uid): int(id) for uid, id in gone}
        test, params = among("uid", chunk)
        there = reader.db.rows(f'SELECT uid, id FROM "{noun}" WHERE {test}', params)
        found |= {str(uid): int(id) for uid, id in there}
    return found


def taken(reader: Reader, table: str, ids: Iterable[int]) -> set[int]:
    """Which of these ids rows of a table have already."""
    found: set[int] = set()
    for chunk in _chunks(ids):
        test, params = among("id", chunk)
        found |= {int(row[0]) for row in reader.db.rows(f'SELECT id FROM "{table}" WHERE {test}',
                                                        params)}  # fmt: skip
    return found


def named(reader: Reader, table: Table) -> dict[tuple[Any, ...], int]:
    """The ids of a table's rows by what they are named."""
    found = reader.db.rows(f'SELECT {", ".join(table.named)}, id FROM "{table.name}"')
    return {row[:-1]: int(row[-1]) for row in found}


def rows_of(reader: Reader, table: Table, owner: str, id: int) -> list[tuple[Any, ...]]:
    """The columns of those rows of a table that refer to a record by `owner` ("deal_id")."""
    columns = ", ".join(column.column for column in table.columns)
    sql = f'SELECT {columns} FROM "{table.name}" WHERE {owner} = :id ORDER BY id'
    return reader.db.rows(sql, {"id": id})


def alike(reader: Reader, table: Table, rows: Iterable[dict[str, Any]]) -> set[tuple[Any, ...]]:
    """What hangs on the records of these rows already, as `likeness` has it."""
    found: set[tuple[Any, ...]] = set()
    rows = list(rows)
    columns = ", ".join(table.alike)
    for owner in (name for name in table.alike if name.endswith("_id")):
        for chunk in _chunks(row[owner] for row in rows if row[owner] is not None):
            test, params = among(owner, chunk)
            sql = f'SELECT {columns} FROM "{table.name}" WHERE {test}'
            for row in reader.db.rows(sql, params):
                found.add(likeness(table, dict(zip(table.alike, row, strict=True))))
    return found


def likeness(table: Table, row: dict[str, Any]) -> tuple[Any, ...]:
    """The values by which a row is seen to be there; our exports have times to the second."""
    return tuple(row[name][:19] if name in ("at", "created_at") else row[name]
                 for name in table.alike)  # fmt: skip


def lowest_old_id(reader: Reader) -> int:
    """The lowest id that a merged record is known by, 0 at most."""
    found = reader.count("SELECT min(old_id) FROM redirect")
    return min(found, 0)


def without(
    reader: Reader, table: str, column: str, operation: int, uids: Iterable[str]
) -> dict[str, int]:
    """Those records with these uids that an operation brought and that have nothing in a
    column."""
    found: dict[str, int] = {}
    for chunk in _chunks(uids):
        test, params = among("t.uid", chunk)
        brought = reader.db.rows(
            f'SELECT t.uid, t.id FROM "{table}" t WHERE t.{column} IS NULL AND {test}'
            " AND EXISTS (SELECT 1 FROM change c WHERE c.noun = :noun AND c.record_id = t.id"
            " AND c.operation_id = :operation)",
            {"noun": table, "operation": operation, **params},
        )
        found |= {str(uid): int(id) for uid, id in brought}
    return found


def _chunks(keys: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(dict.fromkeys(keys))
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
