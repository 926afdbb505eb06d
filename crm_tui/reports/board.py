"""The pipeline: its stages with counts, sums per currency, and their deals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from crm_tui.clock import Clock
from crm_tui.domain.deals import (
    NEXT_SIGNS,
    Deal,
    Pipeline,
    Stage,
    days_in_stage,
    held,
    is_rotting,
    next_state,
    weighted,
)
from crm_tui.domain.money import compact
from crm_tui.queries import board
from crm_tui.queries.paging import Page
from crm_tui.reports.layout import Line, pad, wrap
from crm_tui.store.reader import Reader
from crm_tui.text import inert

_ALL = Page()
_GAP = 2
_NARROWEST = 16
_CARD_LINES = 2  # for each of a card's texts


class Total(NamedTuple):
    """A sum in one currency, in minor units; `weighted` by probability."""

    currency: str
    value: int
    weighted: int


class Column(NamedTuple):
    """A stage with its deals."""

    stage: Stage
    deals: tuple[Deal, ...]
    totals: tuple[Total, ...]


def columns(reader: Reader, pipeline: Pipeline, page: Page = _ALL) -> list[Column]:
    """The pipeline's stages with their open deals, and those closed in the last 30 days; the
    page's filter and sort hold. Raises FilterError, UsageError."""
    by_stage: dict[int, list[Deal]] = defaultdict(list)
    for deal in board.window(reader, board.choose(reader, pipeline.id, page)):
        by_stage[deal.stage_id].append(deal)
    return [
        Column(stage, tuple(by_stage[stage.id]), totals(by_stage[stage.id]))
        for stage in pipeline.stages
    ]


def totals(found: list[Deal]) -> tuple[Total, ...]:
    """What the deals are worth, currency by currency."""
    sums: dict[str, list[int]] = {}
    for deal in found:
        sum_ = sums.setdefault(deal.currency, [0, 0])
        sum_[0] += deal.value or 0
        sum_[1] += weighted(deal.value, deal.probability, deal.status)
    return tuple(Total(currency, *sums[currency]) for currency in sorted(sums))


def lines(pipeline: Pipeline, found: list[Column], clock: Clock, cells: int) -> Iterator[Line]:
    """The board as text within so many cells: open stages side by side, in as many bands
    as they need, then a line for each closed stage."""
    yield Line(pipeline.name, "head")
    open_ones = [column for column in found if column.stage.status == "open"]
    each_band = max(1, (cells + _GAP) // (_NARROWEST + _GAP))
    for start in range(0, len(open_ones), each_band):
        yield Line("")
        yield from _band(open_ones[start : start + each_band], clock, cells)
    closed = [column for column in found if column.stage.status != "open"]
    if closed:
        yield Line("")
    for column in closed:
        worth = " + ".join(compact(total.value, total.currency) for total in column.totals)
        yield Line(f"{column.stage.name}, last 30 days: {len(column.deals)} {worth}".rstrip())


def card(deal: Deal, clock: Clock) -> tuple[str, str, str]:
    """A deal in three short texts: title, company, then value, age and next step."""
    worth = "" if deal.value is None else compact(deal.value, deal.currency)
    age = f"{days_in_stage(deal, clock)}d{'!' * is_rotting(deal, clock)}"
    sign = NEXT_SIGNS[next_state(deal, clock)]
    return deal.title, deal.company or "", " ".join(filter(None, (worth, age, sign)))


def _band(band: list[Column], clock: Clock, cells: int) -> Iterator[Line]:
    room = (cells + _GAP) // len(band) - _GAP
    stacks = [list(_stack(column, clock, room)) for column in band]
    for number in range(max(map(len, stacks))):
        row = [stack[number] if number < len(stack) else "" for stack in stacks]
        text = (" " * _GAP).join(pad(cell, room) for cell in row)
        yield Line(text.rstrip(), "head" if number == 0 else "")


def _stack(column: Column, clock: Clock, room: int) -> Iterator[str]:
    yield f"{inert(column.stage.name)} ({held(len(column.deals), column.stage.deal_limit)})"
    for total in column.totals:
        worth, likely = (compact(minor, total.currency) for minor in total[1:])
        yield f"{worth} ({likely})"
    for deal in column.deals:
        yield ""
        for text in filter(None, card(deal, clock)):
            yield from wrap(inert(text), room, _CARD_LINES)
