"""Reading companies."""

from __future__ import annotations

from collections.abc import Iterator

from crm_tui.domain.companies import Company, CompanyDetail
from crm_tui.errors import NotFound
from crm_tui.queries.contacts import CHUNK, channels, tags
from crm_tui.queries.paging import Listed, Page, count_of, rows_of
from crm_tui.queries.resolve import Target
from crm_tui.store.reader import Reader

_SELECT = """
SELECT c.id, c.uid, c.version, c.name, c.domain, c.parent_id, p.name AS parent, c.source,
       u.name AS owner,
       (SELECT count(*) FROM contact k
         WHERE k.company_id = c.id AND k.archived_at IS NULL) AS contacts,
       (SELECT count(*) FROM deal d WHERE d.company_id = c.id AND d.status = 'open'
         AND d.archived_at IS NULL) AS open_deals,
       c.created_at, c.archived_at, c.last_contacted_at, c.next_reminder_at, c.custom
  FROM company c
  LEFT JOIN company p ON p.id = c.parent_id
  LEFT JOIN "user" u ON u.id = c.owner_id
"""
LIST = Listed(
    "company",
    _SELECT,
    {
        "name": "c.name_key",
        "last_contacted_at": "c.last_contacted_at",
        "next_reminder_at": "c.next_reminder_at",
        "created_at": "c.created_at",
        "id": "c.id",
    },
    ("c.name_key", "c.domain"),
)


def companies(reader: Reader, page: Page) -> list[Company]:
    """The companies in a window of the list, in its order. Raises FilterError."""
    return rows_of(reader, Company, LIST, page)


def count(reader: Reader, page: Page) -> int:
    """How many companies the list has. Raises FilterError."""
    return count_of(reader, LIST, page)


def details(reader: Reader, page: Page) -> Iterator[CompanyDetail]:
    """Companies with their channels and tags, a chunk at a time."""
    rows = companies(reader, page)
    for start in range(0, len(rows), CHUNK):
        yield from _with_details(reader, rows[start : start + CHUNK])


def company(reader: Reader, id: int) -> CompanyDetail:
    """One company with its channels and tags. Raises NotFound."""
    found = reader.row(Company, f"{_SELECT} WHERE c.id = :id", id=id)
    if found is None:
        raise NotFound(f"no company {id}", "list them with: crm company list")
    return next(iter(_with_details(reader, [found])))


def upwards(reader: Reader, id: int) -> set[int]:
    """A company, and all that it is part of."""
    seen, here = set[int](), id
    while here not in seen:
        seen.add(here)
        above = reader.scalar("SELECT parent_id FROM company WHERE id = :id", {"id": here})
        here = here if above is None else int(str(above))
    return seen


def subsidiaries(reader: Reader, id: int, limit: int) -> list[Target]:
    """The first companies that are part of this one, by name."""
    return reader.rows(
        Target,
        "SELECT 'company' AS noun, id, name FROM company WHERE parent_id = :id"
        f" AND archived_at IS NULL ORDER BY name_key, id LIMIT {int(limit)}",
        id=id,
    )


def _with_details(reader: Reader, rows: list[Company]) -> Iterator[CompanyDetail]:
    ids = [row.id for row in rows]
    ways, labels = channels(reader, "company", ids), tags(reader, "company", ids)
    for row in rows:
        yield CompanyDetail(row, tuple(ways.get(row.id, ())), tuple(labels.get(row.id, ())))
