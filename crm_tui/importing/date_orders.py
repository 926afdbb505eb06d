"""Whether `03/04/1990` is a day of April or of March: told by its column, or asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from crm_tui.domain.drafts import Rejected
from crm_tui.errors import UsageError
from crm_tui.formats.csv import CsvRow
from crm_tui.importing.columns import Column
from crm_tui.importing.dates import shows_order

ORDERS = ("DMY", "MDY")
# Gets the column's name and a value; answers DMY, MDY, or nothing.
Ask = Callable[[str, str], str]
_DATES = frozenset(
    {"birthday", "anniversary", "created_at", "key_date", "date", "expected_close", "closed_at",
     "at", "end", "due", "done", "done_at", "dropped_at"}
)  # fmt: skip


def settle(
    columns: Sequence[Column], rows: Callable[[], Iterable[CsvRow | Rejected]], said: str, ask: Ask
) -> list[Column]:
    """Columns whose dates have an order, from a look at all rows of the file.

    A value like 13/02/2024 settles its whole column. Where none does, `said` counts (what
    the user or the settings say), else `ask` is asked. Raises UsageError when it stays open.
    """
    days = [c for c in columns if c.field.kind in _DATES and not c.field.part]
    if not days:
        return list(columns)
    shown: dict[int, set[str]] = {column.index: set() for column in days}
    unclear: dict[int, str] = {}
    for row in rows():
        if isinstance(row, Rejected):
            continue
        for index, signs in shown.items():
            if (cell := row.cells[index]) and (sign := shows_order(cell)):
                signs.add(sign)
                if sign == "open":
                    unclear.setdefault(index, cell.strip())
    settled = {}
    for column in days:
        if column.index in unclear:
            sure = shown[column.index] - {"open"}
            order = sure.pop() if len(sure) == 1 else said
            settled[column.index] = order or _asked(column, unclear[column.index], ask)
    return [replace(c, order=settled.get(c.index, "")) for c in columns]


def _asked(column: Column, value: str, ask: Ask) -> str:
    if order := ask(column.header, value):
        return order
    raise UsageError(
        f"the column '{column.header}' does not tell whether {value} has the day or the month"
        " first",
        "say it with --date-order DMY or --date-order MDY, or with date_order in the settings",
    )
