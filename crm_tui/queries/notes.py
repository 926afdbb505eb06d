"""Reading notes."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.errors import NotFound
from crm_tui.store.reader import Reader


class Note(NamedTuple):
    """A note, and the records it hangs on."""

    id: int
    version: int
    body: str
    created_at: str
    user: str | None
    contact_id: int | None
    contact: str | None
    company_id: int | None
    company: str | None
    deal_id: int | None
    deal: str | None


_SELECT = """
SELECT n.id, n.version, n.body, n.created_at, u.name AS "user", n.contact_id, c.name AS contact,
       n.company_id, co.name AS company, n.deal_id, d.title AS deal
  FROM note n
  LEFT JOIN "user" u ON u.id = n.created_by
  LEFT JOIN contact c ON c.id = n.contact_id
  LEFT JOIN company co ON co.id = n.company_id
  LEFT JOIN deal d ON d.id = n.deal_id
"""


def of_record(reader: Reader, noun: str, id: int) -> list[Note]:
    """The notes on a contact, company or deal (`noun`), newest first."""
    return reader.rows(
        Note,
        f"{_SELECT} WHERE n.{noun}_id = :id AND n.archived_at IS NULL"
        " ORDER BY n.created_at DESC, n.id DESC",
        id=id,
    )


def note(reader: Reader, id: int) -> Note:
    """One note. Raises NotFound."""
    found = reader.row(Note, f"{_SELECT} WHERE n.id = :id", id=id)
    if found is None:
        raise NotFound(f"no note {id}", "list them with: crm note list RECORD")
    return found
