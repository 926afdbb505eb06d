"""Reading interactions, and the timeline that they make up with other events."""

from __future__ import annotations

from crm_tui.domain.interactions import Interaction, TimelineEntry
from crm_tui.errors import NotFound
from crm_tui.queries.paging import Page, among, narrowed, order_by, window
from crm_tui.queries.timeline_filter import narrowing
from crm_tui.queries.timeline_parts import EVENTS, INTERACTIONS, OF_RECORD, PARTS
from crm_tui.store.reader import Reader

_SELECT = """
SELECT i.id, i.uid, i.version, i.kind, i.direction, i.at, i.minutes, i.outcome, i.subject,
       i.body, i.company_id, co.name AS company, i.deal_id, d.title AS deal, u.name AS "user"
  FROM interaction i
  LEFT JOIN company co ON co.id = i.company_id
  LEFT JOIN deal d ON d.id = i.deal_id
  LEFT JOIN "user" u ON u.id = i.user_id
"""
SORTS = {"at": "i.at", "kind": "i.kind", "id": "i.id"}
_FOUND_IN = (
    "lower(i.subject)",
    "lower(i.body)",
    "co.name_key",
    "EXISTS (SELECT 1 FROM interaction_contact ic JOIN contact k ON k.id = ic.contact_id"
    " WHERE ic.interaction_id = i.id AND k.name_key {})",
)


def timeline(
    reader: Reader,
    noun: str = "",
    id: int = 0,
    since: str = "",
    limit: int = 200,
    offset: int = 0,
    filter: str = "",
) -> list[TimelineEntry]:
    """What happened, newest first: to one record, or to all with no `noun`.

    `since` is an instant as the store writes it; `filter` keeps kinds and what holds words
    (see `timeline_filter`). Raises UsageError for one with a mistake.
    """
    tests, (kept, params) = OF_RECORD[noun], narrowing(filter)
    parts = [
        (part, f"{part.live} AND {part.at} >= :since {test}{only}")
        for part, test, only in zip(PARTS, tests, kept, strict=True)
        if only is not None
    ]
    # Each part stops early by its own index; only their heads are sorted together, and only
    # what is in the window is joined with what it is about.
    many = int(limit) + int(offset)
    heads = " UNION ALL ".join(
        f"SELECT * FROM (SELECT {part.at} AS at, '{part.noun}' AS noun, {part.id} AS id,"
        f" {part.alias}.id AS own FROM {part.source} WHERE {where}"
        f" ORDER BY 1 DESC, 3 DESC LIMIT {many}) AS {part.alias}"
        for part, where in parts
    )
    shown = " UNION ALL ".join(
        f"{part.entries} WHERE {part.alias}.id IN"
        f" (SELECT own FROM chosen WHERE noun = '{part.noun}')"
        for part, _ in parts
    )
    return reader.rows(
        TimelineEntry,
        f"WITH chosen AS (SELECT * FROM ({heads}) AS heads ORDER BY 1 DESC, 2, 3 DESC"
        f" LIMIT {int(limit)} OFFSET {int(offset)})"
        f" SELECT * FROM ({shown}) AS entries ORDER BY 1 DESC, 3, 4 DESC",
        since=since,
        id=id,
        **params,
    )


def timeline_count(reader: Reader) -> int:
    """How many entries the timeline of everything has."""
    return reader.count(
        "SELECT (SELECT count(*) FROM interaction WHERE archived_at IS NULL)"
        " + (SELECT count(*) FROM stage_change)"
        " + (SELECT count(*) FROM reminder WHERE done_at IS NOT NULL)"
        f" + (SELECT count(*) FROM note n WHERE n.archived_at IS NULL {EVENTS})"
    )


def entries(reader: Reader, page: Page) -> list[TimelineEntry]:
    """The interactions in a window of the list as the timeline shows them, newest first.

    Raises FilterError.
    """
    where, params, _ = narrowed(reader, "interaction", page, _FOUND_IN)
    order = "ORDER BY i.at DESC, i.id DESC"
    sql = f"{INTERACTIONS.entries} {where} {order} {window(page)}"
    return reader.rows(TimelineEntry, sql, **params)


def count(reader: Reader, page: Page) -> int:
    """How many interactions the list has. Raises FilterError."""
    where, params, _ = narrowed(reader, "interaction", page, _FOUND_IN)
    joined = "LEFT JOIN company co ON co.id = i.company_id" if page.words else ""
    return reader.count(f"SELECT count(*) FROM interaction i {joined} {where}", params)


def interactions(reader: Reader, page: Page) -> list[Interaction]:
    """The interactions in a window of the list, newest first unless told otherwise.

    Raises FilterError.
    """
    where, params, _ = narrowed(reader, "interaction", page, _FOUND_IN)
    order = order_by(page.sort or "-at", SORTS, "i.id")
    return reader.rows(Interaction, f"{_SELECT} {where} {order} {window(page)}", **params)


def interaction(reader: Reader, id: int) -> Interaction:
    """One interaction. Raises NotFound."""
    found = reader.row(Interaction, f"{_SELECT} WHERE i.id = :id", id=id)
    if found is None:
        raise NotFound(f"no interaction {id}", "list them with: crm interaction list")
    return found


def contacts_of(reader: Reader, ids: list[int]) -> dict[int, list[str]]:
    """The names of those who took part, by interaction."""
    test, params = among("ic.interaction_id", ids)
    found: dict[int, list[str]] = {}
    for id, name in reader.db.rows(
        "SELECT ic.interaction_id, c.name FROM interaction_contact ic"
        f" JOIN contact c ON c.id = ic.contact_id WHERE {test} ORDER BY ic.id",
        params,
    ):
        found.setdefault(int(id), []).append(name)
    return found
