"""A file of records, whatever its form, read as rows under one header.

A record's keys are the columns; what is not a plain value goes into one cell as our own
CSV has it (`formats.cells`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from crm_tui.domain.drafts import Rejected
from crm_tui.errors import CrmError, UsageError
from crm_tui.formats.cells import flatten
from crm_tui.formats.csv import CsvRow
from crm_tui.text import counted

_NOUN = "noun"


class Found(NamedTuple):
    """A record in a file: its line, itself, its text, why it could not be read, and what of it
    was left out."""

    line: int
    record: object
    raw: str
    problem: str = ""
    left_out: tuple[str, ...] = ()


@dataclass(slots=True)
class RecordTable:
    """A file of records whose columns are known; the same to its readers as a `CsvTable`.

    `read` finds the records in its text.

    Where records say of which noun they are, those of another than `noun` are left out;
    `counts` tells how many there are of each.
    """

    name: str
    source: Path | bytes
    noun: str
    read: Callable[[TextIO], Iterator[Found]]
    bytes_total: int
    header: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    header_raw: str = ""
    bytes_read: int = 0

    def rows(self) -> Iterator[CsvRow | Rejected]:
        """The records as rows under `header`, in order.

        Raises CrmError when the file cannot be read any more.
        """
        for line, record, raw, problem, _ in self._found():
            if not isinstance(record, dict):
                yield Rejected(line, problem or "it is not a record: {…}", raw)
            elif record.get(_NOUN, self.noun) == self.noun:
                cells = flatten(record)
                yield CsvRow(line, [cells.get(name, "") for name in self.header], raw)

    def learn(self) -> None:
        """Read the file once for its columns. Raises UsageError when it has no records."""
        names: dict[str, None] = {}
        left_out = Counter[str]()
        broken = ""
        for _, record, _, problem, left in self._found():
            broken = broken or problem
            left_out.update(left)
            if not isinstance(record, dict):
                continue
            if _NOUN in record:
                self.counts[str(record[_NOUN])] += 1
            if record.get(_NOUN, self.noun) == self.noun:
                names |= dict.fromkeys(flatten(record))
        if left_out:
            told = ", ".join(counted(number, name) for name, number in left_out.items())
            self.notes.append(f"left out: {told}")
        names.pop(_NOUN, None)
        self.header = list(names)
        if not names:
            held = ", ".join(f"{count} {noun}" for noun, count in self.counts.items())
            hint = f"it has {held}; see --as" if held else "give an array of records, or lines"
            hint = broken or hint
            raise UsageError(f"no {self.noun} records in '{self.name}'", hint)

    def _found(self) -> Iterator[Found]:
        try:
            with binary(self.source) as stream:
                text = TextIOWrapper(stream, encoding="utf-8-sig", errors="replace")
                for number, found in enumerate(self.read(text)):
                    if not number % 500:
                        self.bytes_read = stream.tell()
                    yield found
        except OSError as error:
            raise CrmError(
                f"cannot read '{self.name}': {error.strerror}", "nothing after it was read"
            ) from error
        self.bytes_read = self.bytes_total


def open_records(
    source: Path | bytes, noun: str, read: Callable[[TextIO], Iterator[Found]]
) -> RecordTable:
    """A file, or its bytes, with records of `noun` ("contact") -> its table.

    Raises UsageError for one without records.
    """
    name = str(source) if isinstance(source, Path) else "standard input"
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    table = RecordTable(name, source, noun, read, size)
    table.learn()
    return table


def binary(source: Path | bytes) -> BinaryIO:
    """A file, or its bytes, as a stream of bytes."""
    return BytesIO(source) if isinstance(source, bytes) else source.open("rb")
