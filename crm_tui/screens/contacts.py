"""Everyone you deal with: a filtered table of any size, and the record beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from crm_tui.domain.contacts import Contact
from crm_tui.domain.filters import FilterError
from crm_tui.errors import NotFound
from crm_tui.queries import contacts as queries
from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.keys import bindings
from crm_tui.screens.records import contacts as records
from crm_tui.store.reader import Reader
from crm_tui.widgets.detail import DetailPane
from crm_tui.widgets.filter_bar import FilterBar
from crm_tui.widgets.safe import safe
from crm_tui.widgets.table import Column, TableRow, VirtualTable

COLUMNS = (
    Column("name", "Name", 29, flex=3),
    Column("company", "Company", 18, flex=2),
    Column("next", "Next step", 12),
    Column("last", "Last contact", 12, flex=1),
)
EMPTY = "No contacts yet: press n, or import a file: crm import contacts.csv"


class ContactsScreen(RecordActions):
    """The contacts, and on a wide terminal the one under the cursor in full."""

    WHERE = "contacts"
    BINDINGS = bindings(WHERE)

    def __init__(self) -> None:
        super().__init__()
        self._counted_for = (0, "")
        self._total = 0
        self._shown: Target | None = None

    def body(self) -> ComposeResult:
        """The filter above the table, the record at the right."""
        with Horizontal(id="contacts"):
            with Vertical(id="contacts-list"):
                yield FilterBar("VirtualTable")
                yield VirtualTable(COLUMNS, empty=EMPTY)
            yield DetailPane(id="contact-pane")

    @property
    def table(self) -> VirtualTable:
        """The table of contacts."""
        return self.query_one(VirtualTable)

    @property
    def bar(self) -> FilterBar:
        """The filter's line."""
        return self.query_one(FilterBar)

    def subject(self) -> Target | None:
        """The contact under the cursor."""
        tables = self.query(VirtualTable)
        row = tables.first().cursor_row if tables else None
        return Target("contact", cast("int", row.key), str(row.cells[0])) if row else None

    @property
    def settled(self) -> bool:
        """Are the rows those that the filter asks for? While it is typed, nobody needs them."""
        waiting = self.table.pages.stale and not self.bar.mistaken
        return self.bar.typing or (super().settled and self.bar.settled and not waiting)

    # -- the list ----------------------------------------------------------------------------

    async def reread(self) -> None:
        """Ask for the rows anew; the cursor stays on its contact."""
        self.table.reset(keep_key=self.table.cursor_key)
        self._shown = None
        self._show_record()

    @on(VirtualTable.NeedRows)
    def _wanted(self, event: VirtualTable.NeedRows) -> None:
        self.host.work(partial(self._feed, event), node=self, group="rows")

    async def _feed(self, wanted: VirtualTable.NeedRows) -> None:
        """Rows first, so that they are seen at once; the count, which may take longer, after."""
        page = Page(
            limit=wanted.count,
            offset=wanted.offset,
            filter=self.bar.text,
            me=self.host.workspace.user_id,
        )
        try:
            rows, place = await self.host.read(lambda r: _rows(r, page, wanted.keep_key))
        except FilterError as mistake:
            self.bar.show_mistake(mistake)
            return
        total = wanted.offset + len(rows)
        if len(rows) == wanted.count or (wanted.offset and not rows):
            total = await self._count(wanted.generation, rows, page, place)
        self.table.feed(wanted.generation, wanted.offset, rows, total, place)
        self._show_count(total)

    async def _count(
        self, generation: int, rows: list[TableRow], page: Page, place: int | None
    ) -> int:
        """How many rows there are, counted once for each generation of the table."""
        if self._counted_for != (generation, page.filter):
            if rows and place is None and not page.offset:
                self.table.feed(generation, 0, rows, len(rows))
            whole = replace(page, limit=None, offset=0)
            self._total = await self.host.read(lambda r: queries.count(r, whole))
            self._counted_for = (generation, page.filter)
        return self._total

    def _show_count(self, total: int) -> None:
        self.bar.show_count(texts.counted(total, "contact"))
        nothing = f"Nobody fits “{self.bar.text}”: esc takes the filter off"
        self.table.empty = nothing if self.bar.text else EMPTY
        self.table.refresh()

    # -- the filter ----------------------------------------------------------------------------

    def action_filter(self) -> None:
        """To the filter's line."""
        self.bar.take_focus()

    def action_filter_off(self) -> None:
        """To the whole list."""
        self.bar.clear()

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self.table.reset()

    # -- the record ----------------------------------------------------------------------------

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
            view = await self.host.read(lambda r: records.view(r, subject.id))
        except NotFound:
            pane.clear()
            return
        pane.show(view.title, view.sections, keep_place=subject == self._shown)
        self._shown = subject


def _rows(reader: Reader, page: Page, keep: object) -> tuple[list[TableRow], int | None]:
    """A page of rows, and where the record `keep` stands in the whole list."""
    rows = [_row(contact, reader) for contact in queries.contacts(reader, page)]
    place = queries.position(reader, page, keep) if isinstance(keep, int) else None
    return rows, place


def _row(contact: Contact, reader: Reader) -> TableRow:
    clock = reader.clock
    due: str | Content = ""
    if contact.next_reminder_at:
        from crm_tui.domain.reminders import bucket

        style = texts.DUE_STYLES.get(bucket(contact.next_reminder_at, clock), "")
        due = safe(texts.due_text(contact.next_reminder_at, clock), style)
    return TableRow(
        contact.id,
        (contact.name, contact.company or "", due, texts.ago(contact.last_contacted_at, clock)),
    )
