"""The timeline: everything that happened, newest first."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult

from crm_tui.clock import Clock
from crm_tui.domain.interactions import TimelineEntry
from crm_tui.queries import interactions as queries
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.keys import bindings
from crm_tui.store.reader import Reader
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
    """Interactions, moves of deals, reminders done and notes, in one table."""

    WHERE = "timeline"
    BINDINGS = bindings(WHERE)

    def body(self) -> ComposeResult:
        """The table."""
        yield VirtualTable(COLUMNS, empty=EMPTY)

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
        rows, total = await self.host.read(lambda r: _rows(r, wanted.offset, wanted.count))
        place = None
        if wanted.keep_key is not None:
            keys = [row.key for row in rows]
            # New entries come at the top: the kept one is a little further down, if anywhere.
            place = wanted.offset + keys.index(wanted.keep_key) if wanted.keep_key in keys else None
        self.query_one(VirtualTable).feed(wanted.generation, wanted.offset, rows, total, place)

    @on(VirtualTable.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(VirtualTable.Selected)
    def _selected(self) -> None:
        self.action_record_open()


def _rows(reader: Reader, offset: int, limit: int) -> tuple[list[TableRow], int]:
    entries = queries.timeline(reader, limit=limit, offset=offset)
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
