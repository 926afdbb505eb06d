"""The doubtful rows of a file, side by side with whom they resemble, one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from crm_tui.importing.recipe import NEW, SAME, SKIP, Recipe
from crm_tui.importing.review import Pair, doubtful
from crm_tui.queries.resolve import Target
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.imports.running import Run
from crm_tui.screens.keys import bindings
from crm_tui.screens.sides import rows
from crm_tui.store.bulk import Stopped
from crm_tui.widgets.safe import safe
from crm_tui.widgets.table import Column, TableRow, VirtualTable

COLUMNS = (
    Column("what", "", 12),
    Column("here", "Here", 28, flex=1),
    Column("row", "In the file", 28, flex=1),
)
_SAID = {
    "": ("?", "comes in as another, until you say more"),
    SAME: ("=", "the same: the row goes into the one that is here"),
    NEW: ("+", "another: it comes in as a new one"),
    SKIP: ("–", "left out"),
}


class ReviewScreen(RecordActions):
    """The doubtful rows of a file, as a recipe reads it; the recipe with the answers goes to
    `then` when the screen is left."""

    WHERE = "review"
    BINDINGS = bindings(WHERE)

    def __init__(self, path: Path, recipe: Recipe, then: Callable[[Recipe], None]) -> None:
        super().__init__()
        self._path, self._recipe, self._then = path, recipe, then
        self._answers = dict(recipe.answers)
        self._doubtful = recipe.doubtful
        self._pairs: list[Pair] | None = None
        self._finding: asyncio.Task[None] | None = None
        self._number = 0
        self._run = Run()

    def body(self) -> ComposeResult:
        """Why the row is here and what was said of it, above its fields."""
        yield Static(id="pair-head")
        yield VirtualTable(COLUMNS, empty="No row of the file is doubtful")

    @property
    def table(self) -> VirtualTable:
        """The fields of both."""
        return self.query_one(VirtualTable)

    def subject(self) -> Target | None:
        """The record that is here, once there is a pair."""
        return self._pair.here.target if self._pair else None

    @property
    def _pair(self) -> Pair | None:
        return self._pairs[self._number] if self._pairs else None

    async def reread(self) -> None:
        """Find the doubtful rows, once."""
        if self._finding is None:
            self._finding = asyncio.create_task(self._find())
        # It goes on when a change elsewhere has the screen read again.
        await asyncio.shield(self._finding)

    async def _find(self) -> None:
        path, recipe, run = self._path, self._recipe, self._run
        try:
            self._pairs = await self.host.in_turn(
                lambda workspace: doubtful(workspace, path, recipe, run.progress)
            )
        except Stopped:
            return
        if not self.is_attached:
            return
        open_ = (n for n, each in enumerate(self._pairs) if each.doubt.key not in self._answers)
        self._number = next(open_, 0)
        self._show()

    def on_unmount(self) -> None:
        """Nobody waits for the rows any more."""
        self._run.stopped = True

    def _show(self) -> None:
        head = self.query_one("#pair-head", Static)
        pair = self._pair
        head.display = pair is not None
        if pair and self._pairs:
            sign, told = _SAID[self._answer(pair)]
            line = safe(f" {self._number + 1:,} of {len(self._pairs):,}", "bold")
            line += safe(f"  line {pair.doubt.line} {pair.doubt.why}")
            said = safe(f" {sign} ", "bold $text-accent") + safe(told)
            head.update(Content("\n").join([line, said]))
        self.table.reset(total=len(self._rows()), keep_key=self.table.cursor_key)
        self.refresh_bindings()

    def _answer(self, pair: Pair) -> str:
        said = replace(self._recipe, answers=self._answers, doubtful=self._doubtful)
        return said.answer(pair.doubt.key)

    def _rows(self) -> list[TableRow]:
        pair = self._pair
        if pair is None:
            return []
        here, row = pair.here, pair.row
        other = (name for name in here.fields if here.fields[name] != row.fields[name])
        return rows(here, row, set(filter(self._recipe.overwrites, other)))

    @on(VirtualTable.NeedRows)
    def _feed(self, wanted: VirtualTable.NeedRows) -> None:
        self.table.feed_from(self._rows(), wanted)

    # -- commands ----------------------------------------------------------------------------

    def action_back(self) -> None:
        """Back to the plan, with what was answered by now."""
        self.dismiss()
        self._then(replace(self._recipe, answers=self._answers, doubtful=self._doubtful))

    def action_review_same(self) -> None:
        """It is the one that is here."""
        self._say(SAME)

    def action_review_new(self) -> None:
        """It is another."""
        self._say(NEW)

    def action_review_skip(self) -> None:
        """It is not wanted."""
        self._say(SKIP)

    def action_review_rest_new(self) -> None:
        """All that were not answered yet are others."""
        self._say_rest(NEW)

    def action_review_rest_skip(self) -> None:
        """All that were not answered yet are not wanted."""
        self._say_rest(SKIP)

    def action_review_next(self) -> None:
        """The next row; this one waits."""
        self._step(1)

    def action_review_previous(self) -> None:
        """The row before."""
        self._step(-1)

    def _say(self, answer: str) -> None:
        if not (self._pairs and self._pair):
            return
        self._answers[self._pair.doubt.key] = answer
        if all(each.doubt.key in self._answers for each in self._pairs):
            self.action_back()
        else:
            self._step(1)

    def _say_rest(self, answer: str) -> None:
        for pair in self._pairs or ():
            self._answers.setdefault(pair.doubt.key, answer)
        self._doubtful = answer
        self.action_back()

    def _step(self, by: int) -> None:
        if self._pairs:
            self._number = (self._number + by) % len(self._pairs)
            self.table.move_to(0)
            self._show()
