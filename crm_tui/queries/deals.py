"""Reading deals, pipelines and stages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import groupby

from crm_tui.clock import encode_instant
from crm_tui.domain.deals import Deal, DealContact, DealDetail, Pipeline, Stage, StageChange
from crm_tui.errors import NotFound
from crm_tui.queries import line_items
from crm_tui.queries.contacts import CHUNK, tags
from crm_tui.queries.paging import Page, among, narrowed, order_by, window
from crm_tui.queries.resolve import Target
from crm_tui.store.reader import Reader

# The next step is the deal's earliest open reminder.
SELECT = """
SELECT d.id, d.uid, d.version, d.title, d.pipeline_id, p.name AS pipeline, d.stage_id,
       s.name AS stage, s.position AS stage_position, d.status, d.stage_since, s.rotting_days,
       d.value, d.value_from_lines, d.currency, d.probability, d.probability_by_hand,
       d.expected_close, d.closed_at, d.lost_reason, d.source, d.company_id, co.name AS company,
       u.name AS owner, d.created_at, d.archived_at, d.last_contacted_at,
       r.text AS next_step, r.due AS next_due, d.custom
  FROM deal d
  JOIN stage s ON s.id = d.stage_id
  JOIN pipeline p ON p.id = d.pipeline_id
  LEFT JOIN company co ON co.id = d.company_id
  LEFT JOIN "user" u ON u.id = d.owner_id
  LEFT JOIN reminder r ON r.id = (
       SELECT n.id FROM reminder n
        WHERE n.deal_id = d.id AND n.done_at IS NULL AND n.dropped_at IS NULL
          AND n.archived_at IS NULL
        ORDER BY n.due, n.id LIMIT 1)
