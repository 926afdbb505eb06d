"""Reading relationships."""

from __future__ import annotations

from crm_tui.domain.relationships import Relationship
from crm_tui.errors import NotFound
from crm_tui.store.reader import Reader

_SELECT = """
SELECT r.id, r.kind,
       CASE WHEN r.from_contact_id IS NULL THEN 'company' ELSE 'contact' END AS from_noun,
       coalesce(r.from_contact_id, r.from_company_id) AS from_id,
       coalesce(fc.name, fo.name) AS from_name,
       CASE WHEN r.to_contact_id IS NULL THEN 'company' ELSE 'contact' END AS to_noun,
       coalesce(r.to_contact_id, r.to_company_id) AS to_id,
       coalesce(tc.name, tk.name) AS to_name
  FROM relationship r
  LEFT JOIN contact fc ON fc.id = r.from_contact_id
  LEFT JOIN company fo ON fo.id = r.from_company_id
  LEFT JOIN contact tc ON tc.id = r.to_contact_id
  LEFT JOIN company tk ON tk.id = r.to_company_id
 WHERE r.archived_at IS NULL
"""


def of_record(reader: Reader, noun: str, id: int) -> list[Relationship]:
    """The relationships of a contact or company (`noun`), those from it first."""
    return reader.rows(
        Relationship,
        f"{_SELECT} AND (r.from_{noun}_id = :id OR r.to_{noun}_id = :id)"
        f" ORDER BY CASE WHEN r.from_{noun}_id = :id THEN 0 ELSE 1 END, r.kind, r.id",
        id=id,
    )


def relationship(reader: Reader, id: int) -> Relationship:
    """One relationship. Raises NotFound."""
    found = reader.row(Relationship, f"{_SELECT} AND r.id = :id", id=id)
    if found is None:
        raise NotFound(f"no relationship {id}", "list them with: crm relationship list WHO")
    return found
