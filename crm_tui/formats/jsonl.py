"""JSON and JSON Lines, read as a stream of rows under one header.

A record's keys are the columns; what is not a plain value goes into one cell as our own
CSV has it (`formats.cells`). The file is either one array of records, a record on each
line, or a single record.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from crm_tui.domain.drafts import Rejected
from crm_tui.errors import CrmError, UsageError
from crm_tui.formats.cells import flatten
from crm_tui.formats.csv import CsvRow

_CHUNK = 1 << 16
_RECORD_LIMIT = 4_000_000
_NOUN = "noun"
# line, record, its text, problem (empty when the record could be read)
_Found = tuple[int, object, str, str]


@dataclass(slots=True)
class JsonTable:
    """A JSON file whose columns are known; the same to its readers as a `CsvTable`.

    Where records say of which noun they are, those of another than `noun` are left out;
    `counts` tells how many there are of each.
    """

    name: str
    source: Path | bytes
    noun: str
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
        for line, record, raw, problem in self._found():
            if not isinstance(record, dict):
                yield Rejected(line, problem or "it is not a record: {…}", raw)
            elif record.get(_NOUN, self.noun) == self.noun:
                cells = flatten(record)
                yield CsvRow(line, [cells.get(name, "") for name in self.header], raw)

    def learn(self) -> None:
        """Read the file once for its columns. Raises UsageError when it has no records."""
        names: dict[str, None] = {}
        for _, record, _, _ in self._found():
            if not isinstance(record, dict):
                continue
            if _NOUN in record:
                self.counts[str(record[_NOUN])] += 1
            if record.get(_NOUN, self.noun) == self.noun:
                names |= dict.fromkeys(flatten(record))
        names.pop(_NOUN, None)
        self.header = list(names)
        if not names:
            held = ", ".join(f"{count} {noun}" for noun, count in self.counts.items())
            hint = f"it has {held}; see --as" if held else "give an array of records, or lines"
            raise UsageError(f"no {self.noun} records in '{self.name}'", hint)

    def _found(self) -> Iterator[_Found]:
        try:
            with _binary(self.source) as stream:
                text = TextIOWrapper(stream, encoding="utf-8-sig", errors="replace")
                for number, found in enumerate(_records(text)):
                    if not number % 500:
                        self.bytes_read = stream.tell()
                    yield found
        except OSError as error:
            raise CrmError(
                f"cannot read '{self.name}': {error.strerror}", "nothing after it was read"
            ) from error
        self.bytes_read = self.bytes_total


def looks_like_json(source: Path | bytes) -> bool:
    """Does it begin like an array of records, or like one record?"""
    if isinstance(source, Path) and (source.suffix.casefold() == ".csv" or not source.is_file()):
        return False
    with _binary(source) as stream:
        head = stream.read(_CHUNK).removeprefix(b"\xef\xbb\xbf").split()
    start = b"".join(head[:2])
    return start.startswith((b'{"', b"{}", b'[{"', b"[]"))


def open_json(source: Path | bytes, noun: str) -> JsonTable:
    """A JSON file, or its bytes, with records of `noun` ("contact") -> its table.

    Raises UsageError for one without records.
    """
    name = str(source) if isinstance(source, Path) else "standard input"
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    table = JsonTable(name, source, noun, size)
    table.learn()
    return table


def _binary(source: Path | bytes) -> BinaryIO:
    return BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _records(text: TextIO) -> Iterator[_Found]:
    first = text.readline(_RECORD_LIMIT)
    while first and not first.strip():
        first = text.readline(_RECORD_LIMIT)
    if first.lstrip().startswith("{") and not _read(first)[2]:
        yield from _by_lines(text, first)
    else:
        yield from _in_array(text, first)


def _by_lines(text: TextIO, line: str) -> Iterator[_Found]:
    number = 1
    while line:
        if line.strip():
            yield (number, *_read(line))
        number += 1
        line = text.readline(_RECORD_LIMIT)


def _read(line: str) -> tuple[object, str, str]:
    raw = line.strip()
    try:
        return json.loads(raw), raw, ""
    except (ValueError, RecursionError) as error:
        return None, raw, f"it is not JSON: {error}"


def _in_array(text: TextIO, buffer: str) -> Iterator[_Found]:
    """The records of an array, or the only one; after a broken one nothing is believed."""
    decode, line = json.JSONDecoder().raw_decode, 1
    buffer = buffer.lstrip().removeprefix("[")
    while True:
        rest = buffer.lstrip(" \t\r\n,")
        line += buffer[: len(buffer) - len(rest)].count("\n")
        buffer = rest
        try:
            record, end = decode(buffer)
        except (ValueError, RecursionError) as error:
            more = text.read(_CHUNK) if len(buffer) < _RECORD_LIMIT else ""
            if not more:
                if buffer.strip() not in ("", "]"):
                    yield line, None, buffer[:_CHUNK].strip(), f"it is not JSON: {error}"
                return
            buffer += more
            continue
        raw = buffer[:end]
        yield line, record, raw, ""
        line += raw.count("\n")
        buffer = buffer[end:]
