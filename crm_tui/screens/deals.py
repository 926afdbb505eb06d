"""The pipeline: deals on a board, moved by keyboard or mouse."""

from __future__ import annotations

from functools import partial
from typing import cast

from textual import on
from textual.app import ComposeResult

from crm_tui.clock import Clock
from crm_tui.domain.deals import Deal, Pipeline, Stage, is_rotting, next_state, rot_reason
from crm_tui.queries import deals as queries
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.keys import bindings
from crm_tui.store.reader import Reader
from crm_tui.widgets.board import Board, BoardColumn, Card
from crm_tui.widgets.board_layout import NextState

EMPTY = "No deals yet: press n to add one, or N on a contact"


class PipelineScreen(RecordActions):
    """One pipeline's open deals, and those closed lately."""

    WHERE = "pipeline"
    BINDINGS = bindings(WHERE)

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self._pipelines: list[Pipeline] = []
        self._deals: dict[int, Deal] = {}

    def body(self) -> ComposeResult:
        """The board."""
        yield Board(empty=EMPTY, empty_column="none")

    @property
    def board(self) -> Board:
        """The board."""
        return self.query_one(Board)

    @property
    def pipeline(self) -> Pipeline:
        """The pipeline that is shown."""
        return self._pipelines[self._number]

    def subject(self) -> Target | None:
        """The deal under the cursor."""
        boards = self.query(Board)
        card = boards.first().card if boards else None
        return Target("deal", cast("int", card.key), card.title) if card else None

    async def reread(self) -> None:
        """The deals as they are now; the cursor stays on its deal.

        What was read before a move was written is not shown: the deal would jump back. The
        end of the writing has it read anew.
        """
        number, written = self._number, self.host.written
        pipelines, found = await self.host.read(lambda r: _read(r, number))
        if self.host.asked != written:
            return
        self._pipelines = pipelines
        self._number = min(number, len(self._pipelines) - 1)
        self._deals = {deal.id: deal for deal in found}
        self._show()

    def _show(self, keep: int | None = None) -> None:
        clock = self.host.clock
        deals = list(self._deals.values())
        columns = [
            _column(stage, [deal for deal in deals if deal.stage_id == stage.id], clock)
            for stage in self.pipeline.stages
        ]
        self.board.show(columns, keep=keep)
        self.refresh_bindings()

    # -- commands of the board -----------------------------------------------------------------

    @on(Board.MoveRequested)
    def _move(self, event: Board.MoveRequested) -> None:
        deal = self._deals.get(cast("int", event.card_key))
        stage = next(each for each in self.pipeline.stages if each.id == event.to_column_key)
        if deal is None:
            return
        if stage.status == "lost":
            self.action_deal_lose()
        else:
            self._carry(deal, stage)

    def _carry(self, deal: Deal, stage: Stage) -> None:
        """Show the deal in its new stage at once, and write it."""
        from crm_tui.services import deals

        self._deals[deal.id] = deal._replace(
            stage_id=stage.id,
            stage=stage.name,
            status=stage.status,
            probability=stage.probability,
            rotting_days=stage.rotting_days,
            stage_since=_now(self.host.clock),
        )
        self._show(keep=deal.id)
        pipeline = self.pipeline.name
        self.host.perform(
            "deal move",
            lambda w: deals.move(w, deal.id, stage.name, pipeline_name=pipeline),
            quiet=stage.status == "open",
        )

    def action_deal_add(self) -> None:
        """The form for a deal in the stage under the cursor."""
        from crm_tui.screens.dialogs import deals

        here = next(
            (each.name for each in self.pipeline.stages if each.id == self.board.column_key), ""
        )
        self.host.work(partial(deals.add, self.host, pipeline=self.pipeline.name, stage=here))

    def action_pipeline_next(self) -> None:
        """Another pipeline, where there are several."""
        self._number = (self._number + 1) % len(self._pipelines)
        self.host.say(f"pipeline {self.pipeline.name}")
        self.load()

    @on(Board.CardHighlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(Board.CardSelected)
    def _selected(self) -> None:
        self.action_record_open()


def _read(reader: Reader, number: int) -> tuple[list[Pipeline], list[Deal]]:
    pipelines = queries.pipelines(reader)
    shown = pipelines[min(number, len(pipelines) - 1)]
    return pipelines, queries.on_board(reader, shown.id)


def _column(stage: Stage, deals: list[Deal], clock: Clock) -> BoardColumn:
    open_ = stage.status == "open"
    return BoardColumn(
        stage.id,
        stage.name,
        len(deals),
        texts.sums(deals),
        texts.weighted_sums(deals) if open_ else "",
        cards=[card(deal, clock) for deal in deals],
    )


def card(deal: Deal, clock: Clock) -> Card:
    """A deal as a card."""
    return Card(
        deal.id,
        deal.title,
        texts.brief_value(deal),
        deal.company or "",
        texts.stage_age(deal, clock),
        cast("NextState", next_state(deal, clock)),
        is_rotting(deal, clock),
        _why(deal, clock),
    )


def _why(deal: Deal, clock: Clock) -> str:
    """The line below the board: why it rots, else what is next, else why it was lost."""
    if why := rot_reason(deal, clock):
        return f"▲ {why}"
    if deal.next_step and deal.next_due:
        return f"next: {deal.next_step} · {texts.due_text(deal.next_due, clock)}"
    return f"lost: {deal.lost_reason}" if deal.lost_reason else ""


def _now(clock: Clock) -> str:
    from crm_tui.clock import encode_instant

    return encode_instant(clock.now())
