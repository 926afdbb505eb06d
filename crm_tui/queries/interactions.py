"""Reading interactions, and the timeline that they make up with other events."""

from __future__ import annotations

from crm_tui.domain.interactions import Interaction, TimelineEntry
from crm_tui.errors import NotFound
from crm_tui.queries.paging import Page, among, narrowed, order_by, window
from crm_tui.queries.timeline_filter import narrowing
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

# Each part of the timeline gives the columns of `TimelineEntry`. {test} narrows it to
# one record; {about} says whom it was about.
_ENTRIES = """
SELECT i.at AS at, i.kind AS what, 'interaction' AS noun, i.id AS id,
       CASE WHEN i.subject <> '' THEN i.subject ELSE i.body END AS text,
       CASE WHEN i.outcome <> '' THEN i.outcome ELSE i.direction END AS detail,
       coalesce((SELECT k.name FROM interaction_contact ic JOIN contact k
                     ON k.id = ic.contact_id WHERE ic.interaction_id = i.id
                  ORDER BY ic.id LIMIT 1), co.name, d.title) AS about,
       u.name AS "user"
  FROM interaction i LEFT JOIN company co ON co.id = i.company_id
  LEFT JOIN deal d ON d.id = i.deal_id LEFT JOIN "user" u ON u.id = i.user_id
"""
_INTERACTIONS = _ENTRIES + " WHERE i.archived_at IS NULL AND i.at >= :since {test}"
_MOVES = """
SELECT m.at AS at, 'stage' AS what, 'deal' AS noun, d.id AS id,
       coalesce(f.name || ' → ', '') || t.name AS text,
       CASE WHEN t.status = 'lost' THEN d.lost_reason ELSE '' END AS detail,
       d.title AS about, u.name AS "user"
  FROM stage_change m JOIN deal d ON d.id = m.deal_id JOIN stage t ON t.id = m.to_stage_id
  LEFT JOIN stage f ON f.id = m.from_stage_id LEFT JOIN "user" u ON u.id = m.user_id
 WHERE m.at >= :since {test}"""
_DONE = """
SELECT r.done_at AS at, 'done' AS what, 'reminder' AS noun, r.id AS id, r.text AS text,
       r.kind AS detail, coalesce(k.name, d.title, co.name) AS about, u.name AS "user"
  FROM reminder r LEFT JOIN contact k ON k.id = r.contact_id
  LEFT JOIN deal d ON d.id = r.deal_id LEFT JOIN company co ON co.id = r.company_id
  LEFT JOIN "user" u ON u.id = r.owner_id
 WHERE r.done_at >= :since {test}"""
_NOTES = """
SELECT n.created_at AS at, 'note' AS what, 'note' AS noun, n.id AS id, n.body AS text,
       '' AS detail, coalesce(k.name, d.title, co.name) AS about, u.name AS "user"
  FROM note n LEFT JOIN contact k ON k.id = n.contact_id
  LEFT JOIN deal d ON d.id = n.deal_id LEFT JOIN company co ON co.id = n.company_id
  LEFT JOIN "user" u ON u.id = n.created_by
 WHERE n.created_at >= :since AND n.archived_at IS NULL {test}"""

# A note that came with its record, as imports bring them, has no time of its own: the
# record's page has it, the timeline of everything has not.
_EVENTS = "AND n.created_at > coalesce(k.created_at, d.created_at, co.created_at)"
_OF_RECORD = {
    "": ("", "", "", _EVENTS),
    "contact": (
        "AND i.id IN (SELECT interaction_id FROM interaction_contact WHERE contact_id = :id)",
        "AND m.deal_id IN (SELECT deal_id FROM deal_contact WHERE contact_id = :id)",
        "AND r.contact_id = :id",
        "AND n.contact_id = :id",
    ),
    "company": (
        "AND (i.company_id = :id OR i.id IN (SELECT ic.interaction_id FROM interaction_contact ic"
        " JOIN contact c ON c.id = ic.contact_id WHERE c.company_id = :id))",
        "AND d.company_id = :id",
        "AND (r.company_id = :id OR k.company_id = :id)",
        "AND (n.company_id = :id OR k.company_id = :id)",
    ),
    "deal": ("AND i.deal_id = :id", "AND m.deal_id = :id", "AND r.deal_id = :id",
             "AND n.deal_id = :id"),
}  # fmt: skip


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
    tests, (kept, params) = _OF_RECORD[noun], narrowing(filter)
    # Each part stops early by its own index; only their heads are sorted together.
    many = int(limit) + int(offset)
    parts = [
        f"SELECT * FROM ({part.format(test=f'{test}{only}')} ORDER BY 1 DESC, 4 DESC"
        f" LIMIT {many}) AS {name}"
        for part, test, only, name in zip(
            (_INTERACTIONS, _MOVES, _DONE, _NOTES), tests, kept, "imrn", strict=True
        )
        if only is not None
    ]
    union = " UNION ALL ".join(parts)
    return reader.rows(
        TimelineEntry,
        f"SELECT * FROM ({union}) AS entries ORDER BY 1 DESC, 3, 4 DESC"
        f" LIMIT {int(limit)} OFFSET {int(offset)}",
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
        " + (SELECT count(*) FROM note n LEFT JOIN contact k ON k.id = n.contact_id"
        " LEFT JOIN deal d ON d.id = n.deal_id LEFT JOIN company co ON co.id = n.company_id"
        f" WHERE n.archived_at IS NULL {_EVENTS})"
    )


def entries(reader: Reader, page: Page) -> list[TimelineEntry]:
    """The interactions in a window of the list as the timeline shows them, newest first.

    Raises FilterError.
    """
    where, params, _ = narrowed(reader, "interaction", page, _FOUND_IN)
    order = "ORDER BY i.at DESC, i.id DESC"
    return reader.rows(TimelineEntry, f"{_ENTRIES} {where} {order} {window(page)}", **params)


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
