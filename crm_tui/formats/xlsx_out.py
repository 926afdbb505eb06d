"""Records -> an Excel workbook with types: numbers, days and times as such, text as text.

Text is never a formula, a link or a number, whatever it looks like. Times lose their offset
from UTC, which Excel does not know: they are what the clock on the wall said. The extra
`xlsx` brings the writers' library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from crm_tui.errors import CrmError
from crm_tui.formats.cells import flatten
from crm_tui.formats.xlsx import missing

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# Excel's own limits ("Excel specifications and limits").
MOST_ROWS = 1_048_576
LONGEST = 32_767
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that there was not
_FORMATS = {"date": "yyyy-mm-dd", "time": "yyyy-mm-dd hh:mm:ss"}
_WIDTHS = {"date": 11, "time": 19, "number": 12}
_TEXT_WIDTH = 24
_STARTS = tuple("=+-@")


class Sheet(NamedTuple):
    """One sheet: its columns, the kind of those that are not text ("number", "date", "time"),
    and its records. What does not fit its column's kind is text."""

    name: str
    columns: Sequence[str]
    kinds: Mapping[str, str]
    rows: Iterable[Mapping[str, Any]]


def write_workbook(stream: IO[bytes], sheets: Iterable[Sheet]) -> int:
    """Write a workbook; answers how many cells had to be cut, since Excel takes no longer ones.

    Raises CrmError where the extra is not installed, or a sheet would have too many rows.
    """
    try:
        from xlsxwriter.workbook import Workbook
    except ImportError as error:
        raise missing("writing") from error
    # Rows go to a temporary file one by one, however many there are.
    book = Workbook(stream, {"constant_memory": True})
    writer = _Writer(book)
    try:
        for sheet in sheets:
            writer.write(sheet)
    finally:
        book.close()
    return writer.cut


class _Writer:
    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats = {kind: book.add_format({"num_format": f}) for kind, f in _FORMATS.items()}
        # Without it a text that begins like a formula would become one when it is edited.
        self._quoted: Format = book.add_format({"quote_prefix": True})
        self._bold: Format = book.add_format({"bold": True})
        self.cut = 0

    def write(self, sheet: Sheet) -> None:
        page: Worksheet = self._book.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        for at, name in enumerate(sheet.columns):
            page.set_column(at, at, _WIDTHS.get(sheet.kinds.get(name, ""), _TEXT_WIDTH))
            page.write_string(0, at, name[:LONGEST], self._bold)
        row = 0
        for row, record in enumerate(sheet.rows, start=1):
            if row == MOST_ROWS:
                raise CrmError(
                    f"a sheet takes {MOST_ROWS - 1:,} records, and there are more",
                    "narrow them with a filter, or name a .csv file",
                )
            cells = flatten(record)
            for at, name in enumerate(sheet.columns):
                if text := cells.get(name, ""):
                    self._cell(page, row, at, sheet.kinds.get(name, ""), text)
        page.autofilter(0, 0, row, max(len(sheet.columns) - 1, 0))

    def _cell(self, page: Worksheet, row: int, at: int, kind: str, text: str) -> None:
        if kind == "number" and (number := _number(text)) is not None:
            page.write_number(row, at, number)
        elif kind == "yes/no" and text in {"true", "false"}:
            page.write_boolean(row, at, text == "true")
        elif kind in {"date", "time"} and (moment := _moment(text)) is not None:
            timed = "time" if isinstance(moment, datetime) else "date"
            page.write_datetime(row, at, moment, self._formats[timed])
        else:
            self.cut += len(text) > LONGEST
            style = self._quoted if text.startswith(_STARTS) else None
            page.write_string(row, at, text[:LONGEST], style)


def _number(text: str) -> float | None:
    """A number that Excel holds exactly (15 digits), else None."""
    try:
        number = float(text)
    except ValueError:
        return None
    digits = sum(map(str.isdigit, text))
    return number if digits <= 15 and number - number == 0 else None


def _moment(text: str) -> date | None:
    """A day, or the time on the clock, as ISO 8601 has it; None for what Excel cannot hold."""
    try:
        moment = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None
    if isinstance(moment, datetime):
        moment = moment.replace(tzinfo=None)
        return moment if moment.date() >= _FIRST_DAY else None
    return moment if moment >= _FIRST_DAY else None