"""
SORTS = {
    "title": "d.title_key",
    "value": "d.value",
    "stage": "s.position",
    "expected_close": "d.expected_close",
    "stage_since": "d.stage_since",
    "closed_at": "d.closed_at",
    "created_at": "d.created_at",
    "next_step_at": "r.due",
    "id": "d.id",
}
FOUND_IN = (
    "d.title_key",
    "co.name_key",
    "s.name_key",
    "EXISTS (SELECT 1 FROM deal_contact dc JOIN contact k ON k.id = dc.contact_id"
    " WHERE dc.deal_id = d.id AND k.name_key {})",
)
_JOINED = "JOIN stage s ON s.id = d.stage_id LEFT JOIN company co ON co.id = d.company_id"


def deals(reader: Reader, page: Page) -> list[Deal]:
    """The deals in a window of the list, in its order. Raises FilterError."""
    where, params, _ = narrowed(reader, "deal", page, FOUND_IN)
    order = order_by(page.sort or "title", SORTS, "d.id")
    return reader.rows(Deal, f"{SELECT} {where} {order} {window(page)}", **params)


def count(reader: Reader, page: Page) -> int:
    """How many deals the list has. Raises FilterError."""
    where, params, _ = narrowed(reader, "deal", page, FOUND_IN)
    joined = _JOINED if page.words else ""
    return reader.count(f"SELECT count(*) FROM deal d {joined} {where}", params)


def details(reader: Reader, page: Page) -> Iterator[DealDetail]:
    """Deals with what hangs on them but their moves, a chunk at a time."""
    rows = deals(reader, page)
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        yield from with_details(reader, chunk)


def with_details(reader: Reader, rows: list[Deal]) -> Iterator[DealDetail]:
    """Deals that were read, with their contacts, tags and line items."""
    ids = [row.id for row in rows]
    people, labels = contacts_of(reader, ids), tags(reader, "deal", ids)
    lines = line_items.of_deals(reader, ids)
    for row in rows:
        yield DealDetail(
            row,
            tuple(people.get(row.id, ())),
            tuple(labels.get(row.id, ())),
            (),
            lines.get(row.id, ()),
        )


def deal(reader: Reader, id: int) -> DealDetail:
    """One deal with its contacts, tags, moves and line items. Raises NotFound."""
    found = reader.row(Deal, f"{SELECT} WHERE d.id = :id", id=id)
    if found is None:
        raise NotFound(f"no deal {id}", "list them with: crm deal list")
    (detail,) = with_details(reader, [found])
    return detail._replace(moves=tuple(moves(reader, id)))


def open_of(reader: Reader, noun: str, id: int) -> list[Deal]:
    """The deals of a contact or a company, open ones first."""
    test = {
        "company": "d.company_id = :id",
        "contact": "d.id IN (SELECT deal_id FROM deal_contact WHERE contact_id = :id)",
    }[noun]
    return reader.rows(
        Deal,
        f"{SELECT} WHERE {test} AND d.archived_at IS NULL"
        " ORDER BY CASE d.status WHEN 'open' THEN 0 ELSE 1 END, d.stage_since DESC, d.id",
        id=id,
    )


def with_product(reader: Reader, id: int, limit: int) -> list[Deal]:
    """The first deals that have a product, open ones first, the newest before others."""
    return reader.rows(
        Deal,
        f"{SELECT} WHERE d.id IN (SELECT l.deal_id FROM line_item l WHERE l.product_id = :id)"
        " AND d.archived_at IS NULL"
        " ORDER BY CASE d.status WHEN 'open' THEN 0 ELSE 1 END, d.id DESC"
        f" LIMIT {int(limit)}",
        id=id,
    )


def open_deals(reader: Reader, contact: int) -> list[Target]:
    """The open deals of a contact, as what may be named."""
    theirs = open_of(reader, "contact", contact)
    return [Target("deal", deal.id, deal.title) for deal in theirs if deal.status == "open"]


def twins(reader: Reader, id: int) -> list[Deal]:
    """The other open deals of the same title with the same company or a same contact."""
    return reader.rows(
        Deal,
        f"{SELECT} JOIN deal o ON o.id = :id AND o.title_key = d.title_key AND d.id <> o.id"
        " WHERE d.status = 'open' AND d.archived_at IS NULL AND (d.company_id = o.company_id"
        " OR EXISTS (SELECT 1 FROM deal_contact a JOIN deal_contact b"
        " ON b.contact_id = a.contact_id WHERE a.deal_id = d.id AND b.deal_id = o.id))"
        " ORDER BY d.id",
        id=id,
    )


def no_step(reader: Reader, alias: str) -> tuple[str, dict[str, object]]:
    """SQL that holds where nothing is planned on a deal, or only for a day before today where
    the user lives; and its parameters."""
    due = f"{alias}.next_reminder_at"
    midnight = datetime.combine(reader.today, time(), tzinfo=reader.clock.zone)
    test = (
        f"({due} IS NULL OR CASE WHEN length({due}) = 10 THEN {due} < :today"
        f" ELSE {due} < :midnight END)"
    )
    return test, {"today": reader.today.isoformat(), "midnight": encode_instant(midnight)}


def without_next_step(reader: Reader, limit: int) -> list[Deal]:
    """Open deals on which nothing is planned, those longest in their stage first."""
    test, params = no_step(reader, "w")
    waiting = (
        f"SELECT w.id FROM deal w WHERE w.status = 'open' AND w.archived_at IS NULL AND {test}"
        f" ORDER BY w.stage_since, w.id LIMIT {int(limit)}"
    )
    return reader.rows(
        Deal, f"{SELECT} WHERE d.id IN ({waiting}) ORDER BY d.stage_since, d.id", **params
    )


def pressing(
    reader: Reader, user_id: int, close_by: date, limit: int, which: str = "", **params: object
) -> list[Deal]:
    """Open deals of a user, and of nobody, on which nothing is planned or whose close is
    expected by a day: of each sort so many, those longest in their stage and those to close
    first. `which` is what SQL says of the ids, with its `params`."""
    mine = (
        "SELECT p.id FROM deal p WHERE p.status = 'open' AND p.archived_at IS NULL"
        f" AND coalesce(p.owner_id, :me) = :me{f' AND p.id {which}' if which else ''}"
    )
    test, bounds = no_step(reader, "p")
    waiting = f"{mine} AND {test} ORDER BY p.stage_since, p.id LIMIT {int(limit)}"
    closing = (
        f"{mine} AND p.expected_close <= :close_by"
        f" ORDER BY p.expected_close, p.id LIMIT {int(limit)}"
    )
    return reader.rows(
        Deal,
        f"{SELECT} WHERE d.id IN (SELECT id FROM ({waiting}) AS w"
        f" UNION SELECT id FROM ({closing}) AS k) ORDER BY d.id",
        me=user_id,
        close_by=close_by.isoformat(),
        **bounds,
        **params,
    )


def won_since(reader: Reader, instant: str) -> list[Deal]:
    """Deals won since an instant, the latest first."""
    return reader.rows(
        Deal,
        f"{SELECT} WHERE d.status = 'won' AND d.closed_at >= :since AND d.archived_at IS NULL"
        " ORDER BY d.closed_at DESC, d.id",
        since=instant,
    )


def contacts_of(reader: Reader, ids: list[int]) -> dict[int, list[DealContact]]:
    """Who takes part in the deals, by deal."""
    test, params = among("dc.deal_id", ids)
    rows = reader.rows(
        DealContact,
        "SELECT dc.deal_id, dc.contact_id, c.name, dc.role FROM deal_contact dc"
        f" JOIN contact c ON c.id = dc.contact_id WHERE {test} ORDER BY dc.deal_id, dc.id",
        **params,
    )
    return {id: list(group) for id, group in groupby(rows, lambda row: row.deal_id)}


def moves(reader: Reader, id: int) -> list[StageChange]:
    """Every stage a deal came into, the latest first."""
    return reader.rows(
        StageChange,
        'SELECT m.id, m.at, f.name AS from_stage, t.name AS to_stage, u.name AS "user",'
        " m.days_spent FROM stage_change m JOIN stage t ON t.id = m.to_stage_id"
        ' LEFT JOIN stage f ON f.id = m.from_stage_id LEFT JOIN "user" u ON u.id = m.user_id'
        " WHERE m.deal_id = :id ORDER BY m.at DESC, m.id DESC",
        id=id,
    )


def pipelines(reader: Reader) -> list[Pipeline]:
    """All pipelines with their stages, in order."""
    stages = reader.rows(
        Stage,
        "SELECT id, pipeline_id, name, position, status, probability, rotting_days,"
        " deal_limit FROM stage WHERE archived_at IS NULL ORDER BY pipeline_id, position, id",
    )
    by_pipeline = {id: tuple(g) for id, g in groupby(stages, lambda stage: stage.pipeline_id)}
    rows = reader.db.rows(
        "SELECT id, name FROM pipeline WHERE archived_at IS NULL ORDER BY position, id"
    )
    return [Pipeline(id, name, by_pipeline.get(id, ())) for id, name in rows]
