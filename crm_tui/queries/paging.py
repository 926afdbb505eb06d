"""What lists share: the words they are filtered by, their order, their window."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from crm_tui.errors import UsageError
from crm_tui.store.connection import RowT
from crm_tui.store.reader import Reader
from crm_tui.text import fold

# What every record has: PostgreSQL reads no index backwards for an order with NULLs last.
_ALWAYS = ("name", "title", "id", "created_at")


@dataclass(frozen=True, slots=True)
class Page:
    """A window on a list: those that a `filter` of the filter language keeps, where `me`
    is the acting user, or in whose names all plain `words` are found; `sort` is a field's
    name, with a leading `-` for descending; `limit` None for all."""

    words: str = ""
    sort: str = ""
    limit: int | None = None
    offset: int = 0
    archived: bool = False
    filter: str = ""
    me: int | None = None


class Narrowed(NamedTuple):
    """What keeps a list's rows: a WHERE clause with its parameters, and which hidden
    records (archived, closed) the filter itself asked for."""

    where: str
    params: dict[str, object]
    asked: frozenset[str]


def narrowed(
    reader: Reader, noun: str, page: Page, found_in: Iterable[str], *, scanned: bool = False
) -> Narrowed:
    """How a page narrows the list of a noun, whose table goes by its first letter.

    `found_in` are the columns of plain words, as `word_tests` takes them. `scanned` where the
    rows are read as they lie, because their order is of no use. Raises FilterError for a
    filter with a mistake.
    """
    tests, params = word_tests(page.words, found_in)
    all_tests = [tests] if tests else []
    asked = frozenset[str]()
    if page.filter.strip():
        from crm_tui.queries.filter import compile_filter

        where, more, asked = compile_filter(noun, page.filter, reader, page.me)
        all_tests.append(where)
        params |= more
    if "archived" not in asked:
        test = f"{noun[0]}.archived_at IS {'NOT ' * page.archived}NULL"
        # As TRUE keeps SQLite from reading nearly all rows one by one through an index.
        all_tests.insert(0, f"({test}) IS TRUE" if scanned else test)
    return Narrowed(f"WHERE {' AND '.join(all_tests) or 'true'}", params, asked)


class Listed(NamedTuple):
    """A noun's list: the statement of its rows, whose table goes by the noun's first letter;
    the `sorts` by name, with the tables they and plain words need joined; and the columns
    that plain words are found in."""

    noun: str
    select: str
    sorts: Mapping[str, str]
    found_in: tuple[str, ...]
    joins: str = ""

    @property
    def table(self) -> str:
        """The noun's table under its alias."""
        return f"{self.noun} {self.noun[0]}"


def rows_of(reader: Reader, row: type[RowT], listed: Listed, page: Page) -> list[RowT]:
    """The rows in a window of a list, in its order. Raises FilterError, UsageError.

    The rows of a window are joined only after they are found: skipped ones cost little.
    """
    where, params, _ = narrowed(reader, listed.noun, page, listed.found_in)
    order = order_by(page.sort or "name", listed.sorts, f"{listed.noun[0]}.id")
    if page.limit is None:
        return reader.rows(row, f"{listed.select} {where} {order}", **params)
    chosen = (
        f"SELECT {listed.noun[0]}.id FROM {listed.table} {_joins(listed, page)}"
        f" {where} {order} {window(page)}"
    )
    sql = f"{listed.select} WHERE {listed.noun[0]}.id IN ({chosen}) {order}"
    return reader.rows(row, sql, **params)


def count_of(reader: Reader, listed: Listed, page: Page) -> int:
    """How many rows a list has. Raises FilterError."""
    scanned = False
    if page.filter.strip():
        from crm_tui.domain.filter_grammar import only_words

        scanned = only_words(page.filter)
    where, params, _ = narrowed(reader, listed.noun, page, listed.found_in, scanned=scanned)
    joins = listed.joins if page.words else ""
    return reader.count(f"SELECT count(*) FROM {listed.table} {joins} {where}", params)


