"""The timeline: everything that happened, newest first."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from crm_tui.clock import Clock
from crm_tui.domain.filters import FilterError
from crm_tui.domain.interactions import TimelineEntry
from crm_tui.queries import interactions as queries
from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.keys import bindings
from crm_tui.store.reader import Reader
from crm_tui.widgets.filter_bar import FilterBar
from crm_tui.widgets.safe import safe
from crm_tui.widgets.table import Column, TableRow, VirtualTable

COLUMNS = (
    Column("at", "When", 16),
    Column("what", "What", 7),
    Column("about", "With", 29, flex=2),
    Column("text", "What happened", 16, flex=5),
    Column("user", "By", 8),
)
EMPTY = "Nothing has happened yet: press l on a contact or a deal to log a call or a meeting"


class TimelineScreen(RecordActions):
    """Interactions, moves of deals, reminders done and notes, in one table; with a filter the
    interactions that fit it."""

    WHERE = "timeline"
    BINDINGS = bindings(WHERE)

    def body(self) -> ComposeResult:
        """The filter above the table."""
        with Vertical():
            yield FilterBar("VirtualTable")
            yield VirtualTable(COLUMNS, empty=EMPTY)

    @property
    def bar(self) -> FilterBar:
        """The filter's line."""
        return self.query_one(FilterBar)

    @property
    def settled(self) -> bool:
        """Are the rows those that the filter asks for?"""
        waiting = self.query_one(VirtualTable).pages.stale and not self.bar.mistaken
        return self.bar.typing or (super().settled and self.bar.settled and not waiting)

    def subject(self) -> Target | None:
        """The record that the entry under the cursor is about."""
        tables = self.query(VirtualTable)
        key = tables.first().cursor_key if tables else None
        return key[1] if isinstance(key, tuple) else None

    async def reread(self) -> None:
        """Ask for the rows anew; the cursor stays on its entry."""
        table = self.query_one(VirtualTable)
        table.reset(keep_key=table.cursor_key)

    @on(VirtualTable.NeedRows)
    def _wanted(self, event: VirtualTable.NeedRows) -> None:
        self.host.work(partial(self._feed, event), node=self, group="rows")

    async def _feed(self, wanted: VirtualTable.NeedRows) -> None:
        table = self.query_one(VirtualTable)
        page = Page(
            limit=wanted.count,
            offset=wanted.offset,
            filter=self.bar.text,
            me=self.host.workspace.user_id,
        )
        try:
            rows, total = await self.host.read(lambda r: _rows(r, page))
        except FilterError as mistake:
            self.bar.show_mistake(mistake)
            return
        filtered = bool(page.filter.strip())
        nothing = f"Nothing fits “{page.filter}”: esc takes the filter off"
        table.empty = nothing if filtered else EMPTY
        self.bar.show_count(texts.counted(total, "interaction" if filtered else "entry"))
        place = None
        if wanted.keep_key is not None:
            keys = [row.key for row in rows]
            # New entries come at the top: the kept one is a little further down, if anywhere.
            place = wanted.offset + keys.index(wanted.keep_key) if wanted.keep_key in keys else None
        table.feed(wanted.generation, wanted.offset, rows, total, place)

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self.query_one(VirtualTable).reset()

    def action_filter(self) -> None:
        """To the filter's line."""
        self.bar.take_focus()

    def action_filter_off(self) -> None:
        """To all that happened."""
        self.bar.clear()

    @on(VirtualTable.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(VirtualTable.Selected)
    def _selected(self) -> None:
        self.action_record_open()


def _rows(reader: Reader, page: Page) -> tuple[list[TableRow], int]:
    if page.filter.strip():
        entries, total = queries.entries(reader, page), queries.count(reader, page)
    else:
        entries = queries.timeline(reader, limit=page.limit or 0, offset=page.offset)
        total = queries.timeline_count(reader)
    return [_row(entry, reader.clock) for entry in entries], total


def _row(entry: TimelineEntry, clock: Clock) -> TableRow:
    text = safe(entry.text)
    if remark := texts.remark(entry):
        text += safe(f"  {remark}" if entry.text else remark, "$text-muted")
    what = safe(entry.what, _STYLES.get(entry.what, "$text-primary"))
    return TableRow(
        ((entry.at, entry.what, entry.id), Target(entry.noun, entry.id, entry.text)),
        (
            safe(texts.moment(entry.at, clock), "$text-muted"),
            what,
            entry.about or "",
            text,
            safe(entry.user or "", "$text-muted"),
        ),
    )


_STYLES = {"stage": "$text-accent", "done": "$text-success", "note": "$text-muted"}
