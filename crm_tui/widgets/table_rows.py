"""What a table is made of: its columns, its rows and the bounded store of pages."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from textual.content import Content

from crm_tui.widgets.safe import Align

Key = Hashable

PAGE = 100
PAGES_HELD = 20
GAP = 2


@dataclass(frozen=True, slots=True)
class TableRow:
    """One record's line: a str cell is untrusted text, a Content cell is shown as styled."""

    key: Key
    cells: tuple[str | Content, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of `width` cells; with `flex` it also takes that share of what width is left.

    `style` gives a cell's style (`"$text-error"`, `"bold"`, "" for none) from its row.
    """

    key: str
    label: str
    width: int = 8
    flex: int = 0
    align: Align = "left"
    style: Callable[[TableRow], str] | None = None


def layout(columns: Sequence[Column], width: int) -> list[int]:
    """Cells for each column that fits into `width` cells, from the left.

    Columns that do not fit are left out from the right, never the first; what is left
    over is shared out by `flex`.
    """
    shown: list[Column] = []
    taken = 0
    for column in columns:
        needed = column.width + (GAP if shown else 0)
        if shown and taken + needed > width:
            break
        shown.append(column)
        taken += needed
    spare = max(0, width - taken)
    shares = sum(column.flex for column in shown)
    widths = []
    for column in shown:
        extra = spare * column.flex // shares if shares else 0
        spare -= extra
        shares -= column.flex
        widths.append(column.width + extra)
    return [min(cells, width) for cells in widths]


class Pages:
    """The rows near the view, by page; the pages used least lately are let go.

    `stale` says that the pages are those of the last generation, kept for painting until
    the first of the present one come.
    """

    def __init__(self) -> None:
        self.generation = 1
        self.stale = True
        self.total: int | None = None
        self._pages: OrderedDict[int, Sequence[TableRow]] = OrderedDict()

    def renew(self) -> None:
        """Begin a new generation; the rows held are for painting only."""
        self.generation += 1
        self.stale = True

    def put(self, offset: int, rows: Sequence[TableRow]) -> bool:
        """Take in rows from `offset` on, a multiple of PAGE; answers if they are other ones."""
        if offset % PAGE:
            raise ValueError(f"rows come from a multiple of {PAGE}, not from {offset}")
        pages = {
            (offset + start) // PAGE: rows[start : start + PAGE]
            for start in range(0, max(1, len(rows)), PAGE)
        }
        others = any(self._pages.get(number) != page for number, page in pages.items())
        if self.stale:
            self._pages.clear()
            self.stale = False
        self._pages.update(pages)
        while len(self._pages) > PAGES_HELD:
            self._pages.popitem(last=False)
        return others

    def get(self, index: int) -> TableRow | None:
        """Row `index`, None if it is not here."""
        number, place = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is None or place >= len(page):
            return None
        self._pages.move_to_end(number)
        return page[place]

    def missing(self, first: int, end: int) -> range:
        """The rows to ask for so that `first` to `end` are here: whole pages, or none."""
        known = None if self.stale else self.total
        first = max(0, first)
        end = end if known is None else min(end, known)
        pages = [
            number
            for number in range(first // PAGE, -(-end // PAGE))
            if self.stale or number not in self._pages
        ]
        return range(pages[0] * PAGE, (pages[-1] + 1) * PAGE) if pages else range(0)
