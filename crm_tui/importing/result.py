"""What an import answers."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

from crm_tui.domain.drafts import Rejected


class Doubt(NamedTuple):
    """A row that was kept apart although it resembles a contact or company.

    `key` is the row's own, by which it may be answered for (see `Recipe`); `record` is the new
    record of the `noun`, `other` the one that it resembles.
    """

    line: int
    name: str
    why: str
    key: str = ""
    noun: str = ""
    record: int = 0
    other: int = 0


class Change(NamedTuple):
    """A row that changed its record, and what it changed."""

    line: int
    name: str
    news: tuple[str, ...]


class Made(NamedTuple):
    """What of a kind an import made beside its records: users, stages, tags … by their names."""

    noun: str
    names: tuple[str, ...]


class ImportResult(NamedTuple):
    """What an import did, or would do: each row is counted once.

    `columns` says which field each header was taken for, `samples` the first value
    under it; `changes` are those of the first rows that changed something; `operation` is
    None when nothing changed or nothing was to be written.
    `taken` and `left_out` count the records of a file that says of which noun each is.
    `firsts` are the first new rows; `made` is told of a plan only; `skipped` are doubtful rows
    that were left out, as the recipe says.
    """

    file: str
    preset: str
    rows: int
    new: int
    updated: int
    same: int
    duplicates: int
    rejected: int
    rejects: tuple[Rejected, ...]
    doubts: tuple[Doubt, ...]
    changes: tuple[Change, ...]
    columns: dict[str, str]
    samples: dict[str, str]
    notes: tuple[str, ...]
    companies: int
    operation: int | None
    taken: dict[str, int]
    left_out: dict[str, int]
    firsts: tuple[Change, ...] = ()
    made: tuple[Made, ...] = ()
    skipped: int = 0


def together(results: Sequence[ImportResult], left_out: dict[str, int]) -> ImportResult:
    """The results of one file's parts, companies and contacts, as one."""
    first = results[0]
    if len(results) == 1:
        return first._replace(left_out=left_out)
    values: dict[str, Any] = {"preset": results[-1].preset, "left_out": left_out}
    numbers = ("rows", "new", "updated", "same", "duplicates", "rejected", "companies", "skipped")
    for name in numbers:
        values[name] = sum(getattr(part, name) for part in results)
    for name in ("rejects", "doubts", "changes", "notes", "firsts"):
        values[name] = tuple(chain.from_iterable(getattr(part, name) for part in results))
    for name in ("columns", "samples", "taken"):
        values[name] = dict(ChainMap(*(getattr(part, name) for part in reversed(results))))
    return first._replace(**values)
