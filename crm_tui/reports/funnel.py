"""A pipeline as a funnel: what is in each stage, how many go on from it, and how fast."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from crm_tui.domain.deals import Pipeline, Stage
from crm_tui.domain.money import compact
from crm_tui.queries import board
from crm_tui.queries import funnel as queries
from crm_tui.queries.paging import Page
from crm_tui.reports.layout import Line, pad
from crm_tui.store.reader import Reader

_BAR = 20
Sums = tuple[tuple[str, int], ...]


class Step(NamedTuple):
    """A stage's figures. `values` and `weighted` are sums by currency in minor units;
    `goes_on` is the share of the deals that came as far as this stage, and are not in it any
    more, which went on to a later one; `median_days` how long deals stayed in it. Both are
    None where no deal has left it."""

    stage: Stage
    deals: int
    values: Sums
    weighted: Sums
    goes_on: float | None
    median_days: float | None

    @property
    def name(self) -> str:
        """The stage's name; of a closed one, how lately its deals were closed."""
        return self.stage.name if self.stage.status == "open" else f"{self.stage.name}, 30d"


def steps(reader: Reader, pipeline: Pipeline, page: Page) -> list[Step]:
    """The open stages, then the won one with what was won in the last 30 days; of the deals
    that the page's filter keeps. Raises FilterError."""
    chosen = board.choose(reader, pipeline.id, page)
    everything = queries.choose(reader, pipeline.id, page)
    sums = {
        id: list(rows) for id, rows in groupby(board.sums(reader, chosen), lambda s: s.stage_id)
    }
    reached, stays = queries.reached(reader, everything), queries.median_days(reader, everything)
    found = []
    for stage in pipeline.stages:
        if stage.status == "lost":
            continue
        of_stage = sums.get(stage.id, [])
        found.append(
            Step(
                stage,
                sum(row.deals for row in of_stage),
                tuple((row.currency, row.value) for row in of_stage if row.value),
                tuple((row.currency, row.weighted) for row in of_stage if row.weighted),
                _share(stage, reached) if stage.status == "open" else None,
                stays.get(stage.id),
            )
        )
    return found


def _share(stage: Stage, reached: list[queries.Reached]) -> float | None:
    on = sum(row.deals for row in reached if row.furthest > stage.position)
    ended = sum(
        row.deals for row in reached if row.furthest == stage.position and row.status == "lost"
    )
    return on / (on + ended) if on + ended else None


def bar(count: int, most: int, cells: int) -> str:
    """A bar that is as long as its share of the most; anything shows at least a little."""
    return "█" * max(round(cells * count / most), 1) if count else ""


def percent(share: float | None) -> str:
    """`62 %`, or nothing."""
    return "" if share is None else f"{share:.0%}".replace("%", " %")


def days(number: float | None) -> str:
    """`12d`, or nothing."""
    return "" if number is None else f"{number:g}d"


def lines(pipeline: Pipeline, found: list[Step]) -> Iterator[Line]:
    """The funnel as text."""
    yield Line(pipeline.name, "head")
    most = max((step.deals for step in found), default=0)
    name = max(len(step.name) for step in found)
    for step in found:
        worth = " + ".join(compact(minor, currency) for currency, minor in step.values)
        likely = " + ".join(compact(minor, currency) for currency, minor in step.weighted)
        facts = [str(step.deals), worth, f"≈ {likely}" if likely else ""]
        if step.goes_on is not None:
            facts.append(f"{percent(step.goes_on)} go on")
        if step.median_days is not None:
            facts.append(f"half within {days(step.median_days)}")
        shown = " · ".join(filter(None, facts))
        yield Line(f"  {pad(step.name, name)}  {pad(bar(step.deals, most, _BAR), _BAR)}  {shown}")
