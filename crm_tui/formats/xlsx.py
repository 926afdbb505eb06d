"""A sheet of an Excel workbook (.xlsx), read as a table like a CSV file's.

Cells become the text that a CSV file would have: days as 2026-03-02, times as
2026-03-02T09:30:00, whole numbers without decimals, yes and no as true and false. The extra
`xlsx` brings the readers' library.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from crm_tui.errors import CrmError, NotFound, UsageError
from crm_tui.formats import xlsx_check
from crm_tui.formats.csv import CsvTable, read_names
from crm_tui.formats.csv_lines import Record
from crm_tui.formats.record_table import binary

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_ZIP = b"PK\x03\x04"
# What workbooks before 2007, and those with a password, are (MS-CFB).
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENDINGS = (".xlsx", ".xlsm")
_SAMPLE = 50


def looks_like_workbook(source: Path | bytes) -> bool:
    """Is it an Excel workbook, by its first bytes or by its name?"""
    if isinstance(source, Path):
        if not source.is_file():
            return False
        if source.suffix.casefold() in _ENDINGS:
            return True
    with binary(source) as stream:
        return stream.read(8).startswith((_ZIP, _COMPOUND))


@dataclass(slots=True)
class SheetTable(CsvTable):
    """A sheet whose header row is read; its lines are the sheet's rows, counted from 1.

    The `raw` text of its rows is CSV, so that rejected ones can be mended and imported.
    """

    sheet: str = ""

    def _records(self, stream: BinaryIO) -> Iterator[Record]:
        rows = _numbered(_workbook(stream, self.name).get_sheet_by_name(self.sheet))
        for line, cells in rows:
            if line > self.header_line:
                yield line, cells, csv_line(cells), ""
        self.bytes_read = self.bytes_total


def open_sheet(source: Path | bytes, sheet: str = "", name: str = "") -> SheetTable:
    """A workbook, or its bytes -> the table of the sheet of that name, else of the first one
    that shows and has rows.

    Raises UsageError for a workbook that is broken, locked, empty or too large, or has no
    such sheet, CrmError where the extra is not installed or the file cannot be read.
    """
    name = name or (str(source) if isinstance(source, Path) else "standard input")
    try:
        with binary(source) as stream:
            _check_once(source, stream, name)
            size = stream.seek(0, io.SEEK_END)
            stream.seek(0)
            found, others = _chosen(_workbook(stream, name), sheet, name)
    except OSError as error:
        raise CrmError(
            f"cannot read '{name}': {error.strerror}", "check who may read it"
        ) from error
    header_line, cells = _header(found)
    notes = [f"took the sheet '{found.name}'; --sheet takes another: {others}"] if others else []
    table = SheetTable(name, source, "utf-8", ",", header_line, size, notes, sheet=found.name)
    read_names(table, header_line, cells)
    table.header_raw = csv_line(cells)
    return table


def csv_line(cells: Sequence[str]) -> str:
    """Cells -> a line of CSV, without its end."""
    page = io.StringIO()
    csv.writer(page, lineterminator="").writerow(cells)
    return page.getvalue()


def _check_once(source: Path | bytes, stream: BinaryIO, name: str) -> None:
    """`_check`, but not again for a file that has not changed since."""
    if isinstance(source, bytes):
        _check(stream, name)
    else:
        about = source.stat()
        _check_file(source, name, about.st_size, about.st_mtime_ns)


@lru_cache(maxsize=1)
def _check_file(path: Path, name: str, _size: int, _changed: int) -> None:
    with path.open("rb") as stream:
        _check(stream, name)


def _check(stream: BinaryIO, name: str) -> None:
    """Raises UsageError for what is no workbook that can be read."""
    head = stream.read(8)
    stream.seek(0)
    if head == _COMPOUND:
        if _ENCRYPTED in stream.read():
            raise UsageError(f"'{name}' is protected by a password", "save it without one")
        raise UsageError(f"'{name}' is an old Excel workbook (.xls)", "save it as .xlsx or CSV")
    if not head.startswith(_ZIP):
        why = "is empty" if not head else "is no Excel workbook, whatever its name says"
        raise UsageError(f"'{name}' {why}", "save it as .xlsx or CSV")
    xlsx_check.check(stream, name)


def _workbook(stream: BinaryIO, name: str) -> CalamineWorkbook:
    """Raises CrmError where the extra is missing, UsageError for a broken workbook."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise missing("reading") from error
    stream.seek(0)
    try:
        return CalamineWorkbook.from_filelike(stream)
    except CalamineError as error:
        raise xlsx_check.broken(name, str(error)) from error


def missing(what: str) -> CrmError:
    """The error where the extra is not installed."""
    return CrmError(
        f"{what} Excel files needs the extra xlsx", "install it: pip install 'crm-tui[xlsx]'"
    )


def _chosen(book: CalamineWorkbook, sheet: str, name: str) -> tuple[CalamineSheet, str]:
    """The sheet to take, and the names of the others that could be taken where none was said."""
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum

    about = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    names = [one.name for one in about]
    try:
        if sheet:
            wanted = next((one for one in names if one.casefold() == sheet.casefold()), None)
            if wanted is None:
                raise NotFound(f"no sheet '{sheet}' in '{name}'", f"it has: {', '.join(names)}")
            return book.get_sheet_by_name(wanted), ""
        shown = [one.name for one in about if one.visible == SheetVisibleEnum.Visible]
        for one in shown:
            found = book.get_sheet_by_name(one)
            if found.start is not None:
                return found, ", ".join(other for other in names if other != one)
    except CalamineError as error:
        raise xlsx_check.broken(name, str(error)) from error
    raise UsageError(f"'{name}' is empty", "it has no sheet with rows")


def _header(sheet: CalamineSheet) -> tuple[int, list[str]]:
    """The row of names: the first that fills more than half of the columns others fill."""
    rows = list(islice(_numbered(sheet), _SAMPLE))
    filled = [sum(map(bool, map(str.strip, cells))) for _, cells in rows]
    # A line of one cell is a title or a remark.
    widths = Counter(width for width in filled if width > 1)
    usual = widths.most_common(1)[0][0] if widths else 1
    line, cells = next(
        (row for row, count in zip(rows, filled, strict=True) if count * 2 > usual), (1, [])
    )
    while cells and not cells[-1].strip():
        cells.pop()
    return line, cells


def _numbered(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with their numbers."""
    for line, row in enumerate(sheet.iter_rows(), start=(sheet.start or (0, 0))[0] + 1):
        cells = list(map(_text, row))
        if any(cells):
            yield line, cells


def _text(value: Any) -> str:
    """A cell as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
