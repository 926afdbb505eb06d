"""CSV files, read as a stream: bytes -> header, rows and what is wrong with them.

The format is RFC 4180 with any of four delimiters and any line ends. A file that is
no CSV raises; a row that is broken is a value, `Rejected`, among the rows.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TextIO

from crm_tui.domain.drafts import Rejected
from crm_tui.errors import CrmError, NotFound, UsageError
from crm_tui.formats.csv_lines import ROW_LIMIT, Record, records
from crm_tui.formats.csv_sniff import SAMPLE_CHARS, STRAY, detect_encoding, detect_layout
from crm_tui.text import TEXT_LIMIT, clean_line

# A cell that the store would have to cut is rejected instead.
CELL_LIMIT = TEXT_LIMIT
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(slots=True)
class CsvRow:
    """A row as wide as the header; `line` is its first physical line, from 1."""

    line: int
    cells: list[str]
    raw: str


@dataclass(slots=True)
class CsvTable:
    """A CSV file whose header row is read; `rows()` reads the rest, and can again.

    `notes` tell the user what had to be guessed or mended. `bytes_read` follows
    `rows()` on its way to `bytes_total`. `header_raw` and the `raw` of rejected rows
    together make a file that can be mended and imported again.
    """

    name: str
    source: Path | bytes
    encoding: str
    delimiter: str
    header_line: int
    bytes_total: int
    notes: list[str]
    header: list[str] = field(default_factory=list)
    header_raw: str = ""
    bytes_read: int = 0

    def rows(self) -> Iterator[CsvRow | Rejected]:
        """The rows below the header, in order; blank ones are left out.

        Raises CrmError when the file cannot be read any more.
        """
        try:
            with _open_binary(self.source) as stream:
                yield from self._checked(stream)
        except OSError as error:
            raise CrmError(
                f"cannot read '{self.name}': {error.strerror}", "nothing after it was read"
            ) from error

    def _checked(self, stream: BinaryIO) -> Iterator[CsvRow | Rejected]:
        """Rows fitted to the header.

        Nothing after a broken row is believed until a row of the header's width
        comes, so that the lines of a long note do not become records.
        """
        width = len(self.header)
        broken: _Broken | None = None
        for line, cells, raw, problem in self._records(stream):
            if problem or (broken and len(cells) != width):
                broken = broken or _Broken(line, problem)
                broken.add(line, raw)
                continue
            if broken:
                yield broken.rejected()
                broken = None
            if any(map(str.strip, cells)):
                yield _fitted(line, cells, raw, self.header)
        if broken:
            yield broken.rejected()

    def _records(self, stream: BinaryIO) -> Iterator[Record]:
        found = records(_decode(stream, self.encoding), self.delimiter, self.header_line)
        next(found, None)  # the header row
        for number, record in enumerate(found):
            if not number % 500:
                self.bytes_read = stream.tell()
            yield record
        self.bytes_read = self.bytes_total


def open_csv(source: Path | bytes, name: str = "") -> CsvTable:
    """A CSV file, or its bytes (standard input) -> its table, header read.

    `name` is what errors call it. Raises NotFound for a missing file, UsageError for
    one that is no CSV with a header row, CrmError for one that cannot be read.
    """
    name = name or (str(source) if isinstance(source, Path) else "standard input")
    try:
        source = _readable(source, name)
        with _open_binary(source) as stream:
            encoding, notes = detect_encoding(stream, name)
            total = stream.seek(0, io.SEEK_END)
            stream.seek(0)
            layout = detect_layout(_decode(stream, encoding).read(SAMPLE_CHARS))
        table = CsvTable(name, source, encoding, layout.delimiter, layout.header_line, total, notes)
        _read_header(table)
    except OSError as error:
        raise CrmError(
            f"cannot read '{name}': {error.strerror}", "check who may read it"
        ) from error
    return table


def _readable(source: Path | bytes, name: str) -> Path | bytes:
    """The source itself; a pipe, which can be read only once, is read here."""
    if isinstance(source, bytes) or source.is_file():
        return source
    if source.is_dir():
        raise UsageError(f"'{name}' is a folder", "name the CSV files in it")
    if not source.exists():
        raise NotFound(f"no file '{name}'", "check the path and the spelling")
    return source.read_bytes()


def _open_binary(source: Path | bytes) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _decode(stream: BinaryIO, encoding: str) -> TextIO:
    return io.TextIOWrapper(stream, encoding=encoding, errors=STRAY, newline="")


def _read_header(table: CsvTable) -> None:
    with _open_binary(table.source) as stream:
        text = _decode(stream, table.encoding)
        line, cells, table.header_raw, problem = next(
            records(text, table.delimiter, table.header_line), (1, [], "", "no header row")
        )
    if problem:
        place = f"line {line} of '{table.name}'"
        raise UsageError(f"{place}, the header row: {problem}", "mend that line and try again")
    read_names(table, line, cells)


def read_names(table: CsvTable, line: int, cells: list[str]) -> None:
    """Give a table the names of its columns, from its header row on `line`.

    Raises UsageError for a row that holds no names.
    """
    if _looks_like_data(cells):
        raise UsageError(
            f"line {line} of '{table.name}' looks like data, not like a header row",
            "put a line of column names above it, such as First Name,Last Name,Email",
        )
    if line > 1:
        table.notes.append(f"the header row is line {line}; what is above it was skipped")
    table.header = _unique_names(cells, table.notes)


def _looks_like_data(cells: list[str]) -> bool:
    """A column may be called `2024`, but no row of names has an e-mail address in it."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return any(map(_EMAIL.fullmatch, filled)) or not any(map(str.isalpha, "".join(filled)))


