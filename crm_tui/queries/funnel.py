"""Reading from the history of moves how far deals came, and how long they stayed."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.queries.deals import FOUND_IN
from crm_tui.queries.paging import Page, narrowed
from crm_tui.store.reader import Reader


class Selected(NamedTuple):
    """Which deals are asked for, whenever they were closed: a condition over the table d."""

    where: str
    params: dict[str, object]


class Reached(NamedTuple):
    """How many deals of a status came as far as the stage at the position `furthest`, a lost
    stage not counted."""

    furthest: int
    status: str
    deals: int


def choose(reader: Reader, pipeline_id: int, page: Page) -> Selected:
    """All deals of a pipeline that the page's filter keeps. Raises FilterError."""
    where, params, _ = narrowed(reader, "deal", page, FOUND_IN)
    return Selected(f"{where} AND d.pipeline_id = :pipeline", {**params, "pipeline": pipeline_id})


def reached(reader: Reader, selected: Selected) -> list[Reached]:
    """How far the deals came."""
    return reader.rows(
        Reached,
        "SELECT furthest, status, count(*) AS deals FROM (SELECT d.id, d.status,"
        " max(t.position) AS furthest FROM deal d JOIN stage_change m ON m.deal_id = d.id"
        " JOIN stage t ON t.id = m.to_stage_id AND t.pipeline_id = d.pipeline_id"
        f" AND t.status <> 'lost' {selected.where} GROUP BY d.id, d.status) AS each_deal"
        " GROUP BY furthest, status ORDER BY furthest, status",
        **selected.params,
    )


def median_days(reader: Reader, selected: Selected) -> dict[int, float]:
    """The median of the days that deals stayed in a stage before they left it, by stage."""
    rows = reader.db.rows(
        "SELECT stage_id, avg(days) FROM (SELECT m.from_stage_id AS stage_id,"
        " m.days_spent AS days, count(*) OVER (PARTITION BY m.from_stage_id) AS total,"
        " row_number() OVER (PARTITION BY m.from_stage_id ORDER BY m.days_spent, m.id) AS number"
        " FROM stage_change m JOIN deal d ON d.id = m.deal_id"
        f" {selected.where} AND m.from_stage_id IS NOT NULL AND m.days_spent IS NOT NULL)"
        " AS stays WHERE number IN ((total + 1) / 2, (total + 2) / 2) GROUP BY stage_id",
        selected.params,
    )
    return {int(stage): float(days) for stage, days in rows}
