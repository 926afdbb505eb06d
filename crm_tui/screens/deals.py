"""The pipeline: its deals on a board, in a table, by owner, and as a funnel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult

from crm_tui.domain.filters import FilterError, quoted
from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import Target
from crm_tui.screens import deal_tables as tables
from crm_tui.screens import deal_views as views
from crm_tui.screens import texts
from crm_tui.screens.actions import TextActions
from crm_tui.screens.deal_adding import DealAdding
from crm_tui.screens.keys import bindings
from crm_tui.widgets.board import Board
from crm_tui.widgets.filter_bar import FilterBar
from crm_tui.widgets.table import VirtualTable

EMPTY = "No deals yet: press n to add one, or N on a contact"
NOTHING = "No deal fits “{}”: esc takes the filter off"
# Sort -> its key in the menu, its name, and how the line above the deals tells it.
SORTS = {
    "age": ("a", "Days in stage", "longest in stage first"),
    "-value": ("v", "Value", "highest value first"),
    "close": ("c", "Close date", "first to close first"),
    "next": ("n", "Next step", "next step first"),
}
VIEWS = {
    "board": ("b", "Board", "the stages side by side"),
    "table": ("t", "Table", "all open deals, with their figures"),
    "owners": ("o", "Owners", "who has how much in which stage"),
    "funnel": ("f", "Funnel", "how many go on, and how fast"),
}


class PipelineScreen(TextActions, DealAdding):
    """One pipeline's open deals, and on the board those closed lately."""

    WHERE = "pipeline"
    BINDINGS = bindings(WHERE)
    AUTO_FOCUS = "Board"
    _TABLES: ClassVar = {"table": tables.TABLE, "owners": tables.OWNERS, "funnel": tables.FUNNEL}

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self._sort = "age"
        self._view = "board"
        self._narrowed = False  # asked for by another screen, and not shown yet
        self._keep: int | None = None
        self._shown: views.Shown | None = None

    def body(self) -> ComposeResult:
        """The filter above the views, of which one is shown."""
        yield FilterBar(".-shown")
        yield Board(empty=EMPTY, empty_column="none", id="board", classes="-shown")
        for name, columns in self._TABLES.items():
            table = VirtualTable(columns, empty=EMPTY, id=name)
            table.display = False
            yield table

    @property
    def bar(self) -> FilterBar:
        """The filter's line."""
        return self.query_one(FilterBar)

    @property
    def table(self) -> VirtualTable:
        """The table of the view that is shown."""
        return self.query_one(f"#{self._view}", VirtualTable)

    @property
    def shown(self) -> views.Shown:
        """The pipeline as it was read last."""
        assert self._shown is not None
        return self._shown

    def subject(self) -> Target | None:
        """The deal under the cursor."""
        if not self.is_mounted or self._shown is None:
            return None
        if self._view == "board":
            card = self.board.card
            return Target("deal", cast("int", card.key), card.title) if card else None
        row = self.table.cursor_row if self._view == "table" else None
        return Target("deal", cast("int", row.key), str(row.cells[0])) if row else None

    @property
    def settled(self) -> bool:
        """Is what the filter asks for shown? While it is typed, nobody needs it."""
        waiting = self._view == "table" and self.table.pages.stale and not self.bar.mistaken
        return self.bar.typing or (super().settled and self.bar.settled and not waiting)

    # -- reading -------------------------------------------------------------------------------

    def _page(self) -> Page:
        return Page(sort=self._sort, filter=self.bar.text, me=self.host.workspace.user_id)

    async def reread(self) -> None:
        """The deals as they are now; the cursor stays on its deal."""
        subject = self.subject()
        keep = self._keep or (subject.id if subject else None)
        board = self.board
        asked = views.Asked(self._number, self._page(), keep, board.tops, board.fits)
        try:
            shown = await self.host.read(lambda r: views.read_board(r, asked))
        except FilterError as mistake:
            self.bar.show_mistake(mistake)
            return
        if self._keep is None and subject and self._was_closed(subject.id, shown):
            keep = cast("int | None", board.beside)
        self._keep, self._shown, self._number = None, shown, shown.number
        if self._narrowed:
            cards = [card for column in shown.columns for card in column.cards]
            keep = cast("int", cards[0].key) if cards else keep
            self._narrowed = False
        empty = NOTHING.format(self.bar.text) if self.bar.text else EMPTY
        board.empty = empty
        board.show(shown.columns, keep=keep)
        self._show_count()
        if self._view != "board":
            if self._view == "owners":
                self.table.columns = tables.owner_columns(shown.pipeline)
            self.table.empty = empty
            self.table.reset(keep_key=keep)
        self.refresh_bindings()

    def _was_closed(self, id: int, now: views.Shown) -> bool:
        """Was the deal under the board's cursor won or lost just now? Then the next is worked on,
        and the board stays where it is."""
        if self._view != "board":
            return False
        before, after = self.board.column_key, now.column_of(id)
        open_ones = [stage.id for stage in now.pipeline.stages if stage.status == "open"]
        return before in open_ones and after is not None and after not in open_ones

    def narrow(self, filter: str) -> None:
        """The board, which has the closed ones too, with the cursor on the first that fits: it
        may be in a column out of sight."""
        self._narrowed = True
        self._show_view("board")
        super().narrow(filter)

    def _show_count(self) -> None:
        only_open = self._view in ("table", "owners")
        count = texts.counted(self.shown.total(only_open=only_open), "deal")
        order = SORTS[self._sort][2]
        parts = [order, count] if self._view in ("board", "table") else [count]
        if len(self.shown.pipelines) > 1:
            parts.insert(0, self.shown.pipeline.name)
        self.bar.show_count(" · ".join(parts))

    @on(Board.NeedCards)
    def _cards_wanted(self) -> None:
        self.load()

    @on(VirtualTable.NeedRows)
    def _rows_wanted(self, event: VirtualTable.NeedRows) -> None:
        if self._shown is not None:
            self.host.work(partial(self._feed, event), node=self, group="rows")

    async def _feed(self, wanted: VirtualTable.NeedRows) -> None:
        page = replace(self._page(), limit=wanted.count, offset=wanted.offset)
        pipeline, read = self.shown.pipeline, tables.READ[self._view]
        rows, total, place = await self.host.read(
            lambda r: read(r, pipeline, page, wanted.keep_key)
        )
        wanted.table.feed(wanted.generation, wanted.offset, rows, total, place)

    # -- what is shown, and how ------------------------------------------------------------------

    def action_filter(self) -> None:
        """To the filter's line."""
        self.bar.take_focus()

    def action_filter_off(self) -> None:
        """To all deals."""
        self.bar.clear()

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self.load()

    def action_deal_sort(self) -> None:
        """A short list of orders."""
        entries = [(key, name, note) for key, name, note in SORTS.values()]
        self._choose("Sort by", entries, lambda number: self._sort_by(list(SORTS)[number]))

    def _sort_by(self, sort: str) -> None:
        self._sort = sort
        self.load()

    def action_deal_view(self) -> None:
        """A short list of views."""
        entries = list(VIEWS.values())
        self._choose("Show as", entries, lambda number: self._show_view(list(VIEWS)[number]))

    def _show_view(self, view: str) -> None:
        """Another view; the cursor stays on its deal where there are deals on both."""
        subject = self.subject()
        self._keep, self._view = subject.id if subject else None, view
        for name in VIEWS:
            each = self.query_one(f"#{name}")
            each.display = name == view
            each.set_class(name == view, "-shown")
        self.query_one(f"#{view}").focus()
        self.load()

    def for_text(self) -> tuple[str, Page, list[str]]:
        """The pipeline's open deals that fit the filter, stage by stage."""
        typed = f"({self.bar.text}) " if self.bar.text.strip() else ""
        wanted = f"{typed}is:open pipeline={quoted(self.shown.pipeline.name)}"
        return "deals", replace(self._page(), filter=wanted, sort="stage"), []

    def _choose(
        self, title: str, entries: list[tuple[str, str, str]], then: Callable[[int], None]
    ) -> None:
        from crm_tui.screens.dialogs.menu import Menu

        def chosen(number: int | None) -> None:
            if number is not None:
                then(number)

        self.app.push_screen(Menu(title, entries), chosen)

    def action_pipeline_next(self) -> None:
        """Another pipeline, where there are several."""
        count = len(self.shown.pipelines)
        self._number = (self._number + 1) % count
        if count == 1:
            self.host.say("there is one pipeline: crm pipeline add makes another")
        self.load()

    # -- deals -----------------------------------------------------------------------------------

    @on(Board.MoveRequested)
    def _move(self, event: Board.MoveRequested) -> None:
        from crm_tui.services import deals

        pipeline = self.shown.pipeline
        stage = next(each for each in pipeline.stages if each.id == event.to_column_key)
        id = cast("int", event.card_key)
        if stage.status == "lost":
            self.action_deal_lose()
        elif stage.status == "won":
            self.action_deal_win()
        else:
            column = next(each for each in self.shown.columns if each.key == stage.id)
            full = column.limit is not None and column.count >= column.limit
            self.host.perform(
                "deal move",
                lambda w: deals.move(w, id, stage.name, pipeline_name=pipeline.name),
                quiet=not full,
            )

    def stay_on(self, id: int) -> None:
        """At the next reading the cursor goes to this deal."""
        self._keep = id

    @on(Board.CardHighlighted)
    @on(VirtualTable.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(Board.CardSelected)
    def _selected(self) -> None:
        self.action_record_open()

    @on(VirtualTable.Selected)
    def _row_selected(self, event: VirtualTable.Selected) -> None:
        """Open the deal; go to an owner's deals, or to those of a stage of the funnel."""
        if self._view == "table":
            self.action_record_open()
        else:
            self._show_view("board")
            self.bar.ask(cast("str", event.key))