def _unique_names(cells: list[str], notes: list[str]) -> list[str]:
    """Column names made unique: a second `Phone` becomes `Phone (2)`, and is told."""
    names: dict[str, None] = {}
    for number, cell in enumerate(cells, start=1):
        plain = name = clean_line(cell) or f"Column {number}"
        again = 2
        while name in names:
            name, again = f"{plain} ({again})", again + 1
        if name != plain:
            notes.append(f"two columns are called '{plain}': the second is taken as '{name}'")
        names[name] = None
    return list(names)


def _fitted(line: int, cells: list[str], raw: str, header: list[str]) -> CsvRow | Rejected:
    """A readable row -> a row as wide as the header, or why it cannot be one."""
    surplus = len(cells) - len(header)
    if surplus > 0:
        if any(map(str.strip, cells[len(header) :])):
            return Rejected(line, f"{len(cells)} cells, but {len(header)} columns", raw)
        del cells[len(header) :]
    elif surplus < 0:
        cells += [""] * -surplus
    if len(raw) > CELL_LIMIT:
        for name, cell in zip(header, cells, strict=True):
            if len(cell) > CELL_LIMIT:
                reason = f"the cell '{name}' is longer than {CELL_LIMIT:,} characters"
                return Rejected(line, reason, raw)
    if "\0" in raw:
        return Rejected(line, "it holds NUL characters: the file is damaged here", raw)
    return CsvRow(line, cells, raw)


class _Broken:
    """A row that cannot be read, and the lines after it that cannot be believed."""

    def __init__(self, line: int, reason: str) -> None:
        self._first = self._last = line
        self._reason = reason
        self._raw: list[str] = []
        self._room = ROW_LIMIT

    def add(self, line: int, raw: str) -> None:
        self._last = line + raw.count("\n")
        if self._room > 0:
            self._raw.append(raw[: self._room])
            self._room -= len(raw)

    def rejected(self) -> Rejected:
        reason = self._reason
        if self._last > self._first:
            reason += f" (up to line {self._last})"
        return Rejected(self._first, reason, "\n".join(self._raw))
