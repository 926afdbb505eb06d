"""A table of any number of rows that holds only those near the view.

The table asks for rows (`NeedRows`), whoever owns them answers with `feed`. It is drawn
line by line, so that a million rows open as fast as ten.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message

from crm_tui.widgets.table_face import HEADER, TableFace
from crm_tui.widgets.table_rows import PAGE, Column, Key, TableRow

__all__ = ["PAGE", "Column", "Key", "TableRow", "VirtualTable"]

UNKNOWN = object()


class VirtualTable(TableFace, can_focus=True, inherit_bindings=False):
    """Rows under a header, with a cursor; `reset` begins a new set of rows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="table.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="table.down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="table.page_up"),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False, id="table.page_down"),
        Binding("home,g", "first", "First", show=False, id="table.first"),
        Binding("end,G", "last", "Last", show=False, id="table.last"),
        Binding("enter", "select", "Open", show=False, id="table.select"),
        Binding("left,h", "cell(-1)", "Cell left", show=False, id="table.cell_left"),
        Binding("right,l", "cell(1)", "Cell right", show=False, id="table.cell_right"),
    ]

    @dataclass
    class OfTable(Message):
        """What the messages of a table have in common."""

        table: VirtualTable

        @property
        def control(self) -> VirtualTable:
            """The table, for `@on` selectors."""
            return self.table

    @dataclass
    class NeedRows(OfTable):
        """Rows `offset` to `offset + count` are wanted; answer with `table.feed`.

        A newer request of the same table makes the older ones superfluous. `keep_key`
        is the record the cursor stands on, when the answer is to say where it is now.
        """

        offset: int
        count: int
        generation: int
        keep_key: Key | None = None

    @dataclass
    class Highlighted(OfTable):
        """The cursor came to another record; None when there is none."""

        key: Key | None

    @dataclass
    class Selected(OfTable):
        """Enter or a double click on a record."""

        key: Key

    @dataclass
    class CellSelected(OfTable):
        """Enter on a cell: of which record, in which column; `at` says where on the screen it
        is now."""

        key: Key
        column: int
        at: Callable[[], Region]

    class Resized(OfTable):
        """Its cells are elsewhere now."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: Content | str = "",
        marked: Container[Key] = (),
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`columns` in order of importance: those that do not fit are left out from the right.

        `empty` is shown in the middle when there are no rows; `marked` has the keys of the
        rows that bear a mark.
        """
        super().__init__(columns, empty, marked, id=id, classes=classes)
        self._keep: Key | None = None
        self._kept_at = 0
        self._asked: range = range(0)
        self._announced: object = UNKNOWN

    # -- what the owner of the rows calls ------------------------------------------------

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Other columns; the rows for them come with the next `reset`."""
        self.columns = tuple(columns)
        self.choose_column(None)

    def reset(self, total: int | None = None, keep_key: Key | None = None) -> None:
        """Ask for a new set of rows; the old ones stay painted until the new ones come.

        With `keep_key` the cursor is to stay on that record (data changed); without, it
        goes to the first row (another filter). `total`, if known already, is shown at once.
        """
        self.pages.renew()
        self._keep = keep_key
        self._kept_at = self.cursor
        self._asked = range(0)
        if total is not None:
            self._set_total(total)
        if self.is_mounted:
            self._ask()

    def feed(
        self,
        generation: int,
        offset: int,
        rows: Sequence[TableRow],
        total: int,
        cursor_offset: int | None = None,
    ) -> None:
        """The answer to `NeedRows`; one of an older generation is ignored.

        `offset` is the one asked for (a multiple of PAGE); `cursor_offset` is where the
        record `keep_key` is now, None if it is gone.
        """
        if generation != self.pages.generation:
            return
        renewed, total_before, cursor = self.pages.stale, self.total, self.cursor
        others = self.pages.put(offset, rows)
        self._set_total(total)
        if renewed:
            self._place_cursor(cursor_offset)
        self.cursor = max(0, min(self.cursor, total - 1))
        self._announce()
        self._ask()
        # Else they are the rows that were there before; a new number is the scrollbar's to tell.
        if others or self.cursor != cursor or not (total and total_before):
            self.refresh()

    def feed_from(self, rows: Sequence[TableRow], wanted: NeedRows) -> None:
        """The answer to `wanted` of an owner who holds all the rows there are."""
        keys = [row.key for row in rows]
        place = keys.index(wanted.keep_key) if wanted.keep_key in keys else None
        window = rows[wanted.offset : wanted.offset + wanted.count]
        self.feed(wanted.generation, wanted.offset, window, len(rows), place)

    @property
    def generation(self) -> int:
        """The number of the present set of rows."""
        return self.pages.generation

    @property
    def cursor_row(self) -> TableRow | None:
        """The row under the cursor, if there is one and it has come."""
        return self.pages.get(self.cursor)

    @property
    def cursor_key(self) -> Key | None:
        """The key of the row under the cursor, if known."""
        row = self.cursor_row
        return row.key if row else None

    def move_to(self, index: int) -> None:
        """Put the cursor on row `index` (the nearest there is) and bring it into view."""
        before, self.cursor = self.cursor, max(0, min(index, (self.total or 0) - 1))
        top, height = self.scroll_offset.y, self.page_height
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True)
        self._announce()
        self._ask()
        for row in (before, self.cursor):
            self.refresh_line(row + HEADER)

    # -- rows: which are wanted, where the cursor is ---------------------------------------

    def _set_total(self, total: int) -> None:
        self.pages.total = total
        self.virtual_size = Size(0, total + HEADER)

    def _place_cursor(self, offset: int | None) -> None:
        """First rows of a new set: the kept record keeps its place on the screen."""
        kept, self._keep = self._keep, None
        if kept is None:
            self.cursor = 0
            self.scroll_to(y=0, animate=False, force=True)
        elif offset is not None and offset != self._kept_at:
            moved = offset - self._kept_at
            self.cursor += moved
            self.scroll_to(y=self.scroll_offset.y + moved, animate=False, force=True)

    def _ask(self) -> None:
        """Post `NeedRows` for what is in or next to the view and neither here nor asked for."""
        height = self.page_height
        top = self.scroll_offset.y if not self.pages.stale or self._keep is not None else 0
        wanted = self.pages.missing(top - height, top + 2 * height)
        if not wanted or (wanted.start in self._asked and wanted[-1] in self._asked):
            return
        self._asked = wanted
        self.post_message(
            self.NeedRows(self, wanted.start, len(wanted), self.generation, self._keep)
        )

    def _announce(self) -> None:
        key = self.cursor_key
        if key is None and self.total:
            return
        if key != self._announced:
            self._announced = key
            self.post_message(self.Highlighted(self, key))

    # -- events ------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Ask for the rows that are now in view, the cursor's among them."""
        self.post_message(self.Resized(self))
        if self.total:
            self.move_to(self.cursor)
        else:
            self._ask()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scrolled by wheel, bar or cursor: other rows are in view."""
        super().watch_scroll_y(old_value, new_value)
        self._ask()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor, a double click selects."""
        index = self.scroll_offset.y + event.y - HEADER
        if event.y < HEADER or index >= (self.total or 0):
            return
        self.move_to(index)
        if event.chain == 2:
            self.action_select()

    def action_move(self, by: int) -> None:
        """Cursor up or down."""
        self.move_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Cursor a screenful up or down."""
        self.move_to(self.cursor + by * self.page_height)

    def action_first(self) -> None:
        """Cursor to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Cursor to the last row."""
        self.move_to((self.total or 0) - 1)

    def action_select(self) -> None:
        """Select the record under the cursor, or its cell."""
        key, column = self.cursor_key, self.column
        if key is not None and column is not None:
            at = partial(self.cell_region, column)
            self.post_message(self.CellSelected(self, key, column, at))
        elif key is not None:
            self.post_message(self.Selected(self, key))

    def choose_column(self, column: int | None) -> None:
        """Put the column cursor on a column, and bring it into view; None takes it off."""
        self.column = column
        self.skipped = 0
        while column and column not in self.arranged[: len(self.shown)]:
            self.skipped += 1
        self.refresh()

    def action_cell(self, by: int) -> None:
        """The column cursor left or right."""
        if self.column is not None:
            self.choose_column(max(0, min(self.column + by, len(self.columns) - 1)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Without a column cursor its keys are free for others."""
        return action != "cell" or self.column is not None
