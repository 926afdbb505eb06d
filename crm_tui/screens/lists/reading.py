"""A list of records: a filter above a table of any size, and the record beside it."""

from __future__ import annotations

from asyncio import Future
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from crm_tui.clock import Clock
from crm_tui.domain.filters import FilterError
from crm_tui.errors import NotFound
from crm_tui.queries.paging import Listed, Page, place_of
from crm_tui.queries.resolve import Target
from crm_tui.queries.selection import Selection, marked
from crm_tui.queries.selection import count as count_marked
from crm_tui.queries.tags import called
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.lists.columns import ListColumn, record_of
from crm_tui.screens.lists.counts import Counts
from crm_tui.screens.lists.marks import Marks
from crm_tui.screens.records.parts import RecordView
from crm_tui.store.reader import Reader
from crm_tui.text import counted
from crm_tui.widgets.detail import DetailPane
from crm_tui.widgets.filter_bar import FilterBar
from crm_tui.widgets.tab_row import TabRow
from crm_tui.widgets.table import Column, TableRow, VirtualTable


@dataclass(frozen=True)
class ListOf:
    """What a list of a noun is made of: how it is read, what it can show and usually does,
    how one record reads in full, and what is said when there is none."""

    listed: Listed
    details: Callable[[Reader, Page], Iterable[Any]]
    columns: tuple[ListColumn, ...]
    usual: tuple[str, ...]
    view: Callable[[Reader, int], RecordView]
    empty: str

    @property
    def noun(self) -> str:
        """The noun's name."""
        return self.listed.noun


