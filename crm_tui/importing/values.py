"""Cells that mean another value: those that the user said do, and near misses that are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from crm_tui.domain.drafts import Rejected
from crm_tui.domain.near_names import nearest
from crm_tui.domain.sectors import SECTORS
from crm_tui.formats.csv import CsvRow
from crm_tui.importing.columns import Column, named
from crm_tui.importing.vocabulary import spelling
from crm_tui.text import clean_line, fold

# Header -> {the file's value: what it means}.
Values = Mapping[str, Mapping[str, str]]
_SECTOR = frozenset({"sector", "industry", "companyindustry", "businesssector", "branch"})
_MOST = 1000  # different values; a column of more has no sectors


class Meant:
    """What the cells of a file mean: the values that the user said are meant in place of
    others, and those that were likely meant otherwise. Raises UsageError for a column that the
    file does not have."""

    def __init__(self, columns: Sequence[Column], values: Values) -> None:
        self._said = {
            named(columns, header).index: {fold(theirs): ours for theirs, ours in pairs.items()}
            for header, pairs in values.items()
        }
        self._sectors = [column for column in columns if spelling(column.header) in _SECTOR]
        self._counts = {column.index: Counter[str]() for column in self._sectors}

    def of(self, rows: Iterable[CsvRow | Rejected]) -> Iterator[CsvRow | Rejected]:
        """Rows as they are meant."""
        for row in rows:
            if isinstance(row, CsvRow):
                for index, pairs in self._said.items():
                    row.cells[index] = pairs.get(fold(row.cells[index]), row.cells[index])
                for index, counts in self._counts.items():
                    if (value := clean_line(row.cells[index])) and len(counts) < _MOST:
                        counts[value] += 1
            yield row

    def notes(self) -> Iterator[str]:
        """What was likely meant otherwise."""
        for column in self._sectors:
            for value, count in self._counts[column.index].items():
                near = nearest(value, SECTORS)
                if near and not near.same:
                    rows = "1 row" if count == 1 else f"{count} rows"
                    yield (
                        f"{column.header} '{value}' ({rows}) may be meant for '{near.name}':"
                        f' --value "{column.header}:{value}={near.name}" says so'
                    )