def place_of(reader: Reader, listed: Listed, page: Page, id: int) -> int | None:
    """At which offset of the list, in the page's order, a record stands or would stand; None
    for one that is not there. Raises FilterError, UsageError."""
    where, params, _ = narrowed(reader, listed.noun, page, listed.found_in)
    sort, a = page.sort or "name", listed.noun[0]
    key, joins = listed.sorts[sort.removeprefix("-")], _joins(listed, page)
    here = reader.db.one(
        f"SELECT {key} FROM {listed.table} {joins} WHERE {a}.id = :here", {"here": id}
    )
    if here is None:
        return None
    tests = before(key, f"{a}.id", sort, here[0])
    params["key"] = here[0]
    counts = [f"(SELECT count(*) FROM {listed.table} {joins} {where} AND {test})" for test in tests]
    return reader.count(f"SELECT {' + '.join(counts)}", {**params, "here": id})


def before(key: str, tie: str, sort: str, value: object) -> list[str]:
    """What holds of the rows before one whose `key` has this value: one test or the other.

    The row's value and its `tie` are the parameters `key` and `here`; `sort` tells the way.
    """
    sign = ">" if sort.startswith("-") else "<"
    if value is None:  # below all that have a value
        return [f"{key} IS NOT NULL", f"{key} IS NULL AND {tie} {sign} :here"]
    return [f"({key}, {tie}) {sign} (:key, :here)"]


def _joins(listed: Listed, page: Page) -> str:
    """The joins, where the words or the order of a page need them."""
    key = listed.sorts.get((page.sort or "name").removeprefix("-"), "")
    return listed.joins if page.words or not key.startswith(f"{listed.noun[0]}.") else ""


def word_tests(words: str, columns: Iterable[str]) -> tuple[str, dict[str, object]]:
    """SQL that holds where each word is found in one of `columns`, and its parameters.

    A column is an expression over folded keys, or `lower(…)` of text as it was written;
    `{}` in it stands for the test, so that a subquery can be a column too.
    """
    tests, params = [], dict[str, object]()
    for number, word in enumerate(unicodedata.normalize("NFC", words).split()):
        names = {False: f"word{number}", True: f"written{number}"}
        each = []
        for column in columns:
            written = column.startswith("lower(")
            params[names[written]] = f"%{_as_written(word) if written else escape(fold(word))}%"
            like = f"LIKE :{names[written]} ESCAPE '\\'"
            each.append(column.format(like) if "{}" in column else f"{column} {like}")
        tests.append(f"({' OR '.join(each)})")
    return " AND ".join(tests), params


def escape(text: str) -> str:
    """Text for a LIKE pattern, its wildcards made letters like others (ESCAPE '\\')."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _as_written(word: str) -> str:
    # The databases know small and capital letters of ASCII only; another letter may be any.
    return "".join(escape(c.lower()) if c.isascii() else "_" for c in word)


def order_by(sort: str, fields: Mapping[str, str], tie: str) -> str:
    """An ORDER BY clause. NULLs come last; `tie` keeps the order whole.

    `fields` maps the names that may be asked for to SQL expressions. Raises
    UsageError for another name.
    """
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name not in fields:
        near = get_close_matches(name, fields, 1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise UsageError(f"cannot sort by '{name}'", f"{hint}fields: {', '.join(fields)}")
    way = " DESC" if down else ""
    nulls = "" if name in _ALWAYS else " NULLS LAST"
    return f"ORDER BY {fields[name]}{way}{nulls}, {tie}{way}"


def window(page: Page) -> str:
    """The LIMIT clause of a page."""
    if page.limit is None:
        return ""
    return f"LIMIT {int(page.limit)} OFFSET {int(page.offset)}"


def among(column: str, ids: Iterable[object]) -> tuple[str, dict[str, object]]:
    """`column IN (…)` with a bound parameter for each id."""
    params: dict[str, object] = {f"id{number}": id for number, id in enumerate(ids)}
    marks = ", ".join(f":{name}" for name in params)
    return f"{column} IN ({marks or 'NULL'})", params