class ListReading(RecordActions):
    """The records of a noun, and on a wide terminal the one under the cursor in full."""

    OF: ClassVar[ListOf]

    def __init__(self) -> None:
        super().__init__()
        self.sort = "name"
        self.known = self.OF.columns
        self.columns = tuple(each for each in self.known if each.name in self.OF.usual)
        self.marks = Marks()
        self._counts = Counts(self.OF.listed)
        self._found = ""
        self.marked = 0  # as they were counted last
        self._shown: Target | None = None
        self._came: int | None = None

    def body(self) -> ComposeResult:
        """The filter above the table, the record at the right."""
        with Horizontal(classes="list"):
            with Vertical(classes="list--rows"):
                yield TabRow()
                yield FilterBar("VirtualTable")
                yield VirtualTable(self._faces(), empty=self.OF.empty, marked=self.marks)
            yield DetailPane(classes="list--pane")

    @property
    def table(self) -> VirtualTable:
        """The table of records."""
        return self.query_one(VirtualTable)

    @property
    def bar(self) -> FilterBar:
        """The filter's line."""
        return self.query_one(FilterBar)

    def subject(self) -> Target | None:
        """The record under the cursor."""
        tables = self.query(VirtualTable)
        row = tables.first().cursor_row if tables else None
        return self._target(row) if row else None

    def _target(self, row: TableRow) -> Target:
        return Target(self.OF.noun, cast("int", row.key), str(row.cells[0]))

    @property
    def settled(self) -> bool:
        """Are the rows those that the filter asks for? While it is typed, nobody needs them."""
        waiting = self.table.pages.stale and not self.bar.mistaken
        return self.bar.typing or (super().settled and self.bar.settled and not waiting)

    # -- the list ----------------------------------------------------------------------------

    async def reread(self) -> None:
        """Ask for the rows anew; the cursor stays on its record, or goes to one that came in."""
        keep, self._came = self._came or self.table.cursor_key, None
        self._counts.forget()
        self.table.reset(keep_key=keep)
        self._shown = None
        self._show_record()

    def came_in(self, noun: str) -> Callable[[int], None] | None:
        """To a record of this list the cursor goes, at the next reading."""
        return self._go_to if noun == self.OF.noun else None

    def _go_to(self, id: int) -> None:
        self._came = id
        if self.bar.text.strip():
            self.host.say("if you do not see it, the filter leaves it out: esc shows all")

    def page(self) -> Page:
        """The whole list as it is shown: its filter and its order."""
        return Page(sort=self.sort, filter=self.bar.text, me=self.host.workspace.user_id)

    @on(VirtualTable.NeedRows)
    def _wanted(self, event: VirtualTable.NeedRows) -> None:
        self.host.work(partial(self._feed, event), node=self, group="rows")

    async def _feed(self, wanted: VirtualTable.NeedRows) -> None:
        """Rows are seen as soon as they are there; the count, which may take longer, after."""
        page = replace(self.page(), limit=wanted.count, offset=wanted.offset)
        counting = self._counts.begin(self.host.read, wanted.generation, page)
        try:
            await self._feed_rows(wanted, page, counting)
        finally:
            counting.cancel()

    async def _feed_rows(
        self, wanted: VirtualTable.NeedRows, page: Page, counting: Future[int]
    ) -> None:
        picked = self._picked() if self.marks.filter not in (None, page.filter) else None

        def read(reader: Reader) -> tuple[list[TableRow], set[int], int | None]:
            rows, keep = self._rows(reader, page), wanted.keep_key
            ids = [cast("int", row.key) for row in rows]
            near = marked(reader, picked, ids) if picked else set[int]()
            place = place_of(reader, self.OF.listed, page, keep) if isinstance(keep, int) else None
            return rows, near, place

        try:
            rows, near, place = await self.host.read(read)
        except FilterError as mistake:
            self.bar.show_mistake(mistake)
            return
        if picked and picked.filter == self.marks.filter:  # nobody marked others meanwhile
            self.marks.near |= near
        total = wanted.offset + len(rows)
        if len(rows) == wanted.count or (wanted.offset and not rows):
            if rows and place is None and not page.offset and not counting.done():
                self.table.feed(wanted.generation, 0, rows, len(rows))
            total = await counting
        self.table.feed(wanted.generation, wanted.offset, rows, total, place)
        await self._show_count(total)

    def _picked(self) -> Selection:
        return self.marks.selection(self.OF.noun, self.host.workspace.user_id)

    def _rows(self, reader: Reader, page: Page) -> list[TableRow]:
        return [self._row(detail, reader.clock) for detail in self.OF.details(reader, page)]

    def _row(self, detail: Any, clock: Clock) -> TableRow:
        cells = tuple(column.cell(detail, clock) for column in self.columns)
        return TableRow(record_of(detail).id, cells)

    async def _show_count(self, total: int) -> None:
        """How many fit, of how many there are."""
        self.marks.shown = self.bar.text
        filtered = bool(self.bar.text.strip())
        everything = await self._counts.everything(self.host.read, None if filtered else total)
        found = counted(everything, self.OF.noun)
        self._found = f"{total:,} of {found}" if filtered else found
        await self.show_marks()
        nothing = f"Nothing fits “{self.bar.text}”: esc takes the filter off"
        if filtered and not total:
            text = self.bar.text
            if meant := await self.host.read(lambda r: called(r, self.OF.noun, text)):
                nothing += f" · a {meant.partition(':')[0]} is called that: {meant}"
        self.table.empty = nothing if filtered else self.OF.empty

    async def show_marks(self) -> None:
        """How many are marked, before how many there are."""
        found = self._found
        column = next(each for each in self.known if each.sort == self.sort.removeprefix("-"))
        if column.name not in self.table.shown:  # else the header tells
            found += f" by {column.label.lower()} {self._sign}"
        if self.marks:
            picked = self._picked()
            self.marked = await self.host.read(lambda r: count_marked(r, picked))
            found = f"✓ {self.marked:,} marked · {found}"
        self.bar.show_count(found)

    @property
    def _sign(self) -> str:
        return "▼" if self.sort.startswith("-") else "▲"

    def _faces(self) -> list[Column]:
        """The columns as the table takes them; the sign of the order stands at one of them."""
        sorted_by = self.sort.removeprefix("-")
        return [
            Column(
                each.name,
                each.label + (f" {self._sign}" if each.sort == sorted_by else ""),
                each.width,
                each.flex,
                each.align,
            )
            for each in self.columns
        ]

    # -- the filter --------------------------------------------------------------------------

    def action_filter(self) -> None:
        """To the filter's line."""
        self.bar.take_focus()

    def action_filter_off(self) -> None:
        """To the whole list."""
        self.bar.clear()

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self.table.reset()

    # -- the record --------------------------------------------------------------------------

    @on(VirtualTable.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()
        self._show_record()

    @on(VirtualTable.Selected)
    def _selected(self) -> None:
        self.action_record_open()

    def on_resize(self) -> None:
        """The pane may have come into view."""
        self.call_after_refresh(self._show_record)

    def _show_record(self) -> None:
        subject = self.subject()
        pane = self.query_one(DetailPane)
        if not self.has_class("-wide"):
            return
        if subject is None:
            pane.clear()
            return
        self.host.work(partial(self._read_record, subject), node=self, group="record")

    async def _read_record(self, subject: Target) -> None:
        pane = self.query_one(DetailPane)
        try:
            view = await self.host.read(lambda r: self.OF.view(r, subject.id))
        except NotFound:
            pane.clear()
            return
        pane.show(view.title, view.sections, keep_place=subject == self._shown)
        self._shown = subject

    # -- walking -----------------------------------------------------------------------------

    async def beside(self, target: Target, by: int) -> Target | None:
        """The record next (`by` 1) or before (-1) in the list, None at its end. The cursor
        goes along, so that leaving the record ends at its row."""
        page, listed, cursor = self.page(), self.OF.listed, self.table.cursor

        def read(reader: Reader) -> tuple[int, TableRow] | None:
            place = place_of(reader, listed, page, target.id)
            if place is None:  # it was deleted meanwhile: the next one has moved up to where it was
                place = cursor
            around = replace(page, limit=3, offset=max(0, place - 1))
            rows = dict(enumerate(self._rows(reader, around), around.offset))
            there = place in rows and rows[place].key == target.id
            wanted = place + by if there or by < 0 else place
            return (wanted, rows[wanted]) if wanted in rows else None

        found = await self.host.read(read)
        if found is None:
            return None
        self.table.move_to(found[0])
        target = self._target(found[1])
        self.host.visited(target)
        return target
