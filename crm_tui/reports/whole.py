"""The whole store as records, from which another one is made that is the same.

To the values of `domain.whole` the records of contacts, companies, deals, interactions and
reminders have the fields of `reports.records` beside them, for whoever reads the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from crm_tui.clock import Clock, decode_instant
from crm_tui.domain.whole import FORMAT, HEADER, TABLES, Column, Table
from crm_tui.queries import whole as queries
from crm_tui.queries.erasures import KEY, secret
from crm_tui.reports import exports, records
from crm_tui.store.reader import Reader
from crm_tui.text import fold

Record = dict[str, Any]
_PAGE = 500
_SHOWN = {noun.noun: name for name, noun in exports.NOUNS.items()}


def stream(reader: Reader) -> Iterator[Record]:
    """Every record of the store, archived ones too, table by table and by id; a header first."""
    header = {"noun": HEADER, "format": FORMAT, "me_uid": queries.user_uid(reader, "me")}
    key = secret(reader)
    yield header | ({KEY: key} if key else {})
    for table in TABLES:
        yield from _records(reader, table)


def count(reader: Reader) -> int:
    """How many records `stream` will give at most."""
    return queries.count(reader) + 1


def hashes(record: Mapping[str, Any]) -> set[str]:
    """The attached files that a record needs beside it, by their hashes."""
    return {record["hash"]} if record["noun"] == "attachment" else set()


def _records(reader: Reader, table: Table) -> Iterator[Record]:
    after = 0
    while page := queries.rows(reader, table, after, _PAGE):
        first, after = page[0]["id"], page[-1]["id"]
        shown = _SHOWN.get(table.name)
        beside = exports.between(reader, shown, first, after) if shown else {}
        for row in page:
            if not _is_about_nothing(table, row):
                told = {column.name: _told(column, row, reader.clock) for column in table.columns}
                own: Record = {name: row[name] for name in ("id", "uid") if name in row}
                told |= _given_away(table, row)
                yield {"noun": table.name, **own, **beside.get(row["id"], {}), **told}


def _is_about_nothing(table: Table, row: Record) -> bool:
    """Is the record gone that a memory is about?"""
    return bool(row.get("about")) and any(
        column.kind == "record" and row[column.name] is None for column in table.columns
    )


def _given_away(table: Table, row: Record) -> Record:
    """The folded name of what is archived and left its name to another."""
    return {key: row[key] for key, name in table.keys if row[key] != fold(row[name])}


def _told(column: Column, row: Record, clock: Clock) -> Any:
    value = row[column.name]
    if value is None or column.kind not in _TELLERS:
        return value
    return _TELLERS[column.kind](value, row, clock)


def _instant(text: str, _row: Record, clock: Clock) -> str:
    return clock.at(decode_instant(text)).isoformat()


def _due(text: str, row: Record, clock: Clock) -> str:
    return text if len(text) == 10 else _instant(text, row, clock)


_TELLERS: dict[str, Callable[[Any, Record, Clock], Any]] = {
    "instant": _instant,
    "due": _due,
    "flag": lambda value, _, __: bool(value),
    "money": lambda value, row, _: records.amount(value, row["currency"]),
    "object": lambda value, _, __: json.loads(value),
    "list": lambda value, _, __: json.loads(value),
}
