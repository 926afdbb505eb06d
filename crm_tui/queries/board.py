"""Reading a pipeline as a board: its sums by stage, and of its deals only those in view."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from crm_tui.clock import encode_instant
from crm_tui.domain.deals import Deal
from crm_tui.queries.deals import FOUND_IN, SELECT
from crm_tui.queries.paging import Page, before, narrowed, order_by
from crm_tui.store.reader import Reader

# How lately a closed deal was closed that is still on the board.
LATELY = timedelta(days=30)
# All that orders deals stands in their own row, so that the joins are made for a window only.
SORTS = {
    "age": "d.stage_since",
    "value": "d.value",
    "close": "d.expected_close",
    "next": "d.next_reminder_at",
    "title": "d.title_key",
    "stage": "(SELECT s.position FROM stage s WHERE s.id = d.stage_id)",
    "company": "(SELECT co.name_key FROM company co WHERE co.id = d.company_id)",
    "owner": '(SELECT u.name_key FROM "user" u WHERE u.id = d.owner_id)',
    "weighted": "d.value * d.probability",
}
# As `domain.deals.weighted` has it.
WEIGHTED = (
    "(coalesce(d.value, 0)"
    " * CASE d.status WHEN 'won' THEN 100 WHEN 'lost' THEN 0 ELSE d.probability END + 50) / 100"
)


class Chosen(NamedTuple):
    """Which deals of a pipeline are asked for, and in which order (that of `sort`, by one of
    `SORTS`): parts of a statement over the table d."""

    where: str
    order: str
    params: dict[str, object]
    sort: str


class StageSum(NamedTuple):
    """What the deals of one currency in one stage come to, in minor units."""

    stage_id: int
    currency: str
    deals: int
    value: int
    weighted: int


class OwnerSum(NamedTuple):
    """What an owner's open deals of one currency in one stage come to; `owner` None for
    deals that nobody looks after."""

    owner: str | None
    stage_id: int
    currency: str
    deals: int
    value: int
    weighted: int


def choose(reader: Reader, pipeline_id: int, page: Page, *, only_open: bool = False) -> Chosen:
    """The pipeline's open deals that the page's filter keeps, in the order of its sort, by
    default those longest in their stage first; and, unless `only_open`, those closed lately.

    Raises FilterError, UsageError for an unknown sort.
    """
    where, params, _ = narrowed(reader, "deal", page, FOUND_IN)
    lately = "" if only_open else " OR d.closed_at >= :lately"
    # As TRUE keeps SQLite from an index that would find nearly all, one by one.
    where += f" AND (d.pipeline_id = :pipeline) IS TRUE AND (d.status = 'open'{lately})"
    params |= {"pipeline": pipeline_id, "lately": encode_instant(reader.clock.now() - LATELY)}
    sort = page.sort or "age"
    return Chosen(where, order_by(sort, SORTS, "d.id"), params, sort)


def sums(reader: Reader, chosen: Chosen) -> list[StageSum]:
    """Count, value and weighted value by stage and currency, the most frequent one first."""
    # Plainly here, once more: the index deal_on_board has all that is added up.
    return reader.rows(
        StageSum,
        "SELECT d.stage_id, d.currency, count(*) AS deals,"
        " CAST(sum(coalesce(d.value, 0)) AS BIGINT) AS value,"
        f" CAST(sum({WEIGHTED}) AS BIGINT) AS weighted"
        f" FROM deal d {chosen.where} AND d.pipeline_id = :pipeline GROUP BY d.stage_id, d.currency"
        " ORDER BY d.stage_id, count(*) DESC, d.currency",
        **chosen.params,
    )


def by_owner(reader: Reader, chosen: Chosen) -> list[OwnerSum]:
    """The same by owner too, in the order of their names, nobody's last."""
    return reader.rows(
        OwnerSum,
        "SELECT u.name AS owner, d.stage_id, d.currency, count(*) AS deals,"
        " CAST(sum(coalesce(d.value, 0)) AS BIGINT) AS value,"
        f" CAST(sum({WEIGHTED}) AS BIGINT) AS weighted"
        f' FROM deal d LEFT JOIN "user" u ON u.id = d.owner_id {chosen.where}'
        " GROUP BY u.name, u.name_key, d.stage_id, d.currency"
        " ORDER BY u.name_key NULLS LAST, d.stage_id, count(*) DESC, d.currency",
        **chosen.params,
    )


def window(
    reader: Reader,
    chosen: Chosen,
    *,
    stage_id: int | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Deal]:
    """Deals in order, of one stage or of all; so many from so far on."""
    of_stage = " AND d.stage_id = :stage" if stage_id is not None else ""
    cut = f"LIMIT {int(limit)} OFFSET {int(offset)}" if limit is not None else ""
    ids = f"SELECT d.id FROM deal d {chosen.where}{of_stage} {chosen.order} {cut}"
    return reader.rows(
        Deal,
        f"{SELECT} WHERE d.id IN ({ids}) {chosen.order}",
        **chosen.params,
        stage=stage_id,
    )


def place(reader: Reader, chosen: Chosen, id: int, stage_id: int | None = None) -> int | None:
    """How many of the chosen, all or those of a stage, are before a deal; None where it is
    not among them."""
    where = chosen.where + (" AND d.stage_id = :stage" if stage_id is not None else "")
    key = SORTS[chosen.sort.removeprefix("-")]
    params = {**chosen.params, "here": id, "stage": stage_id}
    here = reader.db.one(f"SELECT {key} FROM deal d {where} AND d.id = :here", params)
    if here is None:
        return None
    counts = (
        f"(SELECT count(*) FROM deal d {where} AND {test})"
        for test in before(key, "d.id", chosen.sort, here[0])
    )
    return reader.count(f"SELECT {' + '.join(counts)}", {**params, "key": here[0]})


def stage_of(reader: Reader, id: int) -> int | None:
    """The stage that a deal is in; None where it is gone."""
    found = reader.scalar("SELECT stage_id FROM deal WHERE id = :id", {"id": id})
    return None if found is None else int(str(found))
