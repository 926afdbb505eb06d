"""Duplicates, side by side: a pair at a time, merged field by field or told apart."""

from __future__ import annotations

from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from crm_tui.queries import duplicates as queries
from crm_tui.queries.resolve import Target
from crm_tui.reports.sides import Side, side
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.keys import bindings
from crm_tui.screens.sides import rows
from crm_tui.store.reader import Reader
from crm_tui.widgets.safe import safe
from crm_tui.widgets.table import Column, TableRow, VirtualTable

COLUMNS = (
    Column("what", "", 12),
    Column("one", "Stays", 28, flex=1),
    Column("other", "Goes", 28, flex=1),
)
EMPTY = "No pair waits to be looked at: S compares all contacts with each other"


class Shown(NamedTuple):
    """The pair that is looked at."""

    pair: queries.NamedPair
    one: Side
    other: Side


class DuplicatesScreen(RecordActions):
    """The likely pairs, the likeliest first."""

    WHERE = "duplicates"
    BINDINGS = bindings(WHERE)

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self._total = 0
        self._shown: Shown | None = None
        self._swapped = False
        self._taken: set[str] = set()

    def body(self) -> ComposeResult:
        """Why the pair is here, above its fields."""
        yield Static(id="pair-head")
        yield VirtualTable(COLUMNS, empty=EMPTY)

    @property
    def table(self) -> VirtualTable:
        """The fields of both."""
        return self.query_one(VirtualTable)

    def subject(self) -> Target | None:
        """The contact that stays."""
        return self._sides()[0].target if self._shown else None

    async def reread(self) -> None:
        """Look at the pair again, or at the one that took its place."""
        before = self._shown.pair.id if self._shown else 0
        number = self._number
        self._total, found = await self.host.read(lambda r: _read(r, number))
        self._number = max(0, min(number, self._total - 1))
        self._shown = found
        if found is None or found.pair.id != before:
            self._swapped, self._taken = False, set()
        self._show()

    def _show(self) -> None:
        head = self.query_one("#pair-head", Static)
        head.display = self._shown is not None
        if self._shown:
            pair = self._shown.pair
            count = safe(f" {self._number + 1:,} of {self._total:,}", "bold")
            head.update(count + safe(f"  score {pair.score / 100:.1f} · {pair.reasons}"))
        keep = self.table.cursor_key
        self.table.reset(total=len(self._rows()), keep_key=keep)
        self.refresh_bindings()

    def _sides(self) -> tuple[Side, Side]:
        """The contact that stays, and the one that goes."""
        assert self._shown
        one, other = self._shown.one, self._shown.other
        return (other, one) if self._swapped else (one, other)

    def _rows(self) -> list[TableRow]:
        if self._shown is None:
            return []
        return rows(*self._sides(), self._taken)

    @on(VirtualTable.NeedRows)
    def _feed(self, wanted: VirtualTable.NeedRows) -> None:
        self.table.feed_from(self._rows(), wanted)

    # -- commands --------------------------------------------------------------------------------

    def action_back(self) -> None:
        """Back to the screen before."""
        self.dismiss()

    def action_duplicate_take(self) -> None:
        """Take the field under the cursor from the other side."""
        key = self.table.cursor_key
        if self._shown and key in self._shown.one.fields:
            self._taken ^= {str(key)}
            self._show()

    def action_duplicate_swap(self) -> None:
        """The other one stays."""
        if self._shown:
            self._swapped, self._taken = not self._swapped, set()
            self._show()

    @on(VirtualTable.Selected)
    def action_duplicate_merge(self) -> None:
        """Make the two one."""
        from crm_tui.services import merging

        if self._shown:
            stays, goes = (side.target.id for side in self._sides())
            take = sorted(self._taken)
            self.host.perform(
                "contact merge", lambda w: merging.merge(w, "contact", stays, goes, take)
            )

    def action_duplicate_distinct(self) -> None:
        """They are not the same; no scan shows the pair again."""
        from crm_tui.services import duplicates

        if self._shown:
            one, other = (side.target.id for side in self._sides())
            self.host.perform("dupes distinct", lambda w: duplicates.distinct(w, one, other))

    def action_duplicate_next(self) -> None:
        """The next pair; this one waits."""
        self._step(1)

    def action_duplicate_previous(self) -> None:
        """The pair before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self._total:
            self._number = (self._number + by) % self._total
            self.load()

    def action_duplicates_scan(self) -> None:
        """Compare all contacts with each other."""
        self.host.say("comparing all contacts …", seconds=30)
        self.host.work(self._scan)

    async def _scan(self) -> None:
        from crm_tui.services import duplicates

        found = await self.host.read(duplicates.scan)
        self.host.perform("dupes scan", lambda w: duplicates.keep(w, found))


def _read(reader: Reader, number: int) -> tuple[int, Shown | None]:
    total = queries.count(reader)
    found = queries.open_pairs(reader, limit=1, offset=max(0, min(number, total - 1)))
    if not found:
        return total, None
    pair = found[0]
    one, other = (side(reader, "contact", id) for id in (pair.first_id, pair.second_id))
    return total, Shown(pair, one, other)
