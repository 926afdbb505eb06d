"""Adding a deal in a column of the board: on one line there, or by the form."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.widgets import Input

from crm_tui.domain.capture import title_and_amount
from crm_tui.domain.deals import Stage
from crm_tui.errors import CrmError
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.deal_views import Shown
from crm_tui.store.write import Write
from crm_tui.widgets.board import Board
from crm_tui.widgets.quick_add import QuickAdd


class DealAdding(RecordActions):
    """A screen with a board, or with the same deals in a table."""

    @property
    def board(self) -> Board:
        """The board."""
        return self.query_one(Board)

    @property
    def shown(self) -> Shown:
        """The pipeline as it was read last."""
        raise NotImplementedError

    @property
    def _stage(self) -> Stage:
        """The stage under the cursor, on a table the first."""
        stages = self.shown.pipeline.stages
        here = self.board.column_key if self.board.display else None
        return next((each for each in stages if each.id == here), stages[0])

    def action_deal_add(self) -> None:
        """A line in the column under the cursor; on a table the form."""
        board = self.board
        if not board.display:
            self._form({})
        elif not self.query(QuickAdd):
            line = QuickAdd("title 12k · tab: all fields", lambda: board.place)
            self.mount(line)
            line.focus()

    def on_resize(self) -> None:
        """The line goes where its column is now."""
        self.call_after_refresh(self._place_line)

    def _place_line(self) -> None:
        for line in self.query(QuickAdd):
            line.place()

    def _form(self, typed: dict[str, str]) -> None:
        from crm_tui.screens.dialogs import deals

        self.host.work(
            partial(
                deals.add,
                self.host,
                pipeline=self.shown.pipeline.name,
                stage=self._stage.name,
                typed=typed,
                then=self.stay_on,
            )
        )

    @on(Input.Submitted, "QuickAdd")
    def _add(self, event: Input.Submitted) -> None:
        """Add the deal, and put the cursor on it; the line stays until it is there."""
        from crm_tui.services import deals

        event.stop()
        if not event.value.strip():
            self._close_line()
            return
        title, amount = title_and_amount(event.value.strip())
        given = {
            "title": title,
            "value": amount,
            "pipeline": self.shown.pipeline.name,
            "stage": self._stage.name,
        }

        def job(w: Write) -> int:
            return deals.create(w, given)

        self.host.perform("deal add", job, dialog=self, then=self.stay_on)

    def stay_on(self, id: int) -> None:
        """At the next reading the cursor goes to this deal."""
        raise NotImplementedError

    def accepted(self) -> None:
        """The deal is added."""
        self._close_line()

    def refused(self, error: CrmError) -> None:
        """It is not: the line stays as it was typed."""
        self.host.complain(error)

    @on(QuickAdd.Ended)
    def _ended(self, event: QuickAdd.Ended) -> None:
        if event.form:
            title, amount = title_and_amount(event.text.strip())
            self._close_line()
            self._form({"title": title, "value": amount} if title else {})
        elif event.text.strip():
            from crm_tui.screens.dialogs.confirm import Confirm

            question = Confirm("Throw away what you typed?", "Throw away", "Keep editing")
            self.app.push_screen(question, self._answered)
        else:
            self._close_line()

    def _answered(self, sure: bool | None) -> None:
        if sure:
            self._close_line()

    def _close_line(self) -> None:
        for line in self.query(QuickAdd):
            line.remove()
        if self.board.display:
            self.board.focus()
