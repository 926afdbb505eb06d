"""Many records at once: what a filter keeps, those that were marked, or both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crm_tui.queries.paging import Page, narrowed
from crm_tui.store.reader import Reader


class Selection(NamedTuple):
    """Records of a noun: all that fit `filter` (None for none, "" for every one that is not
    archived) but those of `without`, and those of `ids`; `me` is the acting user."""

    noun: str
    filter: str | None = None
    ids: frozenset[int] = frozenset()
    without: frozenset[int] = frozenset()
    me: int | None = None


def chosen(reader: Reader, picked: Selection) -> tuple[str, dict[str, object]]:
    """SQL that holds where a record is among them, the noun's table going by its first letter,
    and its parameters. Raises FilterError."""
    a, params = picked.noun[0], dict[str, object]()
    tests = []
    if picked.filter is not None:
        page = Page(filter=picked.filter, me=picked.me)
        where, more, _ = narrowed(reader, picked.noun, page, ())
        params |= more
        tests.append(where.removeprefix("WHERE "))
        if picked.without:
            tests[-1] = f"{tests[-1]} AND NOT {_among(a, 'without', picked.without, params)}"
    if picked.ids:
        tests.append(_among(a, "picked", picked.ids, params))
    return " OR ".join(f"({test})" for test in tests) or "FALSE", params


def count(reader: Reader, picked: Selection) -> int:
    """How many they are. Raises FilterError."""
    test, params = chosen(reader, picked)
    sql = f"SELECT count(*) FROM {picked.noun} {picked.noun[0]} WHERE {test}"
    return reader.count(sql, params)


def ids(reader: Reader, picked: Selection) -> list[int]:
    """Their ids, by their names. Raises FilterError."""
    test, params = chosen(reader, picked)
    a = picked.noun[0]
    key = "title_key" if picked.noun == "deal" else "name_key"
    sql = f"SELECT {a}.id FROM {picked.noun} {a} WHERE {test} ORDER BY {a}.{key}, {a}.id"
    return [int(row[0]) for row in reader.db.rows(sql, params)]


def marked(reader: Reader, picked: Selection, ids: Iterable[int]) -> set[int]:
    """Which of these records are among them. Raises FilterError."""
    test, params = chosen(reader, picked)
    a = picked.noun[0]
    near = _among(a, "near", ids, params)
    rows = reader.db.rows(f"SELECT {a}.id FROM {picked.noun} {a} WHERE {near} AND ({test})", params)
    return {int(row[0]) for row in rows}


def _among(alias: str, name: str, ids: Iterable[int], params: dict[str, object]) -> str:
    """`alias.id IN (…)`; adds a parameter for each id."""
    given = {f"{name}{number}": id for number, id in enumerate(sorted(ids))}
    params |= given
    marks = ", ".join(f":{mark}" for mark in given)
    return f"{alias}.id IN ({marks or 'NULL'})"
