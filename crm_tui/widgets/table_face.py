"""How a virtual table looks: its colours and its lines. What it does is in `table`."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import ClassVar

from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style

from crm_tui.widgets.line_view import LineView
from crm_tui.widgets.safe import as_content, centred, fit, safe, segments
from crm_tui.widgets.table_rows import GAP, Column, Key, Pages, layout

HEADER = 1


class TableFace(LineView):
    """Paints the header and the rows in view from `pages`, line by line."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "virtual-table--header",
        "virtual-table--cursor",
        "virtual-table--muted",
    }
    DEFAULT_CSS = """
    TableFace {
        background: $background;
        & > .virtual-table--header { color: $text-muted; background: $panel; text-style: bold; }
        & > .virtual-table--muted { color: $text-muted; }
        & > .virtual-table--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
        }
        &:focus > .virtual-table--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    def __init__(
        self,
        columns: Sequence[Column],
        empty: Content | str,
        marked: Container[Key],
        id: str | None,
        classes: str | None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.marked = marked
        self.columns = tuple(columns)
        self._empty = empty
        self.cursor = 0
        self.column: int | None = None  # the column cursor, when there is one
        self.skipped = 0  # columns after the first that are out of view at the left
        self.pages = Pages()

    @property
    def total(self) -> int | None:
        """How many rows there are; None before the first answer."""
        return self.pages.total

    @property
    def empty(self) -> Content | str:
        """What is shown when there are no rows."""
        return self._empty

    @empty.setter
    def empty(self, text: Content | str) -> None:
        if text != self._empty:
            self._empty = text
            if not self.total:
                self.refresh()

    @property
    def page_height(self) -> int:
        """Lines for rows, below the header."""
        return max(1, self.size.height - HEADER)

    @property
    def line_width(self) -> int:
        """Cells for a line, beside the scrollbar."""
        return self.scrollable_content_region.width

    @property
    def shown(self) -> tuple[str, ...]:
        """The keys of the columns that there is room for."""
        return tuple(
            self.columns[at].key for at, _ in zip(self.arranged, self._widths, strict=False)
        )

    @property
    def arranged(self) -> list[int]:
        """The columns in view and beyond at the right: the first one, and those not skipped."""
        return [0, *range(1 + self.skipped, len(self.columns))]

    @property
    def _widths(self) -> list[int]:
        return layout([self.columns[at] for at in self.arranged], self.line_width - 2)

    def cell_region(self, column: int) -> Region:
        """Where a column's cell in the cursor's row is on the screen; that of the last column
        in view, where it no longer fits."""
        widths = self._widths
        place = min(self.arranged.index(column), len(widths) - 1)
        x = 1 + sum(widths[:place]) + place * GAP
        y = self.cursor - self.scroll_offset.y + HEADER
        return Region(self.region.x + x, self.region.y + y, widths[place], 1)

    def render_line(self, y: int) -> Strip:
        """Line `y` of the view: the header, a row, or a line of the empty text."""
        if y < HEADER:
            return self._paint_header()
        if self.total == 0:
            style = self.get_visual_style("virtual-table--muted")
            lines = centred(self.empty, self.line_width, self.page_height)
            return Strip(segments(lines[y - HEADER], style, self._get_style))
        index = self.scroll_offset.y + y - HEADER
        if index >= (self.total or 0):
            return Strip.blank(self.line_width, self.visual_style.rich_style)
        return self._paint_row(index)

    def _paint_header(self) -> Strip:
        """The labels; a sign at the end says that columns are left out."""
        style = self.get_visual_style("virtual-table--header")
        labels = [safe(column.label) for column in self.columns]
        more = len(self._widths) < len(self.arranged)
        return self._paint("‹" if self.skipped else " ", labels, style, end="›" if more else " ")

    def _paint_row(self, index: int) -> Strip:
        """A row; the cursor's colours go over those of its cells."""
        row = self.pages.get(index)
        here = index == self.cursor
        over = self.get_visual_style("virtual-table--cursor") if here else None
        mark = "▌" if here else " "
        if row is None:
            muted = over or self.get_visual_style("virtual-table--muted")
            return self._paint(mark, [Content("…")], muted)
        cells = [
            as_content(cell).stylize(column.style(row)) if column.style else as_content(cell)
            for column, cell in zip(self.columns, row.cells, strict=False)
        ]
        if row.key in self.marked:
            cells[0] = safe("✓ ", "$text-accent") + cells[0].stylize("bold")
        return self._paint(
            mark, cells, self.visual_style, over, column=self.column if here else None
        )

    def _paint(
        self,
        mark: str,
        cells: Sequence[Content],
        base: Style,
        over: Style | None = None,
        end: str = " ",
        column: int | None = None,
    ) -> Strip:
        """One line: the mark, then each cell in its column, a gap between, and the end."""
        width = self.line_width
        placed = []
        for at, cells_wide in zip(self.arranged, self._widths, strict=False):
            if at < len(cells):
                cell = fit(cells[at], cells_wide, self.columns[at].align)
                placed.append(cell.stylize("reverse") if at == column else cell)
        line = Content(mark) + Content(" " * GAP).join(placed)
        return Strip(segments(fit(line, width - 1) + Content(end), base, self._get_style, over))
