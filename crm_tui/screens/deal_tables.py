"""The pipeline's deals in tables, read off the UI thread: one by one, by owner, as a funnel."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from crm_tui.clock import Clock
from crm_tui.domain.deals import NEXT_SIGNS, Deal, Pipeline, is_rotting, next_state, weighted
from crm_tui.domain.filters import quoted
from crm_tui.domain.money import compact
from crm_tui.domain.products import LineItem
from crm_tui.queries import board, line_items
from crm_tui.queries.board import OwnerSum
from crm_tui.queries.paging import Page
from crm_tui.reports import funnel
from crm_tui.screens import texts
from crm_tui.screens.deal_views import totals
from crm_tui.store.reader import Reader
from crm_tui.widgets.safe import safe
from crm_tui.widgets.table import Column, TableRow

TABLE = (
    Column("title", "Deal", 18, flex=3),
    Column("value", "Value", 8, align="right"),
    Column("stage", "Stage", 11),
    Column("age", "Age", 6),
    Column("next", "Next step", 12),
    Column("company", "Company", 12, flex=2),
    Column("weighted", "Weighted", 8, align="right"),
    Column("close", "Close", 12),
    Column("owner", "Owner", 8, flex=1),
    Column("products", "Products", 12, flex=1),
)
OWNERS = (
    Column("owner", "Owner", 12, flex=2),
    Column("all", "All", 13, flex=1, align="right"),
    Column("weighted", "Weighted", 10, flex=1, align="right"),
)
BAR = 16
FUNNEL = (
    Column("stage", "Stage", 12, flex=1),
    Column("bar", "", BAR),
    Column("count", "Deals", 5, align="right"),
    Column("value", "Value", 10, flex=1, align="right"),
    Column("weighted", "Weighted", 10, flex=1, align="right"),
    Column("on", "Go on", 6, align="right"),
    Column("days", "Days", 5, align="right"),
)
_STYLES = {
    "overdue": "$text-error",
    "today": "$text-accent",
    "planned": "$text-success",
    "none": "$text-muted",
}


class Rows(NamedTuple):
    """Rows of a table, how many it has, and where the one is that the cursor stays on."""

    rows: list[TableRow]
    total: int
    place: int | None


# -- the table ---------------------------------------------------------------------------------


def read_table(reader: Reader, pipeline: Pipeline, page: Page, keep: object) -> Rows:
    """A page of the pipeline's open deals. Raises FilterError."""
    chosen = board.choose(reader, pipeline.id, page, only_open=True)
    deals = board.window(reader, chosen, limit=page.limit, offset=page.offset)
    total = sum(row.deals for row in board.sums(reader, chosen))
    place = board.place(reader, chosen, keep) if isinstance(keep, int) else None
    sold = line_items.of_deals(reader, [deal.id for deal in deals])
    rows = [_row(deal, sold.get(deal.id, ()), reader.clock) for deal in deals]
    return Rows(rows, total, place)


def _row(deal: Deal, sold: tuple[LineItem, ...], clock: Clock) -> TableRow:
    state = next_state(deal, clock)
    due = texts.due_text(deal.next_due, clock) if deal.next_due else "none"
    rotting = is_rotting(deal, clock)
    age = safe(f"{texts.stage_age(deal, clock)}{' ▲' * rotting}", "$text-warning" * rotting)
    likely = weighted(deal.value, deal.probability, deal.status)
    return TableRow(
        deal.id,
        (
            deal.title,
            texts.brief_value(deal),
            deal.stage,
            age,
            safe(f"{NEXT_SIGNS[state]} {due}", _STYLES[state]),
            deal.company or "",
            compact(likely, deal.currency) if deal.value else "",
            texts.day_text(deal.expected_close, clock),
            deal.owner or "",
            ", ".join(line.product for line in sold),
        ),
    )


# -- the owners --------------------------------------------------------------------------------


def owner_columns(pipeline: Pipeline) -> tuple[Column, ...]:
    """Who, all of theirs, and a column for each open stage."""
    return (
        *OWNERS,
        *(
            Column(str(stage.id), stage.name, 13, flex=1, align="right")
            for stage in pipeline.stages
            if stage.status == "open"
        ),
    )


def read_owners(reader: Reader, pipeline: Pipeline, page: Page, keep: object) -> Rows:
    """A line for each owner of open deals, whose key is the filter for them.

    Raises FilterError.
    """
    found = board.by_owner(reader, board.choose(reader, pipeline.id, page, only_open=True))
    stages = [stage.id for stage in pipeline.stages if stage.status == "open"]
    rows = []
    for owner, group in groupby(found, key=lambda row: row.owner):
        theirs = list(group)
        cells = [_counted([row for row in theirs if row.stage_id == id]) for id in stages]
        name = owner if owner is not None else safe("nobody", "$text-muted")
        rows.append(
            TableRow(
                _asking("owner", owner),
                (name, _counted(theirs), totals(theirs, weighted=True), *cells),
            )
        )
    return _all_of(rows, keep)


def _all_of(rows: list[TableRow], keep: object) -> Rows:
    """A short table as a whole."""
    keys = [row.key for row in rows]
    return Rows(rows, len(rows), keys.index(keep) if keep in keys else None)


# -- the funnel --------------------------------------------------------------------------------


def read_funnel(reader: Reader, pipeline: Pipeline, page: Page, keep: object) -> Rows:
    """A line for each open stage and the won one, whose key is the filter for it.

    Raises FilterError.
    """
    found = funnel.steps(reader, pipeline, page)
    most = max((step.deals for step in found), default=0)
    rows = [
        TableRow(
            _asking("stage", step.stage.name),
            (
                step.name,
                safe(funnel.bar(step.deals, most, BAR), "$text-primary"),
                str(step.deals),
                *map(texts.amounts, (step.values, step.weighted)),
                funnel.percent(step.goes_on),
                funnel.days(step.median_days),
            ),
        )
        for step in found
    ]
    return _all_of(rows, keep)


def _asking(field: str, name: str | None) -> str:
    """The filter for the records that have this name in a field, or none."""
    if name is None:
        return f"no:{field}"
    return f"{field}={quoted(name)}"


def _counted(sums: list[OwnerSum]) -> str:
    count = sum(row.deals for row in sums)
    return f"{count} · {totals(sums)}".removesuffix(" · ") if count else "–"


Read = Callable[[Reader, Pipeline, Page, object], Rows]
READ: dict[str, Read] = {"table": read_table, "owners": read_owners, "funnel": read_funnel}
