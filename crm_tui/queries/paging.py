"""What lists share: the words they are filtered by, their order, their window."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from crm_tui.errors import UsageError
from crm_tui.store.reader import Reader
from crm_tui.text import fold


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


def narrowed(reader: Reader, noun: str, page: Page, found_in: Iterable[str]) -> Narrowed:
    """How a page narrows the list of a noun, whose table goes by its first letter.

    `found_in` are the columns of plain words, as `word_tests` takes them. Raises
    FilterError for a filter with a mistake.
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
        all_tests.insert(0, f"{noun[0]}.archived_at IS {'NOT ' * page.archived}NULL")
    return Narrowed(f"WHERE {' AND '.join(all_tests) or 'true'}", params, asked)


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
    nulls = "" if name in ("name", "title", "id") else " NULLS LAST"
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
