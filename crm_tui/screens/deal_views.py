"""What the pipeline's board shows, read off the UI thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple, cast

from crm_tui.clock import Clock
from crm_tui.domain.deals import (
    Deal,
    Pipeline,
    Stage,
    is_rotting,
    next_state,
    silence,
    standing,
)
from crm_tui.queries import board
from crm_tui.queries.board import OwnerSum, StageSum
from crm_tui.queries.deals import pipelines
from crm_tui.queries.paging import Page
from crm_tui.screens import texts
from crm_tui.store.reader import Reader
from crm_tui.widgets.board_layout import BoardColumn, Card, NextState

# A window of a column's cards: three screens of them, or this many.
_LEAST = 24


class Asked(NamedTuple):
    """What is to be read: of which pipeline, filtered and sorted how; and of the board, the
    deal `keep` that the cursor stays on, the columns' first cards in view, and their room."""

    number: int
    page: Page
    keep: int | None = None
    tops: Mapping[object, int] = {}
    fits: int = 1


class Shown(NamedTuple):
    """The pipelines, which of them is shown, and its board."""

    pipelines: list[Pipeline]
    number: int
    columns: list[BoardColumn]

    @property
    def pipeline(self) -> Pipeline:
        """The one that is shown."""
        return self.pipelines[self.number]

    def column_of(self, id: int) -> object:
        """The key of the column that a deal's card is in; None where it is out of view."""
        found = (c.key for c in self.columns if any(card.key == id for card in c.cards))
        return next(found, None)

    def total(self, *, only_open: bool) -> int:
        """How many deals fit the filter."""
        return sum(
            column.count
            for column, stage in zip(self.columns, self.pipeline.stages, strict=True)
            if stage.status == "open" or not only_open
        )


def read_board(reader: Reader, asked: Asked) -> Shown:
    """The stages with their sums and a window of cards each. Raises FilterError."""
    found = pipelines(reader)
    number = min(asked.number, len(found) - 1)
    pipeline = found[number]
    chosen = board.choose(reader, pipeline.id, asked.page)
    sums = {
        id: list(group)
        for id, group in groupby(board.sums(reader, chosen), key=lambda row: row.stage_id)
    }
    tops = dict(asked.tops)
    if asked.keep is not None and (stage_id := board.stage_of(reader, asked.keep)) is not None:
        tops[stage_id] = board.place(reader, chosen, asked.keep, stage_id) or 0
    columns = []
    for stage in pipeline.stages:
        of_stage = sums.get(stage.id, [])
        size = max(_LEAST, 3 * asked.fits)
        first = max(0, tops.get(stage.id, 0) - size // 2)
        deals = (
            board.window(reader, chosen, stage_id=stage.id, limit=size, offset=first)
            if of_stage
            else []
        )
        columns.append(_column(stage, of_stage, deals, first, reader.clock))
    return Shown(found, number, columns)


def _column(
    stage: Stage, sums: list[StageSum], deals: list[Deal], first: int, clock: Clock
) -> BoardColumn:
    open_ = stage.status == "open"
    return BoardColumn(
        stage.id,
        stage.name,
        sum(row.deals for row in sums),
        totals(sums),
        totals(sums, weighted=True) if open_ else "",
        stage.deal_limit if open_ else None,
        [card(deal, clock) for deal in deals],
        first,
    )


def totals(sums: Iterable[StageSum | OwnerSum], *, weighted: bool = False) -> str:
    """Sums of several stages or of one, per currency: `€12.5k + $3k`."""
    found: dict[str, int] = {}
    for row in sums:
        amount = row.weighted if weighted else row.value
        found[row.currency] = found.get(row.currency, 0) + amount
    return texts.amounts((code, amount) for code, amount in found.items() if amount)


def card(deal: Deal, clock: Clock) -> Card:
    """A deal as a card."""
    open_ = deal.status == "open"
    days = silence(deal, clock)
    return Card(
        deal.id,
        deal.title,
        texts.brief_value(deal),
        deal.company or "",
        texts.stage_age(deal, clock),
        ("–" if days is None else f"{days}d") if open_ else "",
        cast("NextState", next_state(deal, clock)) if open_ else None,
        is_rotting(deal, clock),
        why(deal, clock),
    )


def why(deal: Deal, clock: Clock) -> str:
    """The line below the board: an open deal's three facts, or why it was lost."""
    if deal.status != "open":
        return f"lost: {deal.lost_reason}" if deal.lost_reason else ""
    facts = standing(deal, clock)
    if is_rotting(deal, clock):
        return f"▲ {facts}"
    if deal.next_step and deal.next_due:
        facts = facts.rpartition(" · ")[0]
        return f"{facts} · next: {deal.next_step}, {texts.due_text(deal.next_due, clock)}"
    return facts
